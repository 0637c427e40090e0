import { first } from './001-first.ts'

/** In order; the schema's version is how many of them have run. Released ones never change. */
export const migrations: readonly string[] = [first]
