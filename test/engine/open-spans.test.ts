import { describe, expect, test } from 'vitest'
import { fullSpans, hoursSpans, openSpans } from '../../main/engine/open-spans.ts'
import type { Cap, Span, WeeklyHours } from '../../main/engine/query.ts'
import { at, iso, member, on, span, weekly } from './instants.ts'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

function told(spans: readonly Span[] | undefined): string[] | undefined {
  return spans?.map(({ start, end }) => `${iso(start)} ${iso(end)}`)
}

describe('weekly hours are what the clock on the wall shows', () => {
  test.each([
    [
      'across a winter and a summer day',
      weekly('Europe/London', 540, 1020),
      span('2026-03-27T00:00Z', '2026-03-31T00:00Z'),
      ['2026-03-27T09:00Z 2026-03-27T17:00Z', '2026-03-30T08:00Z 2026-03-30T16:00Z'],
    ],
    [
      'hours that begin in a gap open at its end',
      weekly('Europe/London', 90, 180, EVERY_DAY),
      span('2026-03-29T00:00Z', '2026-03-29T12:00Z'),
      ['2026-03-29T01:00Z 2026-03-29T02:00Z'],
    ],
    [
      'hours that lie inside a gap do not happen',
      weekly('Europe/London', 60, 120, EVERY_DAY),
      span('2026-03-29T00:00Z', '2026-03-29T12:00Z'),
      [],
    ],
    [
      'hours over a repeated hour last an hour longer',
      weekly('America/New_York', 0, 180, EVERY_DAY),
      span('2026-11-01T04:00Z', '2026-11-02T04:00Z'),
      ['2026-11-01T04:00Z 2026-11-01T08:00Z'],
    ],
    [
      'hours that end inside a repeated hour open twice',
      weekly('America/New_York', 0, 90, EVERY_DAY),
      span('2026-11-01T04:00Z', '2026-11-02T04:00Z'),
      ['2026-11-01T04:00Z 2026-11-01T05:30Z', '2026-11-01T06:00Z 2026-11-01T06:30Z'],
    ],
    [
      'a day that begins at one o’clock',
      weekly('America/Havana', 0, 120, EVERY_DAY),
      span('2026-03-08T04:00Z', '2026-03-09T03:00Z'),
      ['2026-03-08T05:00Z 2026-03-08T06:00Z'],
    ],
    [
      'a day whose last hour happens twice',
      weekly('America/Santiago', 1380, 1440, EVERY_DAY),
      span('2026-04-05T00:00Z', '2026-04-05T12:00Z'),
      ['2026-04-05T02:00Z 2026-04-05T04:00Z'],
    ],
    [
      'a date that never was',
      weekly('Pacific/Apia', 540, 600, EVERY_DAY),
      span('2011-12-29T10:00Z', '2011-12-31T10:00Z'),
      ['2011-12-29T19:00Z 2011-12-29T20:00Z', '2011-12-30T19:00Z 2011-12-30T20:00Z'],
    ],
    [
      'a week that begins on Monday, in a zone where it is already Monday',
      weekly('Pacific/Kiritimati', 540, 600, [1]),
      span('2026-05-31T00:00Z', '2026-06-02T00:00Z'),
      ['2026-05-31T19:00Z 2026-05-31T20:00Z'],
    ],
  ])('%s', (_, hours, window, expected) => {
    expect(told(hoursSpans(hours, window))).toEqual(expected)
  })

  test('hours up to midnight and from midnight are one stretch', () => {
    const night: WeeklyHours = {
      ...weekly('UTC', 1320, 1440, [1]),
      periods: [
        { day: 2, startMinute: 0, endMinute: 120 },
        { day: 1, startMinute: 1320, endMinute: 1440 },
      ],
    }
    const window = span('2026-06-01T00:00Z', '2026-06-03T00:00Z')
    expect(told(hoursSpans(night, window))).toEqual(['2026-06-01T22:00Z 2026-06-02T02:00Z'])
  })

  test('a date in the overrides replaces that day, or takes it off', () => {
    const hours: WeeklyHours = {
      ...weekly('Europe/London', 540, 1020),
      overrides: [
        { date: '2026-06-02', periods: [] },
        { date: '2026-06-06', periods: [{ startMinute: 600, endMinute: 660 }] },
      ],
    }
    const window = span('2026-06-01T22:00Z', '2026-06-08T00:00Z')
    expect(told(hoursSpans(hours, window))).toEqual([
      '2026-06-03T08:00Z 2026-06-03T16:00Z',
      '2026-06-04T08:00Z 2026-06-04T16:00Z',
      '2026-06-05T08:00Z 2026-06-05T16:00Z',
      '2026-06-06T09:00Z 2026-06-06T10:00Z',
    ])
  })
})

describe('when a member may take part', () => {
  const window = span('2026-06-01T00:00Z', '2026-06-02T00:00Z')
  const hours = [weekly('UTC', 540, 720), weekly('UTC', 700, 780)]

  test('stored hours and stored periods are joined', () => {
    const periods = on('2026-06-01', '13:00-14:00', '20:00-21:00')
    expect(told(openSpans(member('ada', [], { managed: { hours, periods } }), window))).toEqual([
      '2026-06-01T09:00Z 2026-06-01T14:00Z',
      '2026-06-01T20:00Z 2026-06-01T21:00Z',
    ])
  })

  test('periods of the query narrow what is stored', () => {
    const availablePeriods = on('2026-06-01', '08:00-10:00', '12:30-15:00')
    expect(
      told(openSpans(member('ada', [], { managed: { hours, periods: [] }, availablePeriods }), window)),
    ).toEqual(['2026-06-01T09:00Z 2026-06-01T10:00Z', '2026-06-01T12:30Z 2026-06-01T13:00Z'])
  })

  test('nothing stored at all is never, and no restriction is always', () => {
    expect(openSpans(member('ada', [], { managed: { hours: [], periods: [] } }), window)).toEqual([])
    expect(openSpans(member('ada', [], { availablePeriods: [] }), window)).toEqual([])
    expect(openSpans(member('ada'), window)).toBeUndefined()
  })
})

describe('where a cap is reached', () => {
  const window = span('2026-06-01T00:00Z', '2026-06-09T00:00Z')
  const cap = (more: Partial<Cap>, ...starts: string[]): Cap => ({
    period: 'day',
    limit: 1,
    zone: 'America/New_York',
    starts: Int32Array.from(starts, at),
    ...more,
  })

  test.each([
    ['a day of its zone', cap({}, '2026-06-03T02:00Z'), ['2026-06-02T04:00Z 2026-06-03T04:00Z']],
    ['not below the limit', cap({ limit: 2 }, '2026-06-03T02:00Z'), []],
    [
      'at the limit',
      cap({ limit: 2 }, '2026-06-03T02:00Z', '2026-06-02T05:00Z'),
      ['2026-06-02T04:00Z 2026-06-03T04:00Z'],
    ],
    [
      'a week from Monday to Sunday',
      cap({ period: 'week' }, '2026-06-07T23:00Z'),
      ['2026-06-01T04:00Z 2026-06-08T04:00Z'],
    ],
    ['everywhere, where nothing is allowed', cap({ limit: 0 }), ['2026-06-01T00:00Z 2026-06-09T00:00Z']],
  ])('%s', (_, each, expected) => {
    expect(told(fullSpans(each, window))).toEqual(expected)
  })
})
