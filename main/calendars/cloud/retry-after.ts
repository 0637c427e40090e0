const longestMs = 24 * 3_600_000
const shortestMs = 1000

/**
 * RFC 9110, 10.2.3: seconds, or a date. A date is read against the server's own `Date`, so that a clock that is wrong
 * here changes nothing. Between a second and a day; null where nothing, or nothing readable, was said.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  if (!('retry-after' in headers)) return null
  const said = String(headers['retry-after']).trim()
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : untilDate(said, headers['date'], nowMs)
  return Number.isNaN(ms) ? null : Math.min(longestMs, Math.max(shortestMs, ms))
}

function untilDate(date: string, serverDate: string | undefined, nowMs: number): number {
  // `Date.parse` makes a date of almost anything; every form of an HTTP date begins with the day of the week.
  if (!/^[A-Z][a-z]{2,8},? /.test(date)) return Number.NaN
  const serverMs = Date.parse(serverDate ?? '')
  return Date.parse(date) - (Number.isNaN(serverMs) ? nowMs : serverMs)
}
