import { intersectSpans, joinSpans } from './pack-spans.ts'
import type { Cap, Member, Minute, Span, WeeklyHours } from './query.ts'
import { modulo } from './start-rules.ts'
import { type WallReading, type ZoneTable, zoneTable } from './zone-table.ts'

const DAY = 1440

interface WallPeriod {
  readonly startMinute: number
  readonly endMinute: number
}

/** A stretch of readings that falls on one local date, as instants. */
interface LocalDay {
  /** Days since 1970-01-01 on the local calendar. */
  readonly day: number
  /** The instant that would be midnight at the stretch's offset; it may lie outside the stretch. */
  readonly midnight: Minute
  readonly start: Minute
  readonly end: Minute
}

/**
 * When the member may take part at all: inside a stored hour or period, and inside a period given with the query,
 * each where there is one. Separate spans in order, cut to `window`; undefined where nothing restricts the member.
 */
export function openSpans(member: Member, window: Span): readonly Span[] | undefined {
  const managed = member.managed && managedSpans(member.managed, window)
  const given = member.availablePeriods && clipSpans(member.availablePeriods, window)
  return managed && given ? intersectSpans(managed, given) : (managed ?? given)
}

/** The union of stored hours and stored periods, cut to `window`. */
export function managedSpans(managed: NonNullable<Member['managed']>, window: Span): Span[] {
  const hours = managed.hours.map(each => hoursSpans(each, window))
  const periods = clipSpans(managed.periods, window)
  return hours.length === 1 && periods.length === 0 ? hours[0]! : joinSpans([...hours.flat(), ...periods])
}

/** Joined and cut to `window`. */
export function clipSpans(spans: readonly Span[], window: Span): Span[] {
  return intersectSpans(joinSpans(spans), [window])
}

/** The instants of `window` at which the clock of the zone shows a time inside the hours of that date. */
export function hoursSpans(hours: WeeklyHours, window: Span): Span[] {
  const periodsOn = periodsByDate(hours)
  const open: { start: Minute; end: Minute }[] = []
  eachLocalDay(zoneTable(hours.zone), window, local => {
    for (const period of periodsOn(local.day)) {
      const start = Math.max(local.start, local.midnight + period.startMinute)
      const end = Math.min(local.end, local.midnight + period.endMinute)
      const last = open.at(-1)
      if (start >= end) continue
      if (last && start <= last.end) last.end = end
      else open.push({ start, end })
    }
  })
  return open
}

/** Where the cap is reached: the days or weeks of its zone, as instants, in which no further booking may start. */
export function fullSpans(cap: Cap, window: Span): Span[] {
  const table = zoneTable(cap.zone)
  const taken = new Map<number, number>()
  for (const start of cap.starts) {
    const period = periodOf(cap, table.toWall(start))
    taken.set(period, (taken.get(period) ?? 0) + 1)
  }
  const full: Span[] = []
  eachLocalDay(table, window, ({ day, start, end }) => {
    if ((taken.get(periodOf(cap, day * DAY)) ?? 0) >= cap.limit) full.push({ start, end })
  })
  return joinSpans(full)
}

/** Which day, or which ISO week, a reading falls in: weeks begin on Monday, and 1970-01-01 was a Thursday. */
function periodOf(cap: Cap, wall: WallReading): number {
  const day = Math.floor(wall / DAY)
  return cap.period === 'day' ? day : Math.floor((day + 3) / 7)
}

/** Looks up the hours of a date: those of its override where there is one, else those of its weekday. */
function periodsByDate(hours: WeeklyHours): (day: number) => readonly WallPeriod[] {
  const dates = new Map(hours.overrides?.map(({ date, periods }) => [dayOf(date), inOrder(periods)]))
  const weekdays: (readonly WallPeriod[] | undefined)[] = new Array(8)
  function onWeekday(weekday: number): readonly WallPeriod[] {
    const periods = weekdays[weekday] ?? inOrder(hours.periods.filter(p => p.day === weekday))
    weekdays[weekday] = periods
    return periods
  }
  return day => dates.get(day) ?? onWeekday(modulo(day + 3, 7) + 1)
}

/** A `YYYY-MM-DD` as days since 1970-01-01. */
function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (DAY * 60_000)
}

function inOrder(periods: readonly WallPeriod[]): readonly WallPeriod[] {
  if (periods.length < 2) return periods
  const joined = joinSpans(periods.map(p => ({ start: p.startMinute, end: p.endMinute })))
  return joined.map(p => ({ startMinute: p.start, endMinute: p.end }))
}

/** Cuts a window where the local date or the offset changes. A date can come twice, when clocks go back past midnight. */
function eachLocalDay(table: ZoneTable, window: Span, visit: (local: LocalDay) => void): void {
  for (const run of table.runs(window.start, window.end)) {
    let start = run.start
    while (start < run.end) {
      const day = Math.floor((start + run.offset) / DAY)
      const midnight = day * DAY - run.offset
      const end = Math.min(run.end, midnight + DAY)
      visit({ day, midnight, start, end })
      start = end
    }
  }
}
