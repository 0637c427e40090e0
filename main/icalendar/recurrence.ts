import {
  daysOfMonth,
  daysOfWeek,
  daysOfYear,
  limitsDates,
  limitsDays,
  matchesDay,
  neverMatches,
  type RuleStart,
  ruleStart,
} from './recurrence-days.ts'
import type { Rule } from './rule.ts'
import {
  civilDate,
  DAY_MS,
  type Day,
  dayAt,
  dayOf,
  firstWeekStart,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  type WallMs,
  weekdayOf,
  weekYearOf,
} from './wall-time.ts'

/** Work that may still be done; what runs out of it stops and says so. Shared by all rules of one reading. */
export interface Budget {
  steps: number
}

export interface Expansion {
  /** Ascending, each once, within the range asked for. */
  readonly walls: readonly WallMs[]
  /** False when the budget ran out before the range was done. */
  readonly complete: boolean
}

export interface ExpansionRequest {
  readonly rule: Rule
  readonly startWallMs: WallMs
  /** A DATE: the parts of a clock are passed over. */
  readonly isDate: boolean
  /** Both ends included. */
  readonly fromMs: WallMs
  readonly toMs: WallMs
  /** At most so many results. */
  readonly maxResults: number
  readonly budget: Budget
}

/**
 * The wall times that a rule gives within a range (RFC 5545 3.3.10). DTSTART is not added when the rule does not
 * give it, though it always counts as the first of COUNT. Periods before the range are skipped by arithmetic
 * where nothing has to be counted, so the cost follows the range and not the age of the series.
 * UNTIL belongs to the caller, who knows the zone: it narrows `toMs` and looks at the exact instant afterwards.
 */
export function expandRule(request: ExpansionRequest): Expansion {
  if (neverMatches(request.rule) || request.toMs < request.startWallMs) return { walls: [], complete: true }
  const sink = new Sink(request)
  const frame = frameOf(request)
  if (isClockFrequency(request.rule)) walkClock(request, frame, sink)
  else walkDays(request, frame, sink)
  return { walls: sink.walls, complete: !sink.outOfBudget }
}

/** Everything that stays the same from period to period. */
interface Frame {
  readonly start: RuleStart
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
  readonly seconds: readonly number[]
  /** Times of day in one day of the set. */
  readonly timesPerDay: number
  /** The indexes that BYSETPOS picks from a set of that size, ascending. */
  readonly picks: (size: number) => readonly number[]
}

const MIDNIGHT = [0]

function frameOf({ rule, startWallMs, isDate }: ExpansionRequest): Frame {
  const day = dayAt(startWallMs)
  const clock = startWallMs - day * DAY_MS
  const hours = isDate ? MIDNIGHT : (rule.byHour ?? [Math.floor(clock / HOUR_MS)])
  const minutes = isDate ? MIDNIGHT : (rule.byMinute ?? [Math.floor(clock / MINUTE_MS) % 60])
  const seconds = isDate ? MIDNIGHT : (rule.bySecond ?? [Math.floor(clock / SECOND_MS) % 60])
  const timesPerDay = hours.length * minutes.length * seconds.length
  const picks = rememberLast(size => positionsIn(rule.bySetPos ?? [], size))
  return { start: ruleStart(day), hours, minutes, seconds, timesPerDay, picks }
}

/** Periods tend to be like the one before, and a rule may have a million of them. */
function rememberLast<T>(make: (argument: number) => T): (argument: number) => T {
  let last: { readonly argument: number; readonly value: T } | null = null
  return argument => {
    if (last?.argument !== argument) last = { argument, value: make(argument) }
    return last.value
  }
}

/** Takes candidates in ascending order; keeps those in range, counts all. */
class Sink {
  readonly walls: WallMs[] = []
  outOfBudget = false
  readonly #request: ExpansionRequest
  readonly #count: number
  #counted = 0
  #last = Number.NEGATIVE_INFINITY

  constructor(request: ExpansionRequest) {
    this.#request = request
    this.#count = request.rule.count ?? Number.POSITIVE_INFINITY
  }

