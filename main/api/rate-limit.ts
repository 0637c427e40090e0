import type { Answer } from './answers.ts'

/** At most `most` requests in any stretch of `withinMs`. */
export interface Limit {
  readonly most: number
  readonly withinMs: number
}

/** Cronofy's own, for each program. */
export const cronofyLimits: readonly Limit[] = [
  { most: 50, withinMs: 1000 },
  { most: 500, withinMs: 60_000 },
]

/**
 * Remembers when the latest requests came, never more of them than the widest limit allows, and refuses those that come
 * too soon. A refused request does not count: a program that waits as told is let in.
 */
export function createRateLimit(limits: readonly Limit[], now: () => number) {
  const kept = Math.max(0, ...limits.map(l => l.most))
  const times: number[] = []
  return function admit(): Answer | null {
    const at = now()
    const waits = limits.map(({ most, withinMs }) => {
      const oldest = times.at(-most)
      return oldest === undefined || oldest > at ? 0 : oldest + withinMs - at
    })
    const waitMs = Math.max(0, ...waits)
    if (waitMs > 0) return tooMany(waitMs)
    times.push(at)
    if (times.length > kept) times.shift()
    return null
  }
}

const tooMany = (waitMs: number): Answer => ({
  status: 429,
  headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
  body: { error: 'rate_limited', error_description: 'Too many requests; wait as Retry-After says.' },
})
