const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** The pauses of Standard Webhooks 1.0.0, about three days in all; then the organizer is told that it failed. */
const pausesMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/**
 * When to try again after so many tries have failed, or null when there are none left.
 *
 * @param chance 0 to 1: spreads the tries of many deliveries by up to a tenth
 * @param retryAfterMs what the receiver asked for; it can only lengthen the pause
 */
export function nextAttempt(
  nowMs: number,
  attempts: number,
  chance: number,
  retryAfterMs: number | null = null,
): number | null {
  const pause = pausesMs[attempts - 1]
  if (pause === undefined) return null
  return Math.round(nowMs + Math.max(pause * (1 + chance / 10), Math.min(retryAfterMs ?? 0, 24 * hour)))
}
