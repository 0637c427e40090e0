import type { Offer } from '../scheduling/offers.ts'
import { localDate } from './format.ts'

/** Offers by local day of the visitor's zone, in order. Only days with something to offer. */
export type OfferedDays = ReadonlyMap<string, readonly Offer[]>

export function groupByDay(offers: readonly Offer[], tzid: string): OfferedDays {
  return Map.groupBy(offers, o => localDate(o.startMs, tzid))
}

/** What the page shows of them: the day asked for, else the first one of the month asked for, else the first. */
export function pickDay(
  days: OfferedDays,
  asked: { day: string | null; month: string | null },
): string | null {
  const all = [...days.keys()]
  if (asked.day !== null && days.has(asked.day)) return asked.day
  return all.find(d => asked.month !== null && d.startsWith(asked.month)) ?? all[0] ?? null
}

/** The weeks of a month, Monday first; null pads the first and the last one. */
export function weeksOf(month: string): (string | null)[][] {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const lead = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7
  const cells: (string | null)[] = [
    ...Array.from({ length: lead }, () => null),
    ...Array.from({ length }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`),
  ]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
