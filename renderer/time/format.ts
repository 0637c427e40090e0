import { locale as deskLocale } from './locale.ts'
import { type Day, HOUR_MS, MINUTE_MS } from './zones.ts'

type Options = Intl.DateTimeFormatOptions

/** Kept by the very object of options, so that asking again costs two look-ups: a full week asks thousands of times. */
const formatters = new WeakMap<Options, Map<string, Intl.DateTimeFormat>>()

function formatter(locale: string, timeZone: string, options: Options): Intl.DateTimeFormat {
  const alike = formatters.get(options) ?? new Map<string, Intl.DateTimeFormat>()
  formatters.set(options, alike)
  const key = `${locale} ${timeZone}`
  const known = alike.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
  alike.set(key, known)
  return known
}

const anyHour = { hour: 'numeric' } as const
const twelveHours = { hour: 'numeric', minute: '2-digit' } as const
const twentyFourHours = { hour: '2-digit', minute: '2-digit' } as const

/** Where hours run to 24 they stand in two digits, as clocks there show them. */
function clockOf(locale: string): Options {
  const { hourCycle } = formatter(locale, 'UTC', anyHour).resolvedOptions()
  return hourCycle === 'h12' ? twelveHours : twentyFourHours
}

const clocks = new Map<string, Options>()

function clock(locale: string): Options {
  const known = clocks.get(locale) ?? clockOf(locale)
  clocks.set(locale, known)
  return known
}

const shortDay = { weekday: 'short', day: 'numeric', month: 'short' } as const
const monthAndYear = { month: 'long', year: 'numeric' } as const
const longDay = { weekday: 'long', day: 'numeric', month: 'long' } as const

/** `9:00 AM` or `09:00`, as the reader is used to. */
export function timeOf(ms: number, tzid: string, locale = deskLocale): string {
  return formatter(locale, tzid, clock(locale)).format(ms).replace('\u202f', '\u00a0')
}

export function dayOf(ms: number, tzid: string, locale = deskLocale): string {
  return formatter(locale, tzid, shortDay).format(ms)
}

export function longDayOf(ms: number, tzid: string, locale = deskLocale): string {
  return formatter(locale, tzid, longDay).format(ms)
}

/** A date on its own, which has no zone. */
export function dateText(
  day: Day,
  options: Intl.DateTimeFormatOptions = shortDay,
  locale = deskLocale,
): string {
  return formatter(locale, 'UTC', options).format(Date.parse(`${day}T12:00:00Z`))
}

export function monthText(from: Day, to: Day, locale = deskLocale): string {
  const month = formatter(locale, 'UTC', monthAndYear)
  return month.formatRange(Date.parse(`${from}T12:00:00Z`), Date.parse(`${to}T12:00:00Z`))
}

/** `09:00–10:30`, with the day named where it ends on another. */
export function timesOf(startMs: number, endMs: number, tzid: string, locale = deskLocale): string {
  const from = timeOf(startMs, tzid, locale)
  const sameDay = dayOf(startMs, tzid, locale) === dayOf(endMs - 1, tzid, locale)
  return `${from}–${sameDay ? '' : `${dayOf(endMs, tzid, locale)}, `}${timeOf(endMs, tzid, locale)}`
}

/** `Tue 24 Nov, 09:00–10:30`. */
export function spanOf(startMs: number, endMs: number, tzid: string, locale = deskLocale): string {
  return `${dayOf(startMs, tzid, locale)}, ${timesOf(startMs, endMs, tzid, locale)}`
}

/** A wall minute of any day, 0 to 1440. */
export function minuteText(minute: number, locale = deskLocale): string {
  return timeOf((minute % 1440) * MINUTE_MS, 'UTC', locale)
}

/** The label of an hour line: `9 AM` or `09:00`. */
export function hourText(hour: number, locale = deskLocale): string {
  const options = clock(locale) === twelveHours ? anyHour : twentyFourHours
  return formatter(locale, 'UTC', options).format(hour * HOUR_MS)
}

/** `45 min`, `1 h`, `1 h 30 min`. */
export function durationText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (minutes >= 1440 && minutes % 1440 === 0) return counted(minutes / 1440, 'day')
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ') || '0 min'
}

export function counted(count: number, one: string, many = `${one}s`, locale = deskLocale): string {
  return `${count.toLocaleString(locale)} ${count === 1 ? one : many}`
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 24 * HOUR_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
]

/** `in 5 minutes`, `2 days ago`, `just now`. */
export function relativeText(ms: number, nowMs: number, locale = deskLocale): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const away = ms - nowMs
  const step = steps.find(([, size]) => Math.abs(away) >= size)
  return step ? relative.format(Math.round(away / step[1]), step[0]) : 'just now'
}

/** `Today`, `Tomorrow`, else the day. */
export function nearDay(day: Day, today: Day, tomorrow: Day): string {
  if (day === today) return 'Today'
  return day === tomorrow ? 'Tomorrow' : dateText(day, longDay)
}

export function joined(words: readonly string[], locale = deskLocale): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}
