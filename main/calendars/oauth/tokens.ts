import { z } from 'zod'
import type { Facts } from '../connector.ts'

/** What stands for an account's sign-in, as it is kept among its secrets. */
export interface Tokens {
  readonly clientId: string
  /** Google issues one to desktop clients, too; Microsoft has none. */
  readonly clientSecret: string | null
  readonly refreshToken: string
  readonly accessToken: string
  /** By this machine's clock, both, so that a provider's clock that is off changes nothing. */
  readonly issuedMs: number
  readonly expiresMs: number
}

const tokens = z.object({
  clientId: z.string(),
  clientSecret: z.string().nullable(),
  refreshToken: z.string(),
  accessToken: z.string(),
  issuedMs: z.number(),
  expiresMs: z.number(),
})

/** @returns null when the secrets hold no such thing: whoever asks has to sign in */
export function readTokens(secret: Facts): Tokens | null {
  const read = tokens.safeParse(secret)
  return read.success ? read.data : null
}

export const toSecret = (kept: Tokens): Facts => ({ ...kept })

/** Asked for anew a little before its end: a request that is under way must not meet the end. */
const earlyMs = 5 * 60_000

/** Whether the access token can still be used. A clock that was set back since it was issued makes it doubtful. */
export function isFresh({ issuedMs, expiresMs }: Tokens, nowMs: number): boolean {
  const early = Math.min(earlyMs, (expiresMs - issuedMs) / 2)
  return nowMs >= issuedMs - earlyMs && nowMs < expiresMs - early
}
