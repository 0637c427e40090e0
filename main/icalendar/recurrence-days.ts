import type { Rule, WeekdayPart } from './rule.ts'
import {
  civilDate,
  type Day,
  dayOf,
  daysInMonth,
  daysInYear,
  firstWeekStart,
  weekdayOf,
  weeksInYear,
  weekYearOf,
} from './wall-time.ts'

/** What of DTSTART fills in for the parts that a rule leaves out (RFC 5545 3.3.10). */
export interface RuleStart {
  readonly day: Day
  readonly month: number
  readonly monthDay: number
  readonly weekday: number
}

export function ruleStart(day: Day): RuleStart {
  const { month, day: monthDay } = civilDate(day)
  return { day, month, monthDay, weekday: weekdayOf(day) }
}

/** The days of one year's set, ascending. With BYWEEKNO the year is the one whose weeks are numbered. */
export function daysOfYear(rule: Rule, start: RuleStart, year: number): Day[] {
  if (rule.byWeekNo !== null) return daysOfWeeks(rule, start, year)
  if (rule.byYearDay !== null) {
    const days = yearDays(rule.byYearDay, year, rule.skip)
    return limitWeekdays(rule, year, limitMonthParts(rule, days))
  }
  if (rule.byMonthDay !== null || rule.byDay === null) {
    const months = rule.byMonth ?? (rule.byMonthDay === null ? [start.month] : EVERY_MONTH)
    const wanted = rule.byMonthDay ?? [start.monthDay]
    return limitWeekdays(
      rule,
      year,
      ascending(months.flatMap(month => monthDays(wanted, year, month, rule.skip))),
    )
  }
  return ascending(weekdaysOfYear(rule, rule.byDay, year))
}

/** The days of one month's set, ascending; BYMONTH limits it as a whole. */
export function daysOfMonth(rule: Rule, start: RuleStart, year: number, month: number): Day[] {
  if (rule.byMonth !== null && !rule.byMonth.includes(month)) return []
  const first = dayOf(year, month, 1)
  const last = first + daysInMonth(year, month) - 1
  const candidates = monthCandidates(rule, start, year, month)
  const weekdays = rule.byDay === null || candidates === null ? null : nthWeekdays(rule.byDay, first, last)
  const days = candidates ?? nthWeekdays(rule.byDay!, first, last)
  return ascending(days.filter(day => weekdays?.includes(day) ?? true)).filter(day =>
    matchesNumbers(rule, day),
  )
}

/** The days that BYMONTHDAY, or else DTSTART, gives a month; null when BYDAY alone decides. */
function monthCandidates(rule: Rule, start: RuleStart, year: number, month: number): Day[] | null {
  if (rule.byMonthDay !== null) return monthDays(rule.byMonthDay, year, month, rule.skip)
  if (rule.byDay !== null) return null
  // BYYEARDAY and BYWEEKNO have no place in a MONTHLY rule; where they stand, they choose among all days.
  if (rule.byYearDay !== null || rule.byWeekNo !== null) {
    return range(dayOf(year, month, 1), daysInMonth(year, month))
  }
  return monthDays([start.monthDay], year, month, rule.skip)
}

/** The days of the week that begins on `first`. */
export function daysOfWeek(rule: Rule, start: RuleStart, first: Day): Day[] {
  const days: Day[] = []
  for (let day = first; day < first + 7; day++) {
    const weekday = weekdayOf(day)
    const wanted = rule.byDay?.some(part => part.weekday === weekday) ?? weekday === start.weekday
    if (wanted && matchesDate(rule, day)) days.push(day)
  }
  return days
}

/** Whether a day passes every part that limits days; how DAILY and shorter frequencies use them. */
export function matchesDay(rule: Rule, day: Day): boolean {
  const { byDay } = rule
  if (byDay !== null) {
    const weekday = weekdayOf(day)
    // A number before the weekday has no meaning here (RFC 5545 3.3.10) and is passed over.
    if (!byDay.some(part => part.weekday === weekday)) return false
  }
  return matchesDate(rule, day)
}

export function limitsDays(rule: Rule): boolean {
  return rule.byDay !== null || limitsDates(rule)
}

export function limitsDates(rule: Rule): boolean {
  return (
    rule.byMonth !== null || rule.byMonthDay !== null || rule.byYearDay !== null || rule.byWeekNo !== null
  )
}

/** `BYMONTH=2;BYMONTHDAY=30` and the like, which no year ever satisfies. */
export function neverMatches(rule: Rule): boolean {
  const { byMonth, byMonthDay } = rule
  if (byMonthDay === null || byMonth === null || rule.skip !== 'OMIT') return false
  const longest = Math.max(...byMonth.map(month => daysInMonth(2000, month)))
  return byMonthDay.every(day => Math.abs(day) > longest)
}

const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

