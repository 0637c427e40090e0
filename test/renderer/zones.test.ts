import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayAt,
  daysBetween,
  instantOf,
  startOfDay,
  startOfNextMonth,
  startOfWeek,
  wallMinuteAt,
  weekday,
} from '../../renderer/time/zones.ts'

const iso = (ms: number) => new Date(ms).toISOString()

describe('the instant of a wall time', () => {
  it.each([
    ['an ordinary morning', '2026-11-24', 540, 'Europe/Berlin', '2026-11-24T08:00:00.000Z'],
    [
      'a time the clock skips, as long after the change',
      '2026-03-29',
      150,
      'Europe/Berlin',
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'a time shown twice, the earlier, east of UTC',
      '2026-10-25',
      150,
      'Europe/Berlin',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'a time shown twice, the earlier, west of UTC',
      '2026-11-01',
      90,
      'America/New_York',
      '2026-11-01T05:30:00.000Z',
    ],
    ['a midnight that does not exist', '2026-04-24', 0, 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['a change of half an hour', '2026-10-04', 120, 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['an offset of 45 minutes', '2026-07-01', 0, 'Asia/Kathmandu', '2026-06-30T18:15:00.000Z'],
    ['the far east of the date line', '2026-07-01', 0, 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
  ])('is right for %s', (_, day, minute, tzid, expected) => {
    expect(iso(instantOf(day, minute, tzid))).toBe(expected)
  })

  it('comes back as the same instant, or as the earlier of two that look alike', () => {
    const tzid = 'America/St_Johns'
    const apart = new Set<number>()
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 900_000) {
      apart.add(ms - instantOf(dayAt(ms, tzid), wallMinuteAt(ms, tzid), tzid))
    }
    expect([...apart].sort()).toEqual([0, 3_600_000])
  })
})

describe('days', () => {
  it('begin at their first instant, whatever the clock shows then', () => {
    expect(wallMinuteAt(startOfDay('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe(60)
  })

  it('are added over the ends of months and leap days', () => {
    expect([addDays('2026-12-31', 1), addDays('2028-02-28', 1), addDays('2026-03-01', -1)]).toEqual([
      '2027-01-01',
      '2028-02-29',
      '2026-02-28',
    ])
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  })

  it('belong to the week that begins where the reader’s week begins', () => {
    expect(weekday('2026-11-22')).toBe(7)
    expect([startOfWeek('2026-11-22', 1), startOfWeek('2026-11-22', 7)]).toEqual(['2026-11-16', '2026-11-22'])
  })

  it('lead to the first of the next month', () => {
    expect([startOfNextMonth('2026-12-05'), startOfNextMonth('2026-01-31')]).toEqual([
      '2027-01-01',
      '2026-02-01',
    ])
  })
})
