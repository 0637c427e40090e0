/** Dates and times as the visitor's zone and clock have them. One formatter each, kept: making one is dear. */
const kept = new Map<string, Intl.DateTimeFormat>()

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const found = kept.get(key) ?? new Intl.DateTimeFormat('en-GB', options)
  // Bounded: a visitor can ask for any zone.
  if (kept.size > 500) kept.clear()
  kept.set(key, found)
  return found
}

/** `2027-07-19`, the local date of an instant. */
export function localDate(ms: number, tzid: string): string {
  const parts = formatter({
    timeZone: tzid,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(ms)
  const part = (type: string) => parts.find(p => p.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** `09:30` or `9:30 am`. */
export function clockTime(ms: number, tzid: string, hour12: boolean): string {
  const hours: Intl.DateTimeFormatOptions = hour12
    ? { hour: 'numeric', hourCycle: 'h12' }
    : { hour: '2-digit', hourCycle: 'h23' }
  return formatter({ timeZone: tzid, ...hours, minute: '2-digit' }).format(ms)
}

/** `Monday 19 July 2027`. */
export const longDate = (ms: number, tzid: string): string =>
  formatter({ timeZone: tzid, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(ms)
    .replace(',', '')

/** The same of a calendar date. */
export const longDateOf = (date: string): string => longDate(Date.parse(`${date}T12:00:00Z`), 'UTC')

/** `July 2027` of `2027-07`. */
export const monthName = (month: string): string =>
  formatter({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(Date.parse(`${month}-15T12:00:00Z`))

/** `GMT+1`, what the clock of a zone was ahead at an instant. */
export function zoneOffset(ms: number, tzid: string): string {
  const parts = formatter({ timeZone: tzid, timeZoneName: 'shortOffset', hour: 'numeric' }).formatToParts(ms)
  return parts.find(p => p.type === 'timeZoneName')?.value ?? 'GMT'
}

/** `Europe/Isle of Man`. */
export const zoneLabel = (tzid: string): string => tzid.replaceAll('_', ' ')

/** `45 minutes`, `1 hour`, `1 hour 30 minutes`. */
export function lengthOf(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`
  if (hours === 0) return count(rest, 'minute')
  return rest === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} ${count(rest, 'minute')}`
}
