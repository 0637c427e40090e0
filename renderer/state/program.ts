import { nounStore } from './noun.ts'

/** Holds secrets; read only where they are asked for. */
export const useProgram = nounStore('program.read')