function daysOfWeeks(rule: Rule, start: RuleStart, year: number): Day[] {
  const weeks = weeksInYear(year, rule.weekStart)
  const first = firstWeekStart(year, rule.weekStart)
  const bare = rule.byDay === null && rule.byMonthDay === null && rule.byYearDay === null
  const weekdays = rule.byDay?.map(part => part.weekday) ?? (bare ? [start.weekday] : null)
  const days: Day[] = []
  for (const number of rule.byWeekNo!) {
    const week = number > 0 ? number : weeks + 1 + number
    if (week >= 1 && week <= weeks) days.push(...range(first + (week - 1) * 7, 7))
  }
  return ascending(days.filter(day => (weekdays?.includes(weekdayOf(day)) ?? true) && matchesDate(rule, day)))
}

function matchesDate(rule: Rule, day: Day): boolean {
  if (!limitsDates(rule)) return true
  if (rule.byMonth === null && rule.byMonthDay === null) return matchesNumbers(rule, day)
  const { year, month, day: monthDay } = civilDate(day)
  if (rule.byMonth !== null && !rule.byMonth.includes(month)) return false
  const { byMonthDay } = rule
  if (
    byMonthDay !== null &&
    !byMonthDay.includes(monthDay) &&
    !byMonthDay.includes(monthDay - daysInMonth(year, month) - 1)
  ) {
    return false
  }
  return matchesNumbers(rule, day)
}

/** BYYEARDAY and BYWEEKNO, as limits. */
function matchesNumbers(rule: Rule, day: Day): boolean {
  const { byYearDay, byWeekNo } = rule
  if (byYearDay !== null) {
    const { year } = civilDate(day)
    const yearDay = day - dayOf(year, 1, 1) + 1
    if (!byYearDay.includes(yearDay) && !byYearDay.includes(yearDay - daysInYear(year) - 1)) return false
  }
  if (byWeekNo === null) return true
  const weekYear = weekYearOf(day, rule.weekStart)
  const week = Math.floor((day - firstWeekStart(weekYear, rule.weekStart)) / 7) + 1
  return byWeekNo.includes(week) || byWeekNo.includes(week - weeksInYear(weekYear, rule.weekStart) - 1)
}

function limitMonthParts(rule: Rule, days: Day[]): Day[] {
  if (rule.byMonth === null && rule.byMonthDay === null) return days
  return days.filter(day => matchesDate({ ...rule, byYearDay: null, byWeekNo: null }, day))
}

function limitWeekdays(rule: Rule, year: number, days: Day[]): Day[] {
  if (rule.byDay === null || days.length === 0) return days
  const weekdays = new Set(weekdaysOfYear(rule, rule.byDay, year))
  return days.filter(day => weekdays.has(day))
}

/** A numbered weekday counts within the month where BYMONTH stands, within the year where not. */
function weekdaysOfYear(rule: Rule, parts: readonly WeekdayPart[], year: number): Day[] {
  if (rule.byMonth === null) {
    const first = dayOf(year, 1, 1)
    return nthWeekdays(parts, first, first + daysInYear(year) - 1)
  }
  return rule.byMonth.flatMap(month => {
    const first = dayOf(year, month, 1)
    return nthWeekdays(parts, first, first + daysInMonth(year, month) - 1)
  })
}

function nthWeekdays(parts: readonly WeekdayPart[], first: Day, last: Day): Day[] {
  const days: Day[] = []
  for (const { weekday, nth } of parts) {
    const earliest = first + ((weekday - weekdayOf(first) + 7) % 7)
    const latest = last - ((weekdayOf(last) - weekday + 7) % 7)
    if (nth === 0) for (let day = earliest; day <= last; day += 7) days.push(day)
    const day = nth > 0 ? earliest + (nth - 1) * 7 : latest + (nth + 1) * 7
    if (nth !== 0 && day >= first && day <= last) days.push(day)
  }
  return days
}

function monthDays(wanted: readonly number[], year: number, month: number, skip: Rule['skip']): Day[] {
  const length = daysInMonth(year, month)
  return resolveNumbers(wanted, dayOf(year, month, 1), length, skip)
}

function yearDays(wanted: readonly number[], year: number, skip: Rule['skip']): Day[] {
  return ascending(resolveNumbers(wanted, dayOf(year, 1, 1), daysInYear(year), skip))
}

function resolveNumbers(wanted: readonly number[], first: Day, length: number, skip: Rule['skip']): Day[] {
  const days: Day[] = []
  for (const number of wanted) {
    const index = number > 0 ? number - 1 : length + number
    if (index >= 0 && index < length) days.push(first + index)
    else if (index >= length && skip === 'BACKWARD') days.push(first + length - 1)
    else if (index >= length && skip === 'FORWARD') days.push(first + length)
  }
  return days
}

function range(first: Day, length: number): Day[] {
  return Array.from({ length }, (_, i) => first + i)
}

function ascending(days: Day[]): Day[] {
  days.sort((a, b) => a - b)
  return days.filter((day, i) => i === 0 || day !== days[i - 1])
}
