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

export type Admission =
  /** Answer it after so long; 0: at once. */
  | { readonly kind: 'admitted'; readonly afterMs: number }
  | { readonly kind: 'refused'; readonly retryAfterMs: number }

/**
 * How long a request is held back instead of being refused. Cronofy is far away and a program that waits for each answer
 * never meets its limit of a second; here answers take a millisecond, so such a program is slowed down, not turned away.
 */
const patienceMs = 1000

/**
 * Remembers when the latest requests were let in, never more of them than the widest limit allows, and holds back or
 * refuses those that come too soon. What is refused does not count: a program that waits as told is let in.
 */
export function createRateLimit(limits: readonly Limit[], now: () => number): () => Admission {
  const kept = Math.max(0, ...limits.map(l => l.most))
  const times: number[] = []
  return () => {
    const at = now()
    const waits = limits.map(({ most, withinMs }) => {
      const oldest = times.at(-most)
      // A time far ahead was noted before the machine's clock was set back.
      return oldest === undefined || oldest > at + patienceMs ? 0 : oldest + withinMs - at
    })
    const waitMs = Math.max(0, ...waits)
    if (waitMs > patienceMs) return { kind: 'refused', retryAfterMs: waitMs }
    times.push(at + waitMs)
    if (times.length > kept) times.shift()
    return { kind: 'admitted', afterMs: waitMs }
  }
}
