import { describe, expect, test } from 'vitest'
import type { Query } from '../../main/engine/query.ts'
import { type RelaxOptions, relax } from '../../main/engine/relax.ts'
import { at, member, on, query, weekly } from './instants.ts'

const DAY = '2026-06-01'

function gains(asked: Query, options?: RelaxOptions): unknown[] {
  return relax(asked, options).gains.map(({ relaxation, more }) => ({ ...relaxation, more }))
}

describe('how many more starts there would be', () => {
  test('without each participant in turn, the most helpful first', () => {
    const members = [
      member('ada', on(DAY, '09:00-09:30')),
      member('bo', on(DAY, '10:00-12:00')),
      member('cy'),
    ]
    const asked = query({ groups: [{ members, required: 'all' }] })
    expect(relax(asked).starts).toBe(1)
    expect(gains(asked, { durations: [] })).toEqual([
      { kind: 'member_optional', group: 0, sub: 'bo', more: 4 },
      { kind: 'member_optional', group: 0, sub: 'ada', more: 1 },
      { kind: 'member_optional', group: 0, sub: 'cy', more: 0 },
    ])
  })

  test('with one fewer of a group of which only some are needed', () => {
    const members = [
      member('ada', on(DAY, '09:00-12:00')),
      member('bo', on(DAY, '09:00-10:00')),
      member('cy'),
    ]
    const asked = query({ groups: [{ members, required: 2 }] })
    expect(gains(asked, { durations: [] })).toEqual([
      { kind: 'fewer_required', group: 0, required: 1, more: 2 },
    ])
  })

  test('without any buffer, the members’ own included', () => {
    const buffer = { before: 30, after: 0 }
    const members = [member('ada', on(DAY, '10:00-10:30'), { buffer })]
    expect(gains(query({ groups: [{ members, required: 1 }] }), { durations: [] })).toEqual([
      { kind: 'no_buffer', more: 1 },
    ])
  })

  test('at the two next shorter durations', () => {
    const asked = query({ durationMinutes: 60 })
    expect(gains(asked)).toEqual([
      { kind: 'shorter', durationMinutes: 30, more: 1 },
      { kind: 'shorter', durationMinutes: 45, more: 0 },
    ])
  })

  test('with longer hours, while a day off stays one', () => {
    const hours = weekly('UTC', 600, 660, [1, 2])
    const overrides = [{ date: '2026-06-02', periods: [] }]
    const managed = { hours: [{ ...hours, overrides }], periods: [] }
    const asked = query({
      groups: [{ members: [member('ada', [], { managed })], required: 1 }],
      periods: [...on(DAY, '00:00-24:00'), ...on('2026-06-02', '00:00-24:00')],
    })
    expect(gains(asked, { durations: [], hoursMinutes: 30 })).toEqual([
      { kind: 'longer_hours', minutes: 30, more: 2 },
    ])
  })

  test('without notice, and without caps', () => {
    const starts = Int32Array.of(at('2026-06-02T08:00Z'))
    const caps = [{ period: 'day' as const, limit: 1, zone: 'UTC', starts }]
    const asked = query({
      groups: [{ members: [member('ada', [], { caps })], required: 1 }],
      periods: [...on(DAY, '09:00-12:00'), ...on('2026-06-02', '09:00-10:00')],
      earliest: at(`${DAY}T10:30Z`),
    })
    expect(gains(asked, { durations: [], now: at(`${DAY}T08:00Z`) })).toEqual([
      { kind: 'no_notice', more: 3 },
      { kind: 'no_caps', more: 2 },
    ])
  })

  test('is not asked where there is nothing to relax', () => {
    expect(gains(query({ durationMinutes: 5 }), { now: at(`${DAY}T08:00Z`) })).toEqual([])
  })
})
