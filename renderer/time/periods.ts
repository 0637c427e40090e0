import type { SpanMs } from '../../preload/contract/values.ts'
import type { Hours } from './weekly-hours.ts'
import {
  addDays,
  type Day,
  dayAt,
  daysBetween,
  instantOf,
  MINUTE_MS,
  startOfDay,
  startOfNextMonth,
} from './zones.ts'

export const presets = {
  two_weeks: 'Next 2 weeks',
  four_weeks: 'Next 4 weeks',
  this_month: 'This month',
} as const
export type Preset = keyof typeof presets

/** Whole days, both included; `hours` narrows each of them. */
export interface DayRange {
  readonly from: Day
  readonly to: Day
  readonly hours: Hours | null
}

export type PeriodChoice =
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'ranges'; readonly ranges: readonly DayRange[] }

/** What a choice means at this moment in this zone, as spans in order of the ranges. */
export function periodSpans(choice: PeriodChoice, nowMs: number, tzid: string): SpanMs[] {
  if (choice.kind === 'preset') return [presetSpan(choice.preset, nowMs, tzid)]
  return choice.ranges.flatMap(range => rangeSpans(range, tzid))
}

/** Which range made each span: how a fault that the program finds in a span comes back to the range's fields. */
export function spanOwners(choice: PeriodChoice, tzid: string): number[] {
  if (choice.kind === 'preset') return [0]
  return choice.ranges.flatMap((range, index) => rangeSpans(range, tzid).map(() => index))
}

/** The days that a preset covers today: what its custom ranges start out from. */
export function presetRange(preset: Preset, nowMs: number, tzid: string): DayRange {
  const today = dayAt(nowMs, tzid)
  return { from: today, to: addDays(presetEnd(preset, today), -1), hours: null }
}

function presetSpan(preset: Preset, nowMs: number, tzid: string): SpanMs {
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS
  return { startMs, endMs: startOfDay(presetEnd(preset, dayAt(nowMs, tzid)), tzid) }
}

function presetEnd(preset: Preset, today: Day): Day {
  if (preset === 'this_month') return startOfNextMonth(today)
  return addDays(today, preset === 'two_weeks' ? 14 : 28)
}

function rangeSpans({ from, to, hours }: DayRange, tzid: string): SpanMs[] {
  if (!hours || to < from)
    return [{ startMs: startOfDay(from, tzid), endMs: startOfDay(addDays(to, 1), tzid) }]
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i))
  return days.map(day => ({
    startMs: instantOf(day, hours.startMinute, tzid),
    endMs:
      hours.endMinute === 1440 ? startOfDay(addDays(day, 1), tzid) : instantOf(day, hours.endMinute, tzid),
  }))
}
