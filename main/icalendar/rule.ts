import { readTime, type WrittenTime } from './values.ts'

/** RFC 5545 3.3.10, in the order that `Rule.frequency` counts. */
export const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]

export interface WeekdayPart {
  /** 0 is Sunday. */
  readonly weekday: number
  /** The nth of month or year, from the end when negative; 0: every one. */
  readonly nth: number
}

/** A recurrence rule. Lists are sorted and free of duplicates; null means that the part is absent. */
export interface Rule {
  readonly frequency: Frequency
  readonly interval: number
  readonly count: number | null
  readonly until: WrittenTime | null
  readonly bySecond: readonly number[] | null
  readonly byMinute: readonly number[] | null
  readonly byHour: readonly number[] | null
  readonly byDay: readonly WeekdayPart[] | null
  readonly byMonthDay: readonly number[] | null
  readonly byYearDay: readonly number[] | null
  readonly byWeekNo: readonly number[] | null
  readonly byMonth: readonly number[] | null
  readonly bySetPos: readonly number[] | null
  /** 0 is Sunday. */
  readonly weekStart: number
  /** RFC 7529 4.1: what becomes of a day that its month or year does not have. */
  readonly skip: Skip
}

const SKIPS = ['OMIT', 'BACKWARD', 'FORWARD'] as const
export type Skip = (typeof SKIPS)[number]

export type RuleReading =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly message: string }

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** Reads `FREQ=…`. A trailing semicolon and lower case are tolerated, an unknown or broken part is not. */
export function readRule(text: string): RuleReading {
  const parts = splitParts(text)
  if (typeof parts === 'string') return { ok: false, message: parts }
  const frequency = FREQUENCIES.find(name => name === parts.get('FREQ'))
  if (frequency === undefined) return { ok: false, message: 'Its repetition rule names no known frequency.' }
  const broken: string[] = []
  const rule = assemble(frequency, parts, broken)
  if (broken.length > 0) {
    return { ok: false, message: `Its repetition rule has an unreadable part: ${broken.join(', ')}.` }
  }
  return { ok: true, rule }
}

const KNOWN_PARTS = new Set([
  ...['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'RSCALE', 'SKIP', 'BYSECOND', 'BYMINUTE', 'BYHOUR'],
  ...['BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYMONTH', 'BYSETPOS'],
])

function splitParts(text: string): Map<string, string> | string {
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).trim()
    if (part.trim() === '' || name.startsWith('X-')) continue
    if (!KNOWN_PARTS.has(name)) return `Its repetition rule has an unknown part: ${part.slice(0, 40)}.`
    if (parts.has(name)) return `Its repetition rule has ${name} twice.`
    parts.set(name, part.slice(equals + 1).trim())
  }
  const scale = parts.get('RSCALE')
  if (scale !== undefined && scale !== 'GREGORIAN')
    return `Its repetition rule counts in ${scale.slice(0, 20)} years.`
  return parts
}

function assemble(frequency: Frequency, parts: ReadonlyMap<string, string>, broken: string[]): Rule {
  const read = <T>(name: string, reader: (value: string) => T | null): T | null => {
    const value = parts.get(name)
    if (value === undefined) return null
    const result = reader(value)
    if (result === null) broken.push(`${name}=${value.slice(0, 40)}`)
    return result
  }
  const numbers = (name: string, low: number, high: number, signed: boolean) =>
    read(name, value => readNumbers(value, low, high, signed))
  return {
    frequency,
    interval: read('INTERVAL', readCount) ?? 1,
    count: read('COUNT', readCount),
    until: read('UNTIL', readTime),
    bySecond: numbers('BYSECOND', 0, 60, false)?.filter(second => second < 60) ?? null,
    byMinute: numbers('BYMINUTE', 0, 59, false),
    byHour: numbers('BYHOUR', 0, 23, false),
    byDay: read('BYDAY', readWeekdays),
    byMonthDay: numbers('BYMONTHDAY', 1, 31, true),
    byYearDay: numbers('BYYEARDAY', 1, 366, true),
    byWeekNo: numbers('BYWEEKNO', 1, 53, true),
    byMonth: numbers('BYMONTH', 1, 12, false),
    bySetPos: numbers('BYSETPOS', 1, 366, true),
    weekStart: read('WKST', readWeekday) ?? 1,
    skip: read('SKIP', value => SKIPS.find(skip => skip === value) ?? null) ?? 'OMIT',
  }
}

function readCount(value: string): number | null {
  return /^\d{1,12}$/.test(value) && Number(value) > 0 ? Number(value) : null
}

function readWeekday(value: string): number | null {
  const index = WEEKDAYS.indexOf(value)
  return index === -1 ? null : index
}

/** Sorted and unique. More values than the range has cannot all be different, so long lists cost nothing. */
function readNumbers(value: string, low: number, high: number, signed: boolean): number[] | null {
  const found = new Set<number>()
  for (const item of value.split(',')) {
    const text = item.trim()
    if (!/^[+-]?\d{1,3}$/.test(text)) return null
    const number = Number(text)
    const size = Math.abs(number)
    if (size < low || size > high || (number < 0 && !signed)) return null
    found.add(number)
  }
  return [...found].sort((a, b) => a - b)
}

function readWeekdays(value: string): WeekdayPart[] | null {
  const found = new Map<string, WeekdayPart>()
  for (const item of value.split(',')) {
    const parts = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(item.trim())
    if (parts === null) return null
    const nth = Number(parts[1] ?? 0)
    if ((parts[1] !== undefined && nth === 0) || Math.abs(nth) > 53) return null
    found.set(`${nth}${parts[2]}`, { nth, weekday: WEEKDAYS.indexOf(parts[2]!) })
  }
  return [...found.values()]
}
