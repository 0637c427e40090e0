import { tzOffset } from '@date-fns/tz/tzOffset'

/**
 * Wall clock and instants. A day is its ISO date (`2026-11-24`), an instant is milliseconds since the epoch, a wall
 * minute counts from local midnight. Days are never taken to last 24 hours.
 */
export type Day = string

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
const UTC_DAY_MS = 86_400_000

function offsetMs(tzid: string, ms: number): number {
  return tzOffset(tzid, new Date(ms)) * MINUTE_MS
}

export function dayAt(ms: number, tzid: string): Day {
  return new Date(ms + offsetMs(tzid, ms)).toISOString().slice(0, 10)
}

export function wallMinuteAt(ms: number, tzid: string): number {
  const local = ms + offsetMs(tzid, ms)
  return (((local % UTC_DAY_MS) + UTC_DAY_MS) % UTC_DAY_MS) / MINUTE_MS
}

/**
 * The instant at which the clock of the zone shows this minute of this day. A time that the clock skips becomes the
 * one as long after the change; of a time it shows twice, the earlier (what RFC 5545 §3.3.5 asks for as well).
 */
export function instantOf(day: Day, minute: number, tzid: string): number {
  const local = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS
  const before = offsetMs(tzid, local - UTC_DAY_MS)
  const after = offsetMs(tzid, local + UTC_DAY_MS)
  if (before === after || offsetMs(tzid, local - before) === before) return local - before
  return offsetMs(tzid, local - after) === after ? local - after : local - before
}

/** The first instant of the day; midnight itself may not exist. */
export function startOfDay(day: Day, tzid: string): number {
  return instantOf(day, 0, tzid)
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * UTC_DAY_MS).toISOString().slice(0, 10)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / UTC_DAY_MS)
}

/** 1 is Monday, 7 Sunday, as ISO 8601 counts. */
export function weekday(day: Day): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

export function startOfWeek(day: Day, firstWeekday: number): Day {
  return addDays(day, -((weekday(day) - firstWeekday + 7) % 7))
}

export function startOfNextMonth(day: Day): Day {
  const [year, month] = day.split('-').map(Number)
  return new Date(Date.UTC(year!, month!, 1)).toISOString().slice(0, 10)
}

export function isZone(tzid: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: tzid })
    return true
  } catch {
    return false
  }
}
