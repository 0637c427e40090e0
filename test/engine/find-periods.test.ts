import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkStart } from '../../main/engine/check-start.ts'
import { findPeriods } from '../../main/engine/find-periods.ts'
import { findOverlappingSlots } from '../../main/engine/find-slots.ts'
import type { Query, Slot, Span } from '../../main/engine/query.ts'
import { iso, member, on, query } from './instants.ts'
import { type Oracle, onGrid, oracleFor } from './oracle.ts'
import { randomQuery } from './random-query.ts'

const DAY = '2026-06-01'

function told(periods: readonly Slot[]): string[] {
  return periods.map(({ start, end, subs }) =>
    [iso(start).slice(11, 16), iso(end).slice(11, 16), ...subs].join(' '),
  )
}

describe('free stretches', () => {
  test('run between busy times and their buffers, where the duration fits', () => {
    const groups = [{ members: [member('ada', on(DAY, '09:50-10:00', '10:25-10:30'))], required: 1 }]
    const asked = query({ groups, startInterval: 5, buffer: { before: 0, after: 15 } })
    expect(told(findPeriods(asked))).toEqual(['09:00 09:50 ada', '10:45 12:00 ada'])
  })

  test('begin at a start of the grid, so that each can be booked as it begins', () => {
    const groups = [{ members: [member('ada', on(DAY, '09:00-09:10', '10:10-10:41'))], required: 1 }]
    expect(told(findPeriods(query({ groups })))).toEqual(['09:30 10:10 ada', '11:00 12:00 ada'])
  })

  test('are cut where the set of free members changes, even where enough are free throughout', () => {
    const groups = [{ members: [member('ada', on(DAY, '09:00-10:00')), member('bo')], required: 1 }]
    expect(told(findPeriods(query({ groups })))).toEqual(['09:00 10:00 bo', '10:00 12:00 ada bo'])
  })

  test('are cut at a change of hands that leaves the count as it was', () => {
    const groups = [
      { members: [member('ada', on(DAY, '09:00-10:00')), member('bo', on(DAY, '10:00-12:00'))], required: 1 },
    ]
    expect(told(findPeriods(query({ groups })))).toEqual(['09:00 10:00 bo', '10:00 12:00 ada'])
  })

  test('leave out a slot across a change of who is free only where they meet it', () => {
    const groups = [
      {
        members: [member('ada', on(DAY, '09:20-12:00')), member('bo', on(DAY, '09:40-12:00')), member('cy')],
        required: 2,
      },
    ]
    expect(told(findPeriods(query({ groups })))).toEqual(['09:00 09:30 bo cy'])
  })

  test('over midnight and over a clock change are one', () => {
    const periods = [
      ...on('2026-03-28', '23:00-23:59'),
      ...on('2026-03-28', '23:59-24:00'),
      ...on('2026-03-29', '00:00-03:00'),
    ]
    const [only, ...rest] = findPeriods(query({ periods, zone: 'Europe/London' }))
    expect([iso(only!.start), iso(only!.end), rest.length]).toEqual([
      '2026-03-28T23:00Z',
      '2026-03-29T03:00Z',
      0,
    ])
  })

  test('are the free slots themselves where exact starts were asked for', () => {
    const slots = on(DAY, '09:10-10:00', '11:40-12:00').map(each => each.start)
    expect(told(findPeriods(query({ slots })))).toEqual(['09:10 09:40 ada'])
  })

  test('come earliest first, up to a maximum', () => {
    const groups = [{ members: [member('ada', on(DAY, '10:00-10:30'))], required: 1 }]
    expect(told(findPeriods(query({ groups }), { max: 1 }))).toEqual(['09:00 10:00 ada'])
  })
})

interface Stretch extends Span {
  readonly byGroup: readonly (readonly string[])[]
}

/** Minute by minute: the longest stretches in which the same people are free, and enough of them. */
function stretches(asked: Query, oracle: Oracle): Stretch[] {
  const found: { start: number; end: number; byGroup: string[][] }[] = []
  const moments: Query = { ...asked, durationMinutes: 1, startInterval: 1 }
  const momentary = oracleFor(moments)
  for (const minute of minutesOf(asked)) {
    const byGroup = momentary.offerAt(minute)
    if (!byGroup || !oracle.isEnough(byGroup)) continue
    const last = found.at(-1)
    if (last?.end === minute && JSON.stringify(last.byGroup) === JSON.stringify(byGroup)) last.end++
    else found.push({ start: minute, end: minute + 1, byGroup })
  }
  return found
}

function minutesOf({ periods }: Query): number[] {
  const first = Math.min(...periods.map(period => period.start))
  return Array.from({ length: Math.max(...periods.map(period => period.end)) - first }, (_, i) => first + i)
}

/** The stretch from its first start on the grid, where it has room. */
function bookable(asked: Query, { start, end, byGroup }: Stretch): Slot | undefined {
  let from = start
  while (from < end && !onGrid(asked, from)) from++
  return from + asked.durationMinutes <= end
    ? { start: from, end, subs: [...new Set(byGroup.flat())] }
    : undefined
}

test('800 random queries: every bookable stretch, and the slots on offer that meet none', () => {
  const property = fc.property(randomQuery, ({ query: { slots: _, ...asked } }) => {
    const oracle = oracleFor(asked)
    const expected = stretches(asked, oracle).flatMap(stretch => bookable(asked, stretch) ?? [])
    const { durationMinutes } = asked
    for (const start of minutesOf(asked)) {
      const end = start + durationMinutes
      if (expected.some(each => each.start < end && start < each.end)) continue
      const byGroup = oracle.offerAt(start)
      if (byGroup) expected.push({ start, end, subs: [...new Set(byGroup.flat())] })
    }
    expect(findPeriods(asked)).toEqual(expected.sort((a, b) => a.start - b.start))
  })
  fc.assert(property, { numRuns: 800 })
})

test('500 random queries: a period can be booked as it begins, and every slot on offer meets one', () => {
  const property = fc.property(randomQuery, ({ query: asked }) => {
    const periods = findPeriods(asked)
    for (const period of periods) expect(checkStart(asked, period.start).ok).toBe(true)
    for (const slot of findOverlappingSlots(asked)) {
      if (!periods.some(period => period.start < slot.end && slot.start < period.end))
        expect(slot).toBe('met')
    }
  })
  fc.assert(property, { numRuns: 500 })
})
