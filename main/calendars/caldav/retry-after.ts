const longestMs = 24 * 3_600_000

/**
 * What `Retry-After` asks for (RFC 9110 10.2.3), as a span of at most a day, or null. A date in it is by the server's
 * own clock, so its `Date` is what it is compared with.
 */
export function readRetryAfter(
  headers: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): number | null {
  const asked = headers['retry-after']?.trim()
  if (asked === undefined || asked === '') return null
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - serverTime(headers, nowMs)
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestMs)
}

function serverTime(headers: Readonly<Record<string, string | undefined>>, nowMs: number): number {
  const told = Date.parse(headers['date'] ?? '')
  return Number.isNaN(told) ? nowMs : told
}
