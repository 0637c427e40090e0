import { describe, expect, it } from 'vitest'
import { calendarText, component, read, shownAll } from './reading-text.ts'

describe('a VFREEBUSY', () => {
  it('blocks its periods by their type', () => {
    const text = calendarText(
      component(
        'VFREEBUSY',
        [
          'UID:f',
          'FREEBUSY:20260302T090000Z/PT1H,20260303T090000Z/20260303T093000Z',
          'FREEBUSY;FBTYPE=FREE:20260304T090000Z/PT1H',
          'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260305T090000Z/PT1H',
          'FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260306T090000Z/PT1H',
          'FREEBUSY;FBTYPE=X-COFFEE:20260307T090000Z/PT1H',
        ].join(' | '),
      ),
    )
    expect(shownAll(read(text))).toEqual([
      '2026-03-02T09:00/10:00',
      '2026-03-03T09:00/09:30',
      '2026-03-05T09:00/10:00?',
      '2026-03-06T09:00/10:00',
      '2026-03-07T09:00/10:00',
    ])
  })

  it('with a broken period keeps the others, and names the line', () => {
    const text = calendarText(
      component('VFREEBUSY', 'UID:f | FREEBUSY:20260302T090000Z/PT1H,nonsense,20260303T090000Z/PT1H'),
    )
    const reading = read(text)
    expect(reading.occurrences).toHaveLength(2)
    expect(reading.problems).toEqual([
      { uid: 'f', summary: null, line: 6, message: 'Its FREEBUSY cannot be read: nonsense' },
    ])
  })
})

/** One week, Monday to Sunday, in Berlin's winter. */
const week = { fromMs: Date.parse('2026-03-01T23:00Z'), toMs: Date.parse('2026-03-08T23:00Z') }

function availability(lines: string, ...available: string[]): string {
  return ['BEGIN:VAVAILABILITY', ...lines.split(' | '), ...available, 'END:VAVAILABILITY'].join('\r\n')
}

function available(lines: string): string {
  return component('AVAILABLE', `UID:a | ${lines}`)
}

const mornings = available(
  'DTSTART;TZID=Europe/Berlin:20260302T080000 | DTEND;TZID=Europe/Berlin:20260302T120000 | RRULE:FREQ=WEEKLY;BYDAY=MO,WE',
)

describe('a VAVAILABILITY (RFC 7953)', () => {
  it('blocks all that is not available', () => {
    expect(shownAll(read(calendarText(availability('UID:v', mornings)), week))).toEqual([
      '2026-03-01T23:00/2026-03-02T07:00',
      '2026-03-02T11:00/2026-03-04T07:00',
      '2026-03-04T11:00/2026-03-08T23:00',
    ])
  })

  it('speaks only of the time between its own start and end', () => {
    const lines = 'UID:v | DTSTART:20260302T000000Z | DTEND:20260303T000000Z | BUSYTYPE:BUSY-TENTATIVE'
    const expected = ['2026-03-02T00:00/07:00?', '2026-03-02T11:00/2026-03-03T00:00?']
    expect(shownAll(read(calendarText(availability(lines, mornings)), week))).toEqual(expected)
    const byDuration = lines.replace('DTEND:20260303T000000Z', 'DURATION:P1D')
    expect(shownAll(read(calendarText(availability(byDuration, mornings)), week))).toEqual(expected)
  })

  it('honours the exceptions of what is available', () => {
    const override = available(
      'RECURRENCE-ID;TZID=Europe/Berlin:20260304T080000 | DTSTART:20260305T070000Z | DTEND:20260305T080000Z',
    )
    expect(shownAll(read(calendarText(availability('UID:v', mornings, override)), week))).toEqual([
      '2026-03-01T23:00/2026-03-02T07:00',
      '2026-03-02T11:00/2026-03-05T07:00',
      '2026-03-05T08:00/2026-03-08T23:00',
    ])
  })

  it('of higher priority has its way where both speak', () => {
    const low = availability('UID:low | PRIORITY:9', mornings)
    const high = availability(
      'UID:high | PRIORITY:1 | DTSTART:20260302T000000Z | DTEND:20260303T000000Z',
      available('DTSTART:20260302T130000Z | DTEND:20260302T140000Z'),
    )
    const expected = [
      '2026-03-01T23:00/2026-03-02T00:00',
      '2026-03-02T00:00/13:00',
      '2026-03-02T14:00/2026-03-03T00:00',
      '2026-03-03T00:00/2026-03-04T07:00',
      '2026-03-04T11:00/2026-03-08T23:00',
    ]
    expect(shownAll(read(calendarText(low, high), week))).toEqual(expected)
    expect(shownAll(read(calendarText(high, low), week))).toEqual(expected)
  })

  it('of equal priority frees nothing that the other blocks', () => {
    const day = 'DTSTART:20260302T000000Z | DTEND:20260302T120000Z'
    const one = availability(`UID:1 | ${day}`, available('DTSTART:20260302T060000Z | DTEND:20260302T090000Z'))
    const two = availability(`UID:2 | ${day}`, available('DTSTART:20260302T080000Z | DTEND:20260302T100000Z'))
    const { occurrences } = read(calendarText(one, two), week)
    const blocks = (ms: number) => occurrences.some(({ startMs, endMs }) => startMs <= ms && ms < endMs)
    expect([7, 8.5, 9.5].map(hour => blocks(Date.UTC(2026, 2, 2) + hour * 3_600_000))).toEqual([
      true,
      false,
      true,
    ])
  })

  it('keeps blocked what of it cannot be read, and tells', () => {
    const reading = read(calendarText(availability('UID:v', available('DTSTART:soon'))), week)
    expect(shownAll(reading)).toEqual(['2026-03-01T23:00/2026-03-08T23:00'])
    expect(reading.problems).toHaveLength(1)
  })
})
