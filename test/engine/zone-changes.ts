import { expect } from 'vitest'
import { findOverlappingSlots } from '../../main/engine/find-slots.ts'
import { hoursSpans } from '../../main/engine/open-spans.ts'
import type { Span, WeeklyHours } from '../../main/engine/query.ts'
import { at, member, query, weekly } from './instants.ts'
import { oracleFor, wallAt } from './oracle.ts'

export interface ZoneChange {
  readonly zone: string
  /** The first minute with the new offset. */
  readonly minute: number
}

/** Every change of a zone's offset from 2026 to 2030, found by asking Intl for each noon and then for minutes. */
export function changesOf(zone: string): ZoneChange[] {
  const offset = (minute: number) => wallAt(zone, minute) - minute
  const changes: ZoneChange[] = []
  for (let day = at('2026-01-01T00:00Z'); day < at('2031-01-01T00:00Z'); day += 1440) {
    if (offset(day) === offset(day + 1440)) continue
    let [low, high] = [day, day + 1440]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (offset(middle) === offset(day)) low = middle
      else high = middle
    }
    changes.push({ zone, minute: high })
  }
  return changes
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** Schedules that a change of the clocks can hit at their beginning, their end, in between, and not at all. */
function schedules(zone: string): WeeklyHours[] {
  const night = weekly(zone, 1320, 1440, EVERY_DAY)
  const morning = weekly(zone, 0, 90, EVERY_DAY)
  return [
    weekly(zone, 540, 1020),
    weekly(zone, 90, 195, EVERY_DAY),
    weekly(zone, 120, 180, EVERY_DAY),
    { ...night, periods: [...night.periods, ...morning.periods] },
    weekly(zone, 0, 1440, [7]),
  ]
}

/** Compares hours and listings with the minute-by-minute reading of the clock, two days about a change. */
export function expectRightAbout({ zone, minute }: ZoneChange): void {
  const window: Span = { start: minute - 1440, end: minute + 1440 }
  for (const hours of schedules(zone)) {
    const managed = { hours: [hours], periods: [] }
    const asked = query({
      groups: [{ members: [member('ada', [], { managed })], required: 1 }],
      periods: [window],
      zone,
    })
    const oracle = oracleFor(asked)
    const open = hoursSpans(hours, window)
    for (let each = window.start; each < window.end; each++) {
      const isOpen = open.some(span => span.start <= each && each < span.end)
      if (isOpen !== oracle.availableFor(each, 1)[0]!.length > 0) expect({ zone, each, hours }).toBe('right')
    }
    const starts = Array.from({ length: 2880 }, (_, i) => window.start + i).filter(each =>
      oracle.offerAt(each),
    )
    expect(findOverlappingSlots(asked).map(slot => slot.start)).toEqual(starts)
  }
}
