import { describe, expect, it } from 'vitest'
import { linkToCreate } from '../../preload/contract/links.ts'
import { rangeProblems } from '../../renderer/screens/composer/range-problems.ts'
import { questionOf } from '../../renderer/state/composing.ts'
import {
  defaultTargets,
  linkOf,
  newDraft,
  queryOf,
  subsOf,
  withGroup,
  withMember,
  withNewGroup,
  withoutMember,
} from '../../renderer/state/draft.ts'
import { builtIn } from './in-memory-program.ts'

const nowMs = Date.parse('2026-11-23T09:00:00Z')
const hours = [{ day: 1, startMinute: 540, endMinute: 1020 }]
const ada = {
  sub: 'acc_ada',
  name: 'Ada',
  email: 'a@example.org',
  tzid: 'Europe/Berlin',
  isOrganizer: true,
  hours,
}
const bob = { sub: 'acc_bob', name: 'Bob', email: '', tzid: 'Europe/London', isOrganizer: false, hours: null }
const fresh = newDraft(ada)

describe('a new draft', () => {
  it('is a link that the contract takes, but for its title', () => {
    expect(linkToCreate.safeParse({ ...linkOf(fresh, nowMs), summary: 'Coffee' }).error).toBeUndefined()
    expect(linkToCreate.safeParse(linkOf(fresh, nowMs)).error?.issues.map(i => i.path.join('.'))).toEqual([
      'summary',
    ])
  })

  it('asks for the organizer within their hours', () => {
    expect(queryOf(fresh, nowMs).participants).toEqual([
      { required: 'all', members: [{ sub: 'acc_ada', managedAvailability: true }] },
    ])
  })
})

describe('participants', () => {
  const both = withMember(fresh, 'g1', bob)

  it('without hours of their own are not kept to any', () => {
    expect(queryOf(both, nowMs).participants[0]!.members[1]).toEqual({
      sub: 'acc_bob',
      managedAvailability: false,
    })
  })

  it('name calendars only where some were chosen', () => {
    const chosen = withGroup(both, 'g1', g => ({
      ...g,
      members: g.members.map(m => ({ ...m, calendarIds: ['cal_1'] })),
    }))
    expect(queryOf(chosen, nowMs).participants[0]!.members[0]!.calendarIds).toEqual(['cal_1'])
  })

  it('are never fewer than the group asks for', () => {
    const two = withGroup(both, 'g1', g => ({ ...g, required: 2 }))
    expect(withoutMember(two, 'g1', 'acc_bob').groups[0]!.required).toBe(1)
  })

  it('may stand in several groups and are counted once', () => {
    const second = withNewGroup(both)
    expect(subsOf(withMember(second, second.groups[1]!.key, bob))).toEqual(['acc_ada', 'acc_bob'])
  })
})

describe('where the event goes by itself', () => {
  it('is the primary calendar of each, else the first that takes events', () => {
    const file = { ...builtIn('cal_f', 'acc_bob', 'File'), readonly: true }
    const own = { ...builtIn('cal_b', 'acc_bob', 'Own'), primary: false }
    const others = [
      { ...builtIn('cal_x', 'acc_ada', 'Other'), primary: false },
      builtIn('cal_a', 'acc_ada', 'Openslot'),
    ]
    const both = withMember(fresh, 'g1', bob)
    expect(defaultTargets(both, [file, own, ...others]).map(c => c.calendarId)).toEqual(['cal_a', 'cal_b'])
    expect(defaultTargets(both, [file])).toEqual([])
  })
})

describe('the question of a draft', () => {
  it('is asked anew for another duration, not for another title', () => {
    expect(questionOf({ ...fresh, summary: 'Tea', redirectUrl: 'https://example.org' })).toBe(
      questionOf(fresh),
    )
    expect(questionOf({ ...fresh, durationMinutes: 45 })).not.toBe(questionOf(fresh))
  })
})

describe('faults of periods', () => {
  const range = { from: '2026-11-24', to: '2026-11-26', hours: { startMinute: 600, endMinute: 540 } }
  const draft = { ...fresh, periods: { kind: 'ranges' as const, ranges: [range, { ...range, hours: null }] } }

  it('come back to the dates that made the span', () => {
    const fields = {
      'query.queryPeriods.1.endMs': ['no'],
      'query.queryPeriods.3.endMs': ['neither'],
      summary: ['x'],
    }
    expect(rangeProblems(fields, draft)).toEqual({
      'ranges.0': ['no'],
      'ranges.1': ['neither'],
      summary: ['x'],
    })
  })

  it('are the same object for the same fields, so that nothing is drawn again', () => {
    const fields = { summary: ['x'] }
    expect(rangeProblems(fields, draft)).toBe(rangeProblems(fields, draft))
  })
})

describe('the limits of a link', () => {
  it('are not in the query where none is set', () => {
    const query = queryOf(fresh, nowMs)
    for (const key of ['caps', 'bookingHorizonMinutes', 'maximumAgeMinutes'])
      expect(query).not.toHaveProperty(key)
    expect(query.participants[0]!.members[0]).not.toHaveProperty('overBusy')
  })

  it('are said in the zone of the link, and the contract takes them', () => {
    const limited = {
      ...fresh,
      summary: 'Coffee',
      perDay: 3,
      perWeek: 9,
      horizonDays: 14,
      maximumAgeMinutes: 5,
      overBusy: true,
    }
    const link = linkOf(limited, nowMs)
    expect(linkToCreate.safeParse(link).error).toBeUndefined()
    expect(link.query).toMatchObject({
      caps: [
        { period: 'day', limit: 3, tzid: 'Europe/Berlin' },
        { period: 'week', limit: 9, tzid: 'Europe/Berlin' },
      ],
      bookingHorizonMinutes: 14 * 1440,
      maximumAgeMinutes: 5,
      participants: [{ members: [{ overBusy: 'always' }] }],
    })
  })

  it('change the times, so a new one asks anew', () => {
    for (const change of [
      { perDay: 1 },
      { perWeek: 1 },
      { horizonDays: 1 },
      { maximumAgeMinutes: 2 },
      { overBusy: true },
    ])
      expect(questionOf({ ...fresh, ...change })).not.toBe(questionOf(fresh))
  })
})