  get done(): boolean {
    return this.#counted >= this.#count || this.outOfBudget
  }

  /** Pays for work; false when there is nothing left to pay with. */
  pay(steps: number): boolean {
    this.#request.budget.steps -= steps
    if (this.#request.budget.steps < 0) this.outOfBudget = true
    return !this.outOfBudget
  }

  /** False when nothing after this candidate can matter. */
  take(wallMs: WallMs): boolean {
    const { startWallMs, fromMs, toMs, maxResults } = this.#request
    if (wallMs < startWallMs || wallMs <= this.#last) return true
    if (wallMs > toMs) return false
    // DTSTART is the first instance of COUNT even where the rule would not give it.
    if (this.#last === Number.NEGATIVE_INFINITY && wallMs !== startWallMs) this.#counted += 1
    if (this.done || !this.pay(1)) return false
    this.#last = wallMs
    this.#counted += 1
    if (wallMs < fromMs) return true
    if (this.walls.length >= maxResults) {
      this.outOfBudget = true
      return false
    }
    this.walls.push(wallMs)
    return true
  }

  /** Counts `amount` candidates after DTSTART and before the range, without looking at them. */
  skip(amount: number, upToMs: WallMs) {
    if (amount <= 0) return
    this.#counted += amount + (this.#last === Number.NEGATIVE_INFINITY ? 1 : 0)
    this.#last = Math.max(this.#last, upToMs)
  }
}

function isClockFrequency({ frequency }: Rule): boolean {
  return frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY'
}

/** How a frequency of days and longer numbers its periods. */
interface Calendar {
  /** The period of DTSTART. */
  readonly origin: number
  periodOf(day: Day): number
  /** No day of the period is earlier. */
  firstDay(period: number): Day
  days(period: number): readonly Day[]
}

function walkDays(request: ExpansionRequest, frame: Frame, sink: Sink) {
  const { rule, fromMs, toMs } = request
  const calendar = calendarOf(rule, frame.start)
  const target = Math.floor((calendar.periodOf(dayAt(fromMs)) - calendar.origin) / rule.interval) - 1
  let k = rule.count === null ? Math.max(0, target) : 0
  while (!sink.done) {
    const period = calendar.origin + k * rule.interval
    if (calendar.firstDay(period) * DAY_MS > toMs) return
    const days = calendar.days(period)
    if (!sink.pay(1 + days.length) || !takeDays(request, frame, sink, days)) return
    k = Math.max(k + 1, skipConstant(request, frame, sink, calendar, k, target))
  }
}

/** With COUNT, periods that all hold equally many candidates can be counted without being walked. */
function skipConstant(
  { rule }: ExpansionRequest,
  frame: Frame,
  sink: Sink,
  calendar: Calendar,
  k: number,
  target: number,
): number {
  const daily = rule.frequency === 'DAILY' && !limitsDays(rule)
  const weekly = rule.frequency === 'WEEKLY' && !limitsDates(rule)
  if (rule.count === null || k !== 0 || target < 2 || rule.bySetPos !== null || !(daily || weekly)) return k
  const daysEach = daily ? 1 : calendar.days(calendar.origin).length
  const upTo = calendar.firstDay(calendar.origin + target * rule.interval) * DAY_MS - 1
  sink.skip((target - 1) * daysEach * frame.timesPerDay, upTo)
  return target
}

function calendarOf(rule: Rule, start: RuleStart): Calendar {
  if (rule.frequency === 'YEARLY') return yearCalendar(rule, start)
  if (rule.frequency === 'MONTHLY') return monthCalendar(rule, start)
  return rule.frequency === 'WEEKLY' ? weekCalendar(rule, start) : dayCalendar(rule, start)
}

function yearCalendar(rule: Rule, start: RuleStart): Calendar {
  const byWeek = rule.byWeekNo !== null
  const periodOf = (day: Day) => (byWeek ? weekYearOf(day, rule.weekStart) : civilDate(day).year)
  return {
    origin: periodOf(start.day),
    periodOf,
    firstDay: year => (byWeek ? firstWeekStart(year, rule.weekStart) : dayOf(year, 1, 1)),
    days: year => daysOfYear(rule, start, year),
  }
}

function monthCalendar(rule: Rule, start: RuleStart): Calendar {
  const periodOf = (day: Day) => {
    const { year, month } = civilDate(day)
    return year * 12 + month - 1
  }
  const yearOf = (period: number) => Math.floor(period / 12)
  const monthOf = (period: number) => period - yearOf(period) * 12 + 1
  return {
    origin: periodOf(start.day),
    periodOf,
    firstDay: period => dayOf(yearOf(period), monthOf(period), 1),
    days: period => daysOfMonth(rule, start, yearOf(period), monthOf(period)),
  }
}

function weekCalendar(rule: Rule, start: RuleStart): Calendar {
  // Weeks are numbered so that week 0 begins on the last `weekStart` at or before 1970-01-01.
  const anchor = -((weekdayOf(0) - rule.weekStart + 7) % 7)
  const periodOf = (day: Day) => Math.floor((day - anchor) / 7)
  const firstDay = (week: number) => anchor + week * 7
  return {
    origin: periodOf(start.day),
    periodOf,
    firstDay,
    days: week => daysOfWeek(rule, start, firstDay(week)),
  }
}

function dayCalendar(rule: Rule, start: RuleStart): Calendar {
  const limited = limitsDays(rule)
  return {
    origin: start.day,
    periodOf: day => day,
    firstDay: day => day,
    days: day => (limited && !matchesDay(rule, day) ? [] : [day]),
  }
}

/** False when nothing after these days can matter. */
function takeDays(request: ExpansionRequest, frame: Frame, sink: Sink, days: readonly Day[]): boolean {
  const { rule, fromMs } = request
  if (rule.bySetPos !== null) return takePositions(frame, sink, days)
  const firstNeeded = dayAt(fromMs)
  for (const day of days) {
    const before = day < firstNeeded && day > frame.start.day
    if (before) sink.skip(frame.timesPerDay, day * DAY_MS + DAY_MS - 1)
    else if (!takeTimes(frame, sink, day * DAY_MS)) return false
    if (sink.done) return false
  }
  return true
}

function takeTimes({ hours, minutes, seconds }: Frame, sink: Sink, midnight: WallMs): boolean {
  for (const hour of hours) {
    for (const minute of minutes) {
      const base = midnight + hour * HOUR_MS + minute * MINUTE_MS
      for (const second of seconds) if (!sink.take(base + second * SECOND_MS)) return false
    }
  }
  return true
}

/** BYSETPOS picks by index, so that a set of a million seconds costs no more than the picks. */
function takePositions(frame: Frame, sink: Sink, days: readonly Day[]): boolean {
  const { hours, minutes, seconds, timesPerDay } = frame
  for (const index of frame.picks(days.length * timesPerDay)) {
    const time = index % timesPerDay
    const clock =
      hours[Math.floor(time / (minutes.length * seconds.length))]! * HOUR_MS +
      minutes[Math.floor(time / seconds.length) % minutes.length]! * MINUTE_MS +
      seconds[time % seconds.length]! * SECOND_MS
    if (!sink.take(days[Math.floor(index / timesPerDay)]! * DAY_MS + clock)) return false
  }
  return true
}

function positionsIn(positions: readonly number[], size: number): number[] {
  const indexes = positions.map(position => (position > 0 ? position - 1 : size + position))
  return [...new Set(indexes)].filter(index => index >= 0 && index < size).sort((a, b) => a - b)
}

/** HOURLY, MINUTELY and SECONDLY: periods are counted on the wall clock, mismatches are jumped over. */
function walkClock(request: ExpansionRequest, frame: Frame, sink: Sink) {
  const { rule, startWallMs, fromMs, toMs } = request
  const unit = unitOf(rule)
  const origin = Math.floor(startWallMs / unit)
  const at = (wallMs: WallMs) => Math.ceil((wallMs / unit - origin) / rule.interval)
  const limits = clockLimits(rule)
  const expanding = clockFrame(rule, frame)
  if (rule.bySetPos !== null && expanding.picks(expanding.timesPerDay).length === 0) return
  const allowsDay = rememberLast(day => matchesDay(rule, day))
  const target = Math.max(0, at(fromMs) - 1)
  let k = rule.count === null ? target : 0
  while (!sink.done && sink.pay(1)) {
    const base = (origin + k * rule.interval) * unit
    if (base > toMs) return
    const next = nextMatch(allowsDay, limits, base)
    if (next > base) {
      k = Math.max(k + 1, at(next))
      continue
    }
    if (!takePeriod(rule, expanding, sink, base)) return
    if (rule.count !== null && k === 0 && target > 2 && rule.bySetPos === null && isUnlimited(rule, limits)) {
      sink.skip((target - 2) * expanding.timesPerDay, (origin + (target - 1) * rule.interval) * unit - 1)
      k = target - 2
    }
    k += 1
  }
}

function isUnlimited(rule: Rule, limits: ClockLimits): boolean {
  return !limitsDays(rule) && limits.hours === null && limits.minutes === null && limits.seconds === null
}

function unitOf({ frequency }: Rule): number {
  if (frequency === 'HOURLY') return HOUR_MS
  return frequency === 'MINUTELY' ? MINUTE_MS : SECOND_MS
}

/** The parts of the clock that limit rather than expand, which depends on the frequency (table of 3.3.10). */
interface ClockLimits {
  readonly hours: readonly number[] | null
  readonly minutes: readonly number[] | null
  readonly seconds: readonly number[] | null
}

function clockLimits(rule: Rule): ClockLimits {
  return {
    hours: rule.byHour,
    minutes: rule.frequency === 'HOURLY' ? null : rule.byMinute,
    seconds: rule.frequency === 'SECONDLY' ? rule.bySecond : null,
  }
}

/** What a period expands to below its own unit. */
function clockFrame({ frequency }: Rule, frame: Frame): Frame {
  const minutes = frequency === 'HOURLY' ? frame.minutes : MIDNIGHT
  const seconds = frequency === 'SECONDLY' ? MIDNIGHT : frame.seconds
  return { ...frame, hours: MIDNIGHT, minutes, seconds, timesPerDay: minutes.length * seconds.length }
}

/** `base` itself when its period matches, else a later wall time before which nothing matches. */
function nextMatch(allowsDay: (day: Day) => boolean, limits: ClockLimits, base: WallMs): WallMs {
  const day = dayAt(base)
  if (!allowsDay(day)) return (day + 1) * DAY_MS
  return (
    jump(limits.hours, base, HOUR_MS, DAY_MS) ??
    jump(limits.minutes, base, MINUTE_MS, HOUR_MS) ??
    jump(limits.seconds, base, SECOND_MS, MINUTE_MS) ??
    base
  )
}

/** Null when the hour (minute, second) of `base` is allowed; else where the next allowed one may begin. */
function jump(allowed: readonly number[] | null, base: WallMs, unit: number, whole: number): WallMs | null {
  if (allowed === null) return null
  const wholeStart = Math.floor(base / whole) * whole
  const current = Math.floor((base - wholeStart) / unit)
  const next = allowed.find(value => value >= current)
  if (next === current) return null
  return next === undefined ? wholeStart + whole : wholeStart + next * unit
}

function takePeriod(rule: Rule, frame: Frame, sink: Sink, base: WallMs): boolean {
  if (rule.bySetPos === null) return takeTimes(frame, sink, base)
  const { minutes, seconds } = frame
  for (const index of frame.picks(frame.timesPerDay)) {
    const minute = minutes[Math.floor(index / seconds.length)]!
    const wallMs = base + minute * MINUTE_MS + seconds[index % seconds.length]! * SECOND_MS
    if (!sink.take(wallMs)) return false
  }
  return true
}
