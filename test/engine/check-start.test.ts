import { describe, expect, test } from 'vitest'
import { checkStart } from '../../main/engine/check-start.ts'
import type { Query, Reason } from '../../main/engine/query.ts'
import { at, busy, member, on, query, span, weekly } from './instants.ts'

const DAY = '2026-06-01'

function reasons(asked: Query, time: string): readonly Reason[] {
  const check = checkStart(asked, at(`${DAY}T${time}Z`))
  return check.ok ? [] : check.reasons
}

function one(who: ReturnType<typeof member>, more: Partial<Query> = {}): Query {
  return query({ groups: [{ members: [who], required: 'all' }], ...more })
}

test('a start on offer comes with its slot, and who is free in each group', () => {
  const groups = [
    { members: [member('bo'), member('cy', on(DAY, '09:00-12:00'))], required: 1 },
    { members: [member('bo'), member('ada')], required: 'all' as const },
  ]
  expect(checkStart(query({ groups }), at(`${DAY}T09:30Z`))).toEqual({
    ok: true,
    slot: { start: at(`${DAY}T09:30Z`), end: at(`${DAY}T10:00Z`), subs: ['bo', 'ada'] },
    byGroup: [['bo'], ['bo', 'ada']],
  })
})

describe('why not', () => {
  test('the query has it elsewhere', () => {
    expect(reasons(query(), '12:00')).toEqual([{ kind: 'outside_periods' }])
    expect(reasons(query(), '11:31')).toEqual([{ kind: 'outside_periods' }, { kind: 'off_grid' }])
    expect(reasons(query({ slots: [at(`${DAY}T09:30Z`)] }), '10:00')).toEqual([{ kind: 'off_grid' }])
  })

  test('it is too soon, or too late', () => {
    const [earliest, latest] = [at(`${DAY}T09:45Z`), at(`${DAY}T09:50Z`)]
    expect(reasons(query({ earliest, latest }), '09:30')).toEqual([
      { kind: 'too_soon', earliest },
      { kind: 'too_late', latest },
    ])
  })

  test('somebody is busy, or their buffer reaches so far: with calendar, number and span', () => {
    const home = busy('home', on(DAY, '08:00-08:50', '10:00-10:30'))
    const work = busy('work', on(DAY, '09:15-09:45'))
    const asked = one({ sub: 'ada', busy: [home, work] }, { buffer: { before: 15, after: 20 } })
    expect(reasons(asked, '09:00')).toEqual([
      {
        kind: 'buffer',
        sub: 'ada',
        source: 'home',
        index: 0,
        span: on(DAY, '08:00-08:50')[0],
        side: 'after',
      },
      { kind: 'busy', sub: 'ada', source: 'work', index: 0, span: on(DAY, '09:15-09:45')[0] },
    ])
    expect(reasons(asked, '09:30')).toEqual([
      {
        kind: 'buffer',
        sub: 'ada',
        source: 'home',
        index: 1,
        span: on(DAY, '10:00-10:30')[0],
        side: 'before',
      },
      { kind: 'busy', sub: 'ada', source: 'work', index: 0, span: on(DAY, '09:15-09:45')[0] },
    ])
  })

  test('busy time that only touches is no reason', () => {
    expect(reasons(one(member('ada', on(DAY, '09:00-09:30', '10:00-10:30'))), '09:30')).toEqual([])
  })

  test('it is outside stored hours, or outside the periods given with the query', () => {
    const managed = { hours: [weekly('UTC', 540, 615)], periods: [] }
    const who = member('ada', [], { managed, availablePeriods: on(DAY, '09:00-09:45', '09:45-10:15') })
    expect(reasons(one(who), '09:30')).toEqual([])
    expect(reasons(one(who), '10:00')).toEqual([
      { kind: 'outside_hours', sub: 'ada' },
      { kind: 'outside_available_periods', sub: 'ada' },
    ])
  })

  test('a cap is reached', () => {
    const starts = Int32Array.of(at(`${DAY}T15:00Z`))
    const caps = [
      { period: 'day', limit: 1, zone: 'UTC', starts },
      { period: 'week', limit: 2, zone: 'UTC', starts },
    ] as const
    expect(reasons(one(member('ada', [], { caps })), '09:30')).toEqual([
      { kind: 'cap', sub: 'ada', period: 'day', limit: 1 },
    ])
  })

  test('too few of a group are free: each one who is not, then the count', () => {
    const taken = on(DAY, '09:30-10:00')
    const groups = [
      { members: [member('di', taken), member('ed')], required: 1 },
      { members: [member('ada'), member('bo', taken), member('cy', taken)], required: 2 },
    ]
    expect(reasons(query({ groups }), '09:30')).toEqual([
      { kind: 'busy', sub: 'bo', source: "bo's", index: 0, span: taken[0] },
      { kind: 'busy', sub: 'cy', source: "cy's", index: 0, span: taken[0] },
      { kind: 'too_few', group: 1, available: 1, required: 2 },
    ])
  })

  test('more are required than there are', () => {
    expect(reasons(query({ groups: [{ members: [member('ada')], required: 2 }] }), '09:30')).toEqual([
      { kind: 'too_few', group: 0, available: 1, required: 2 },
    ])
  })

  test('everything that holds is told at once, the query’s own reasons first', () => {
    const who = member('ada', on(DAY, '12:00-13:00'), { availablePeriods: [] })
    const kinds = reasons(one(who, { latest: at(`${DAY}T12:00Z`) }), '12:10').map(reason => reason.kind)
    expect(kinds).toEqual(['outside_periods', 'off_grid', 'too_late', 'busy', 'outside_available_periods'])
  })
})

test('those who are free are told even where the start is not on offer', () => {
  const groups = [
    {
      members: [member('ada', [span(`${DAY}T00:00Z`, `${DAY}T23:00Z`)]), member('bo')],
      required: 'all' as const,
    },
  ]
  expect(checkStart(query({ groups }), at(`${DAY}T09:30Z`)).byGroup).toEqual([['bo']])
})
