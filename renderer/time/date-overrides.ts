import type { DateOverride } from '../../preload/contract/values.ts'
import type { Hours } from './weekly-hours.ts'
import { addDays, type Day, daysBetween } from './zones.ts'

/** Days in a row on which the same hours hold, both ends included; no hours: days off. */
export interface OverrideRange {
  readonly from: Day
  readonly to: Day
  readonly hours: readonly Hours[]
}

/** Days that say the same and follow one another stand together, as they were most likely meant. */
export function rangesOf(overrides: readonly DateOverride[]): readonly OverrideRange[] {
  const ranges: { from: Day; to: Day; hours: readonly Hours[] }[] = []
  for (const { date, periods } of overrides.toSorted((a, b) => a.date.localeCompare(b.date))) {
    const last = ranges.at(-1)
    const goesOn = last && addDays(last.to, 1) === date && same(last.hours, periods)
    if (goesOn) last.to = date
    else ranges.push({ from: date, to: date, hours: periods })
  }
  return ranges
}

/** Each day once; where ranges overlap, the later in the list is the one that was said last. */
export function overridesOf(ranges: readonly OverrideRange[]): DateOverride[] {
  const byDate = new Map<Day, DateOverride>()
  for (const { from, to, hours } of ranges)
    for (let at = 0; at <= daysBetween(from, to); at++) {
      const date = addDays(from, at)
      byDate.set(date, { date, periods: hours.map(h => ({ ...h })) })
    }
  return [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date))
}

/** Those that still matter: today's and later. */
export function overridesFrom(overrides: readonly DateOverride[], today: Day): readonly DateOverride[] {
  return overrides.filter(o => o.date >= today)
}

function same(a: readonly Hours[], b: readonly Hours[]): boolean {
  return (
    a.length === b.length &&
    a.every((h, i) => h.startMinute === b[i]!.startMinute && h.endMinute === b[i]!.endMinute)
  )
}
