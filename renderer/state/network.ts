import { nounStore } from './noun.ts'

/** The hosts that the organizer allowed by name. */
export const useNetwork = nounStore('network.read')
