import { createHash } from 'node:crypto'

/** Links are looked up by this, never by the token itself: no comparison ever runs along a secret. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest()
