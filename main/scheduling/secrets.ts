import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Links are looked up by this, never by the token itself: no comparison ever runs along a secret. */
export const tokenDigest = digest

/** Equal, in a time that tells nothing about either. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
