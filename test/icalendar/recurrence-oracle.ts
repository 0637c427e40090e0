import type { Rule, WeekdayPart } from '../../main/icalendar/rule.ts'

/**
 * RFC 5545 3.3.10 a second time, written to be obvious rather than fast: walk every second, minute, hour or day
 * from DTSTART on, keep what passes every part, group by period, pick positions, count. Uses `Date` in UTC.
 */
const DAY = 86_400_000

export function oracle(rule: Rule, startMs: number, toMs: number): number[] {
  const chosen = new Map<number, number[]>()
  const first = periodOf(rule, startMs)
  // A set of BYSETPOS must be whole, and a period can be as long as a year.
  const margin = ['YEARLY', 'MONTHLY', 'WEEKLY'].includes(rule.frequency) ? 370 * DAY : 0
  for (let day = floorDay(startMs) - margin; day <= toMs + margin; day += DAY) {
    if (!dayPasses(rule, startMs, day)) continue
    for (const time of timesOf(rule, startMs, day)) {
      const period = periodOf(rule, time)
      if (period < first || (period - first) % rule.interval !== 0) continue
      const group = chosen.get(period)
      if (group === undefined) chosen.set(period, [time])
      else group.push(time)
    }
  }
  const all = [...chosen.values()].flatMap(group => positions(rule, group)).sort((a, b) => a - b)
  const fromStart = all.filter(time => time >= startMs)
  const counted = fromStart[0] === startMs ? fromStart : [startMs, ...fromStart]
  return counted
    .slice(0, rule.count ?? undefined)
    .filter((time, i) => time <= toMs && (i > 0 || all.includes(startMs)))
}

function positions({ bySetPos }: Rule, group: readonly number[]): number[] {
  if (bySetPos === null) return [...group]
  return group.filter((_, i) => bySetPos.includes(i + 1) || bySetPos.includes(i - group.length))
}

function floorDay(ms: number): number {
  return Math.floor(ms / DAY) * DAY
}

function utc(ms: number) {
  const date = new Date(ms)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}

function weekStartOf(ms: number, weekStart: number): number {
  const day = floorDay(ms)
  return day - ((utc(day).weekday - weekStart + 7) % 7) * DAY
}

/** The Thursday rule, told for any first day: a week belongs to the year that holds its fourth day. */
function weekOf(
  ms: number,
  weekStart: number,
): { readonly year: number; readonly week: number; readonly weeks: number } {
  const start = weekStartOf(ms, weekStart)
  const year = utc(start + 3 * DAY).year
  const first = weekStartOf(Date.UTC(year, 0, 4), weekStart)
  const next = weekStartOf(Date.UTC(year + 1, 0, 4), weekStart)
  return { year, week: (start - first) / (7 * DAY) + 1, weeks: (next - first) / (7 * DAY) }
}

function periodOf(rule: Rule, ms: number): number {
  const { year, month } = utc(ms)
  switch (rule.frequency) {
    case 'YEARLY':
      return rule.byWeekNo === null ? year : weekOf(ms, rule.weekStart).year
    case 'MONTHLY':
      return year * 12 + month
    case 'WEEKLY':
      return weekStartOf(ms, rule.weekStart) / (7 * DAY)
    case 'DAILY':
      return Math.floor(ms / DAY)
    case 'HOURLY':
      return Math.floor(ms / 3_600_000)
    case 'MINUTELY':
      return Math.floor(ms / 60_000)
    case 'SECONDLY':
      return Math.floor(ms / 1000)
  }
}

function has(list: readonly number[] | null, value: number, size: number): boolean {
  return list === null || list.includes(value) || list.includes(value - size - 1)
}

function dayPasses(rule: Rule, startMs: number, day: number): boolean {
  const { year, month, day: monthDay, weekday } = utc(day)
  const monthLength = utc(Date.UTC(year, month, 0)).day
  const yearStart = Date.UTC(year, 0, 1)
  const yearLength = (Date.UTC(year + 1, 0, 1) - yearStart) / DAY
  const week = weekOf(day, rule.weekStart)
  if (rule.byMonth !== null && !rule.byMonth.includes(month)) return false
  if (!has(rule.byMonthDay, monthDay, monthLength)) return false
  if (!has(rule.byYearDay, (day - yearStart) / DAY + 1, yearLength)) return false
  if (!has(rule.byWeekNo, week.week, week.weeks)) return false
  if (rule.byDay !== null) return rule.byDay.some(part => weekdayPasses(rule, part, day))
  const start = utc(startMs)
  const { byMonth, byMonthDay, byYearDay, byWeekNo } = rule
  if (byMonthDay !== null || byYearDay !== null) return true
  switch (rule.frequency) {
    case 'YEARLY':
      if (byWeekNo !== null) return weekday === start.weekday
      return monthDay === start.day && (byMonth !== null || month === start.month)
    case 'MONTHLY':
      return byWeekNo !== null || monthDay === start.day
    case 'WEEKLY':
      return weekday === start.weekday
    default:
      return true
  }
}

function weekdayPasses(rule: Rule, part: WeekdayPart, day: number): boolean {
  const { year, month, weekday } = utc(day)
  if (weekday !== part.weekday) return false
  const inMonth = rule.frequency === 'MONTHLY' || (rule.frequency === 'YEARLY' && rule.byMonth !== null)
  const inYear = rule.frequency === 'YEARLY' && rule.byMonth === null
  // Elsewhere the number has no meaning.
  if (part.nth === 0 || rule.byWeekNo !== null || !(inMonth || inYear)) return true
  const from = inMonth ? Date.UTC(year, month - 1, 1) : Date.UTC(year, 0, 1)
  const to = inMonth ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1)
  const nth = Math.floor((day - from) / (7 * DAY)) + 1
  const fromEnd = -(Math.floor((to - DAY - day) / (7 * DAY)) + 1)
  return part.nth === nth || part.nth === fromEnd
}

function timesOf(rule: Rule, startMs: number, day: number): number[] {
  const start = utc(startMs)
  const clock = ['DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'].indexOf(rule.frequency)
  const hours = rule.byHour ?? (clock >= 1 ? count(24) : [start.hour])
  const minutes = rule.byMinute ?? (clock >= 2 ? count(60) : [start.minute])
  const seconds = rule.bySecond ?? (clock >= 3 ? count(60) : [start.second])
  const times: number[] = []
  for (const hour of hours) {
    for (const minute of minutes) {
      for (const second of seconds) times.push(day + hour * 3_600_000 + minute * 60_000 + second * 1000)
    }
  }
  return times
}

function count(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i)
}
