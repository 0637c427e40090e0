import { civilDate, DAY_MS, dayAt, dayOf, daysInMonth, type WallMs, weekdayOf } from './wall-time.ts'
import { dateTimeValue, InvalidCalendarValue, utcOffsetValue } from './write-lines.ts'
import { intlChanges, type OffsetTable } from './zones.ts'

interface Change {
  /** The onset on the clock that ends with it, as VTIMEZONE tells it. */
  readonly wallMs: WallMs
  readonly offsetFrom: number
  readonly offsetTo: number
}

/** Years looked at behind the last event: enough for a yearly pattern to show, or to show that there is none. */
const YEARS_AHEAD = 4

/**
 * The lines of a VTIMEZONE that is right from a year before `fromMs` to some years after `toMs` (RFC 5545 3.6.5).
 * Where the clock changes by the same rule each year the rule is written, which every reader understands; where it
 * does not (Morocco, Israel, a change of law), each change is written by its date.
 */
export function vtimezoneLines(zone: string, fromMs: number, toMs: number): string[] {
  const firstYear = civilDate(dayAt(fromMs)).year - 1
  const lastYear = civilDate(dayAt(toMs)).year + YEARS_AHEAD
  const table = intlChanges(zone, dayOf(firstYear, 1, 1) * DAY_MS, dayOf(lastYear + 1, 1, 1) * DAY_MS)
  if (table === null) throw new InvalidCalendarValue('TZID', 'not a known time zone')
  const changes = changesOf(table)
  const observances = yearlyObservances(changes, lastYear - firstYear + 1) ?? datedObservances(changes, table)
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances, 'END:VTIMEZONE']
}

function changesOf({ changes, offsets }: OffsetTable): Change[] {
  return changes.map((atMs, i) => ({
    wallMs: atMs + offsets[i]!,
    offsetFrom: offsets[i]!,
    offsetTo: offsets[i + 1]!,
  }))
}

function datedObservances(changes: readonly Change[], { offsets }: OffsetTable): string[] {
  if (changes.length > 0) return changes.flatMap(change => observance(change, null))
  return observance({ wallMs: 0, offsetFrom: offsets[0]!, offsetTo: offsets[0]! }, null)
}

/** Null unless every year has one change each way, both by rules that hold for all the years. */
function yearlyObservances(changes: readonly Change[], years: number): string[] | null {
  const forward = changes.filter(isForward)
  const back = changes.filter(change => !isForward(change))
  if (forward.length !== years || back.length !== years) return null
  const rules = [ruleOf(forward), ruleOf(back)]
  if (rules.includes(null)) return null
  return [...observance(forward[0]!, rules[0]!), ...observance(back[0]!, rules[1]!)]
}

function isForward({ offsetFrom, offsetTo }: Change): boolean {
  return offsetTo > offsetFrom
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

function ruleOf(changes: readonly Change[]): string | null {
  const all = changes.map(describe)
  const first = all[0]!
  const same = (key: keyof typeof first) => all.every(one => one[key] === first[key])
  if (!same('month') || !same('weekday') || !same('clock') || !same('offsetFrom') || !same('offsetTo'))
    return null
  const nth = all.every(({ isLast }) => isLast) ? -1 : same('nth') ? first.nth : null
  return nth === null
    ? null
    : `RRULE:FREQ=YEARLY;BYMONTH=${first.month};BYDAY=${nth}${WEEKDAYS[first.weekday]}`
}

function describe({ wallMs, offsetFrom, offsetTo }: Change) {
  const date = dayAt(wallMs)
  const { year, month, day } = civilDate(date)
  return {
    month,
    weekday: weekdayOf(date),
    clock: wallMs - date * DAY_MS,
    nth: Math.ceil(day / 7),
    isLast: day + 7 > daysInMonth(year, month),
    offsetFrom,
    offsetTo,
  }
}

function observance(change: Change, rule: string | null): string[] {
  const name = isForward(change) ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${name}`,
    `DTSTART:${dateTimeValue(change.wallMs)}`,
    ...(rule === null ? [] : [rule]),
    `TZOFFSETFROM:${utcOffsetValue(change.offsetFrom)}`,
    `TZOFFSETTO:${utcOffsetValue(change.offsetTo)}`,
    `END:${name}`,
  ]
}
