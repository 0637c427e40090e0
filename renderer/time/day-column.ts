import { addDays, type Day, HOUR_MS, MINUTE_MS, startOfDay, wallMinuteAt } from './zones.ts'

/**
 * One day of a zone laid along an axis of 24 clock hours, so that 9:00 stands at the same height on every day. On a
 * day of 23 hours the skipped hour stays empty; on a day of 25 the repeated one is drawn at half the scale.
 */
export interface DayColumn {
  readonly day: Day
  readonly tzid: string
  readonly startMs: number
  readonly endMs: number
  /** Wall minute of the first instant; not 0 where the clock skips midnight. */
  readonly firstMinute: number
  /** The change of clocks inside this day: when, and by how much the clock is set forward (negative: back). */
  readonly change: { readonly atMs: number; readonly byMinutes: number } | null
}

export function dayColumn(day: Day, tzid: string): DayColumn {
  const startMs = startOfDay(day, tzid)
  const endMs = startOfDay(addDays(day, 1), tzid)
  const firstMinute = wallMinuteAt(startMs, tzid)
  return { day, tzid, startMs, endMs, firstMinute, change: changeWithin(startMs, endMs, firstMinute, tzid) }
}

export function columnHours(column: DayColumn): number {
  return (column.endMs - column.startMs) / HOUR_MS
}

/** Minutes down the axis (0 to 1440) of an instant; instants outside the day are clamped to its ends. */
export function axisMinute(column: DayColumn, ms: number): number {
  if (ms <= column.startMs) return column.firstMinute
  if (ms >= column.endMs) return 1440
  const straight = (at: number) => column.firstMinute + (at - column.startMs) / MINUTE_MS
  const { change } = column
  if (!change) return straight(ms)
  if (change.byMinutes > 0) return straight(ms) + (ms >= change.atMs ? change.byMinutes : 0)
  const repeated = -change.byMinutes * MINUTE_MS
  const from = change.atMs - repeated
  if (ms <= from) return straight(ms)
  if (ms >= change.atMs + repeated) return straight(ms) + change.byMinutes
  return straight(from) + (ms - from) / MINUTE_MS / 2
}

function changeWithin(
  startMs: number,
  endMs: number,
  firstMinute: number,
  tzid: string,
): DayColumn['change'] {
  const gained = (ms: number) => {
    const shown = wallMinuteAt(ms, tzid) - firstMinute
    const passed = (ms - startMs) / MINUTE_MS
    return shown - passed
  }
  const byMinutes = gained(endMs - MINUTE_MS)
  if (byMinutes === 0) return null
  let [low, high] = [startMs, endMs - MINUTE_MS]
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
    if (gained(middle) === 0) low = middle
    else high = middle
  }
  return { atMs: high, byMinutes }
}
