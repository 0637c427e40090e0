import { describe, expect, it } from 'vitest'
import { calendarText, component, event, read, shownAll } from './reading-text.ts'

/** A zone two and a half hours east, three and a half in summer, by rules like Europe's. */
const OWN = [
  'BEGIN:VTIMEZONE',
  'TZID:Somewhere',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0330',
  'TZOFFSETTO:+0230',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0230',
  'TZOFFSETTO:+0330',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
].join('\r\n')

const weekly = event('DTSTART;TZID=Somewhere:20260322T120000 | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=2')

function zone(...lines: string[]): string {
  return ['BEGIN:VTIMEZONE', 'TZID:Somewhere', ...lines, 'END:VTIMEZONE'].join('\r\n')
}

function observance(name: string, lines: string): string {
  return component(name, lines)
}

describe('a zone that the text defines', () => {
  it('changes by its own rules', () => {
    const reading = read(calendarText(OWN, weekly))
    expect(reading.problems).toEqual([])
    expect(shownAll(reading)).toEqual(['2026-03-22T09:30/10:30', '2026-03-29T08:30/09:30'])
  })

  it('is found behind the events as well', () => {
    expect(shownAll(read(calendarText(weekly, OWN)))).toEqual([
      '2026-03-22T09:30/10:30',
      '2026-03-29T08:30/09:30',
    ])
  })

  it('resolves a gap and a repeated hour as RFC 5545 has it', () => {
    const gap = event('UID:g | DTSTART;TZID=Somewhere:20260329T023000 | DURATION:PT1H')
    const twice = event('UID:t | DTSTART;TZID=Somewhere:20261025T023000 | DURATION:PT1H')
    const window = { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1) }
    expect(shownAll(read(calendarText(OWN, gap, twice), window))).toEqual([
      '2026-03-29T00:00/01:00',
      '2026-10-24T23:00/2026-10-25T00:00',
    ])
  })

  it('may list its changes by RDATE', () => {
    const listed = zone(
      observance(
        'STANDARD',
        'DTSTART:20251026T030000 | RDATE:20261025T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+0230',
      ),
      observance('DAYLIGHT', 'DTSTART:20260329T020000 | TZOFFSETFROM:+0230 | TZOFFSETTO:+0330'),
    )
    expect(shownAll(read(calendarText(listed, weekly)))).toEqual([
      '2026-03-22T09:30/10:30',
      '2026-03-29T08:30/09:30',
    ])
  })

  it('ends a rule at its UNTIL, which is in UTC', () => {
    const daylight =
      'DTSTART:20240331T020000 | TZOFFSETFROM:+0230 | TZOFFSETTO:+0330 | RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL='
    const standard = observance('STANDARD', 'DTSTART:20241027T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+0230')
    // The onset of 2026 is at 02:00 +0230, which is 23:30 of the day before in UTC.
    const withUntil = (until: string) => zone(observance('DAYLIGHT', daylight + until), standard)
    expect(shownAll(read(calendarText(withUntil('20260328T232959Z'), weekly))).at(-1)).toBe(
      '2026-03-29T08:30/09:30',
    )
    const back = observance('STANDARD', 'DTSTART:20251026T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+0230')
    const ended = zone(observance('DAYLIGHT', `${daylight}20260328T232959Z`), standard, back)
    const lasting = zone(observance('DAYLIGHT', `${daylight}20260328T233000Z`), standard, back)
    expect(shownAll(read(calendarText(ended, weekly))).at(-1)).toBe('2026-03-29T09:30/10:30')
    expect(shownAll(read(calendarText(lasting, weekly))).at(-1)).toBe('2026-03-29T08:30/09:30')
  })

  it('has no say about a place whose rules the platform keeps', () => {
    const text = calendarText(
      OWN.replace('Somewhere', 'Asia/Tokyo'),
      event('DTSTART;TZID=Asia/Tokyo:20260302T090000 | DURATION:PT1H'),
    )
    expect(shownAll(read(text))).toEqual(['2026-03-02T00:00/01:00'])
  })

  it('has the say about an abbreviation', () => {
    const text = calendarText(
      OWN.replace('Somewhere', 'EST'),
      event('DTSTART;TZID=EST:20260302T090000 | DURATION:PT1H'),
    )
    expect(shownAll(read(text))).toEqual(['2026-03-02T06:30/07:30'])
  })

  it('serves floating times where X-WR-TIMEZONE names it, and the owner’s zone is told', () => {
    const reading = read(
      calendarText('X-WR-TIMEZONE:Somewhere', OWN, event('DTSTART:20260302T090000 | DURATION:PT1H')),
    )
    expect(shownAll(reading)).toEqual(['2026-03-02T06:30/07:30'])
    expect(reading.zone).toBe('Europe/Berlin')
  })

  const broken: [string, string][] = [
    ['without any observance', zone()],
    ['without an offset', zone(observance('STANDARD', 'DTSTART:20251026T030000 | TZOFFSETFROM:+0330'))],
    [
      'with an offset of a hundred hours',
      zone(observance('STANDARD', 'DTSTART:20251026T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+9900')),
    ],
    [
      'that changes every second',
      zone(
        observance(
          'STANDARD',
          'DTSTART:20251026T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+0230 | RRULE:FREQ=SECONDLY',
        ),
      ),
    ],
    [
      'with a broken rule',
      zone(
        observance(
          'STANDARD',
          'DTSTART:20251026T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+0230 | RRULE:FREQ=NEVER',
        ),
      ),
    ],
    [
      'with a broken date',
      zone(
        observance(
          'STANDARD',
          'DTSTART:20251026T030000 | TZOFFSETFROM:+0330 | TZOFFSETTO:+0230 | RDATE:soon',
        ),
      ),
    ],
    ['that is nowhere', ''],
  ]
  it.each(broken)('%s stands for the owner’s zone, which is told once', (_, definition) => {
    const reading = read(calendarText(...(definition === '' ? [] : [definition]), weekly, weekly))
    expect(shownAll(reading)[0]).toBe('2026-03-22T11:00/12:00')
    expect(reading.problems.map(({ message }) => message)).toEqual([
      'The time zone "Somewhere" is not known; its times were read as in Europe/Berlin.',
    ])
  })
})
