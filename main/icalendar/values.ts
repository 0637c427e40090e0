import { DAY_MS, dayOf, daysInMonth, type WallMs } from './wall-time.ts'

/** RFC 5545 3.3: the value types, from text. Each reader answers null for what is no such value. */

/** A DATE or DATE-TIME as it is written, before anything is known of its zone. */
export interface WrittenTime {
  readonly wallMs: WallMs
  readonly isDate: boolean
  readonly isUtc: boolean
}

/** RFC 5545 3.3.6: days are nominal (the wall clock stays), the rest is exact. */
export interface Duration {
  readonly days: number
  readonly ms: number
}

const ZERO = 48

/** `YYYYMMDD`, `YYYYMMDDTHHMMSS` or `YYYYMMDDTHHMMSSZ`; the seconds may be 60, which is read as 59 (3.3.12). */
export function readTime(text: string): WrittenTime | null {
  const value = text.trim()
  const day = readDay(value)
  if (day === null) return null
  if (value.length === 8) return { wallMs: day * DAY_MS, isDate: true, isUtc: false }
  const clock = readClock(value)
  if (clock === null) return null
  const suffix = value.length === 16 ? value[15] : ''
  if (value.length > 16 || (suffix !== '' && suffix !== 'Z' && suffix !== 'z')) return null
  return { wallMs: day * DAY_MS + clock, isDate: false, isUtc: suffix !== '' }
}

function readDay(value: string): number | null {
  const year = digits(value, 0, 4)
  const month = digits(value, 4, 6)
  const day = digits(value, 6, 8)
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return dayOf(year, month, day)
}

function readClock(value: string): number | null {
  const separator = value[8]
  const hours = digits(value, 9, 11)
  const minutes = digits(value, 11, 13)
  const seconds = digits(value, 13, 15)
  if (separator !== 'T' && separator !== 't') return null
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return null
  return (hours * 3600 + minutes * 60 + Math.min(seconds, 59)) * 1000
}

/** The number written in `[from, to)`, or -1 when not every character is a digit. */
function digits(value: string, from: number, to: number): number {
  if (value.length < to) return -1
  let number = 0
  for (let i = from; i < to; i++) {
    const digit = value.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

const DURATION =
  /^([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,11})S)?)?$/i

/** `P7W`, `-PT15M`, `P1DT2H`. Mixed weeks and days are accepted (some exporters), absurd sizes are not. */
export function readDuration(text: string): Duration | null {
  const parts = DURATION.exec(text.trim())
  if (parts === null || parts.slice(2).every(part => part === undefined)) return null
  const [weeks, days, hours, minutes, seconds] = parts.slice(2).map(part => Number(part ?? 0))
  const sign = parts[1] === '-' ? -1 : 1
  return {
    days: sign * (weeks! * 7 + days!),
    ms: sign * (hours! * 3600 + minutes! * 60 + seconds!) * 1000,
  }
}

const UTC_OFFSET = /^([+-])(\d\d)(\d\d)(\d\d)?$/

/** RFC 5545 3.3.14, in milliseconds. */
export function readUtcOffset(text: string): number | null {
  const parts = UTC_OFFSET.exec(text.trim())
  if (parts === null) return null
  const [, sign, hours, minutes, seconds] = parts
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000
  if (size >= DAY_MS) return null
  return sign === '-' ? -size : size
}

const TEXT_CODES: Readonly<Record<string, string>> = { '\\n': '\n', '\\N': '\n' }

/** RFC 5545 3.3.11: the text behind its escapes. */
export function unescapeText(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\[\s\S]/g, code => TEXT_CODES[code] ?? code.slice(1))
}
