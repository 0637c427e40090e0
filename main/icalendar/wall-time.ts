/**
 * Local calendar arithmetic without a zone: a *wall time* is milliseconds on a clock that has no offset, counted as
 * if it were UTC; a *day* is whole days since 1970-01-01. Proleptic Gregorian, as RFC 5545 has it. `Date` stays out:
 * it takes the years 0 to 99 for the twentieth century.
 */
export const SECOND_MS = 1000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

export type WallMs = number
export type Day = number

export interface CivilDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

/** Days since 1970-01-01, from the era arithmetic of Hinnant's `days_from_civil`; months above 12 are not folded. */
export function dayOf(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function civilDate(day: Day): CivilDate {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0)
}

/** 0 is Sunday, as in the order of RFC 5545's weekday list; 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7
}

export function dayAt(wallMs: WallMs): Day {
  return Math.floor(wallMs / DAY_MS)
}

/** The day that opens week 1 of `year`: the first week with at least four days in it (RFC 5545 3.3.10, BYWEEKNO). */
export function firstWeekStart(year: number, weekStart: number): Day {
  const fourth = dayOf(year, 1, 4)
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7)
}

/** The year whose numbered weeks hold `day`, which can be the neighbour of its calendar year. */
export function weekYearOf(day: Day, weekStart: number): number {
  const { year } = civilDate(day)
  if (day < firstWeekStart(year, weekStart)) return year - 1
  return day >= firstWeekStart(year + 1, weekStart) ? year + 1 : year
}

export function weeksInYear(year: number, weekStart: number): number {
  return (firstWeekStart(year + 1, weekStart) - firstWeekStart(year, weekStart)) / 7
}
