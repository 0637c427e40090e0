import { describe, expect, it } from 'vitest'
import { calendarText, component, event, instant, read, shownAll } from './reading-text.ts'

type Row = readonly [name: string, components: readonly string[], expected: readonly string[]]

function holds(rows: readonly Row[]) {
  it.each(rows)('%s', (_, components, expected) => {
    const reading = read(calendarText(...components))
    expect(reading.problems).toEqual([])
    expect(shownAll(reading)).toEqual(expected)
  })
}

describe('a single event', () => {
  holds([
    [
      'in UTC is where it says',
      [event('DTSTART:20260302T090000Z | DTEND:20260302T100000Z')],
      ['2026-03-02T09:00/10:00'],
    ],
    [
      'with a zone is on the clock of that zone',
      [event('DTSTART;TZID=America/New_York:20260302T090000 | DURATION:PT1H')],
      ['2026-03-02T14:00/15:00'],
    ],
    [
      'may start in one zone and end in another',
      [event('DTSTART;TZID=Europe/London:20260302T090000 | DTEND;TZID=Europe/Athens:20260302T130000')],
      ['2026-03-02T09:00/11:00'],
    ],
    [
      'without a zone is on the owner’s clock',
      [event('DTSTART:20260302T090000 | DURATION:PT1H')],
      ['2026-03-02T08:00/09:00'],
    ],
    [
      'of a whole day goes from local midnight to local midnight',
      [event('DTSTART;VALUE=DATE:20260329')],
      ['2026-03-28T23:00/2026-03-29T22:00'],
    ],
    [
      'of a whole day may say so twice with the same DTEND',
      [event('DTSTART;VALUE=DATE:20260302 | DTEND;VALUE=DATE:20260302')],
      ['2026-03-01T23:00/2026-03-02T23:00'],
    ],
    [
      'of several days ends before DTEND',
      [event('DTSTART;VALUE=DATE:20260302 | DTEND;VALUE=DATE:20260305')],
      ['2026-03-01T23:00/2026-03-04T23:00'],
    ],
    ['without an end has no length and blocks nothing', [event('DTSTART:20260302T090000Z')], []],
    [
      'that began before the window is there',
      [event('DTSTART:20260227T090000Z | DTEND:20260301T010000Z')],
      ['2026-02-27T09:00/2026-03-01T01:00'],
    ],
    [
      'that ends as the window begins is not',
      [event('DTSTART:20260228T230000Z | DTEND:20260301T000000Z')],
      [],
    ],
    [
      'in a gap takes the offset before it',
      [event('DTSTART;TZID=Europe/Berlin:20260329T023000 | DURATION:PT1H')],
      ['2026-03-29T01:30/02:30'],
    ],
    [
      'from a gap to just behind it is as long as its digits say',
      [event('DTSTART;TZID=Europe/Berlin:20260329T023000 | DTEND;TZID=Europe/Berlin:20260329T030000')],
      ['2026-03-29T01:30/02:00'],
    ],
    [
      'with days in its DURATION keeps the wall clock',
      [event('DTSTART;TZID=Europe/Berlin:20260328T120000 | DURATION:P1DT1H')],
      ['2026-03-28T11:00/2026-03-29T11:00'],
    ],
    [
      'is left out where EXDATE takes away its only instance',
      [event('DTSTART:20260302T090000Z | DURATION:PT1H | EXDATE:20260302T090000Z')],
      [],
    ],
  ])
})

describe('what an event says of being busy', () => {
  const at = 'DTSTART:20260302T090000Z | DURATION:PT1H'
  holds([
    ['TRANSPARENT is free', [event(`${at} | TRANSP:TRANSPARENT`)], ['2026-03-02T09:00/10:00-']],
    ['CANCELLED is not there', [event(`${at} | STATUS:CANCELLED`)], []],
    ['TENTATIVE is tentative', [event(`${at} | STATUS:TENTATIVE`)], ['2026-03-02T09:00/10:00?']],
    [
      'Outlook’s FREE is free',
      [event(`${at} | X-MICROSOFT-CDO-BUSYSTATUS:FREE`)],
      ['2026-03-02T09:00/10:00-'],
    ],
    [
      'Outlook’s TENTATIVE is tentative',
      [event(`${at} | X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE`)],
      ['2026-03-02T09:00/10:00?'],
    ],
    ['Outlook’s OOF is busy', [event(`${at} | X-MICROSOFT-CDO-BUSYSTATUS:OOF`)], ['2026-03-02T09:00/10:00']],
    ['a CANCEL message cancels', ['METHOD:CANCEL', event(at)], []],
    ['a task blocks nothing', [component('VTODO', `UID:t | ${at}`)], []],
  ])
})

describe('a series', () => {
  const weekly =
    'DTSTART;TZID=Europe/Berlin:20260316T100000 | DTEND;TZID=Europe/Berlin:20260316T110000 | RRULE:FREQ=WEEKLY'
  holds([
    [
      'keeps its wall clock across a change',
      [event(weekly)],
      ['2026-03-16T09:00/10:00', '2026-03-23T09:00/10:00', '2026-03-30T08:00/09:00'],
    ],
    [
      'ends with UNTIL, inclusive',
      [event(`${weekly};UNTIL=20260323T090000Z`)],
      ['2026-03-16T09:00/10:00', '2026-03-23T09:00/10:00'],
    ],
    [
      'takes in the whole day of an UNTIL without a time',
      [event(`${weekly};UNTIL=20260323`)],
      ['2026-03-16T09:00/10:00', '2026-03-23T09:00/10:00'],
    ],
    [
      'counts what EXDATE takes away',
      [event(`${weekly};COUNT=2 | EXDATE;TZID=Europe/Berlin:20260316T100000`)],
      ['2026-03-23T09:00/10:00'],
    ],
    [
      'has DTSTART even where its rule does not give it',
      [event('DTSTART:20260303T090000Z | DURATION:PT1H | RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2')],
      ['2026-03-03T09:00/10:00', '2026-03-09T09:00/10:00'],
    ],
    [
      'may have several rules, which unite',
      [
        event(
          'DTSTART:20260302T090000Z | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=2 | RRULE:FREQ=DAILY;COUNT=2',
        ),
      ],
      ['2026-03-02T09:00/10:00', '2026-03-03T09:00/10:00', '2026-03-09T09:00/10:00'],
    ],
    [
      'may have dates beside or instead of a rule',
      [event('DTSTART:20260302T090000Z | DURATION:PT1H | RDATE:20260305T120000Z,20260306T120000Z')],
      ['2026-03-02T09:00/10:00', '2026-03-05T12:00/13:00', '2026-03-06T12:00/13:00'],
    ],
    [
      'may have periods with their own lengths',
      [
        event(
          'DTSTART:20260302T090000Z | DURATION:PT1H | RDATE;VALUE=PERIOD:20260305T120000Z/PT3H,20260306T120000Z/20260306T123000Z',
        ),
      ],
      ['2026-03-02T09:00/10:00', '2026-03-05T12:00/15:00', '2026-03-06T12:00/12:30'],
    ],
    [
      'has the length of a period that names an instance of its rule',
      [
        event(
          'DTSTART:20260302T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=2 | RDATE;VALUE=PERIOD:20260303T090000Z/PT3H',
        ),
      ],
      ['2026-03-02T09:00/10:00', '2026-03-03T09:00/12:00'],
    ],
    [
      'of whole days with a UTC UNTIL, as Exchange writes it, has its last day',
      [event('DTSTART;VALUE=DATE:20260328 | RRULE:FREQ=DAILY;UNTIL=20260329T220000Z')],
      [
        '2026-03-27T23:00/2026-03-28T23:00',
        '2026-03-28T23:00/2026-03-29T22:00',
        '2026-03-29T22:00/2026-03-30T22:00',
      ],
    ],
    [
      'of whole days by a rule of hours is once on each of its days',
      [event('DTSTART;VALUE=DATE:20260302 | RRULE:FREQ=HOURLY;INTERVAL=12;COUNT=3')],
      ['2026-03-01T23:00/2026-03-02T23:00', '2026-03-02T23:00/2026-03-03T23:00'],
    ],
    [
      'is thinned by EXRULE of RFC 2445',
      [
        event(
          'DTSTART:20260302T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=4 | EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2',
        ),
      ],
      ['2026-03-03T09:00/10:00', '2026-03-05T09:00/10:00'],
    ],
    [
      'of three days each is there from an instance before the window on',
      [event('DTSTART:20240227T120000Z | DURATION:P3D | RRULE:FREQ=YEARLY')],
      ['2026-02-27T12:00/2026-03-02T12:00'],
    ],
  ])

  it('of whole days with a UTC UNTIL has its last day west of Greenwich too', () => {
    const days = event('DTSTART;VALUE=DATE:20260328 | RRULE:FREQ=DAILY;UNTIL=20260329T000000Z')
    expect(read(calendarText(days), { zone: 'America/New_York' }).occurrences).toHaveLength(2)
  })

  const daily = 'DTSTART;TZID=Europe/Berlin:20260327T100000 | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=4'
  const rest = ['2026-03-27T09:00/10:00', '2026-03-28T09:00/10:00', '2026-03-30T08:00/09:00']
  const exceptions = [
    'EXDATE;TZID=Europe/Berlin:20260329T100000',
    'EXDATE:20260329T080000Z',
    'EXDATE:20260329T100000',
    'EXDATE;VALUE=DATE:20260329',
    'EXDATE;TZID=America/New_York:20260329T040000',
    'EXDATE;TZID=W. Europe Standard Time:20260329T100000',
    'EXDATE:20260101T100000Z,20260329T080000Z | EXDATE:20270101T100000Z',
    'exdate;tzid="Europe/Berlin":20260329T100000 ',
  ]
  it.each(exceptions)('has a hole by %s', exception => {
    expect(shownAll(read(calendarText(event(`${daily} | ${exception}`))))).toEqual(rest)
  })

  it.each([
    'EXDATE;VALUE=DATE:20260303',
    'EXDATE:20260303',
    'EXDATE;TZID=Europe/Berlin:20260303T000000',
    'EXDATE:20260302T230000Z',
    'EXDATE:20260303T000000',
  ])('of whole days has a hole by %s', exception => {
    const days = event(`DTSTART;VALUE=DATE:20260302 | RRULE:FREQ=DAILY;COUNT=3 | ${exception}`)
    expect(shownAll(read(calendarText(days)))).toEqual([
      '2026-03-01T23:00/2026-03-02T23:00',
      '2026-03-03T23:00/2026-03-04T23:00',
    ])
  })
})

describe('an override', () => {
  const daily = event('DTSTART:20260302T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=3')
  const later = event('DTSTART:20260401T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=3')
  const weeklyInBerlin =
    'DTSTART;TZID=Europe/Berlin:20260309T100000 | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=4'
  holds([
    [
      'moves its instance',
      [daily, event('RECURRENCE-ID:20260303T090000Z | DTSTART:20260310T120000Z | DURATION:PT30M')],
      ['2026-03-02T09:00/10:00', '2026-03-04T09:00/10:00', '2026-03-10T12:00/12:30'],
    ],
    [
      'may stand before its master',
      [event('RECURRENCE-ID:20260303T090000Z | DTSTART:20260310T120000Z | DURATION:PT30M'), daily],
      ['2026-03-02T09:00/10:00', '2026-03-04T09:00/10:00', '2026-03-10T12:00/12:30'],
    ],
    [
      'moves into the window from outside',
      [later, event('RECURRENCE-ID:20260401T090000Z | DTSTART:20260310T120000Z | DURATION:PT1H')],
      ['2026-03-10T12:00/13:00'],
    ],
    [
      'that is cancelled leaves a hole',
      [daily, event('RECURRENCE-ID:20260303T090000Z | DTSTART:20260303T090000Z | STATUS:CANCELLED')],
      ['2026-03-02T09:00/10:00', '2026-03-04T09:00/10:00'],
    ],
    [
      'says for itself whether it is free',
      [
        daily,
        event(
          'RECURRENCE-ID:20260303T090000Z | DTSTART:20260303T090000Z | DURATION:PT1H | TRANSP:TRANSPARENT',
        ),
      ],
      ['2026-03-02T09:00/10:00', '2026-03-03T09:00/10:00-', '2026-03-04T09:00/10:00'],
    ],
    [
      'without a master stands alone',
      [event('RECURRENCE-ID:20260303T090000Z | DTSTART:20260303T120000Z | DURATION:PT1H')],
      ['2026-03-03T12:00/13:00'],
    ],
    [
      'names its instance in any zone',
      [
        event(weeklyInBerlin),
        event('RECURRENCE-ID;TZID=Asia/Tokyo:20260316T180000 | DTSTART:20260317T090000Z | DURATION:PT1H'),
      ],
      [
        '2026-03-09T09:00/10:00',
        '2026-03-17T09:00/10:00',
        '2026-03-23T09:00/10:00',
        '2026-03-30T08:00/09:00',
      ],
    ],
    [
      'of an all-day series may name local midnight with a Windows zone, as Exchange does',
      [
        event('DTSTART;VALUE=DATE:20260302 | RRULE:FREQ=DAILY;COUNT=2'),
        event('RECURRENCE-ID;TZID=W. Europe Standard Time:20260303T000000 | DTSTART;VALUE=DATE:20260310'),
      ],
      ['2026-03-01T23:00/2026-03-02T23:00', '2026-03-09T23:00/2026-03-10T23:00'],
    ],
    [
      'for this and future moves all that follow, by the wall clock',
      [
        event(weeklyInBerlin),
        event(
          'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260316T100000 | DTSTART;TZID=Europe/Berlin:20260317T140000 | DURATION:PT2H',
        ),
      ],
      [
        '2026-03-09T09:00/10:00',
        '2026-03-17T13:00/15:00',
        '2026-03-24T13:00/15:00',
        '2026-03-31T12:00/14:00',
      ],
    ],
    [
      'for this and future may name its instance in another zone than its own',
      [
        event(weeklyInBerlin),
        event(
          'RECURRENCE-ID;RANGE=THISANDFUTURE:20260316T090000Z | DTSTART;TZID=Europe/Berlin:20260317T140000 | DURATION:PT2H',
        ),
      ],
      [
        '2026-03-09T09:00/10:00',
        '2026-03-17T13:00/15:00',
        '2026-03-24T13:00/15:00',
        '2026-03-31T12:00/14:00',
      ],
    ],
    [
      'for this and future moves into the window from long before',
      [
        event('DTSTART:20260101T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=3'),
        event(
          'RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T090000Z | DTSTART:20260310T090000Z | DURATION:PT1H',
        ),
      ],
      ['2026-03-10T09:00/10:00', '2026-03-11T09:00/10:00', '2026-03-12T09:00/10:00'],
    ],
    [
      'of one instance is stronger than one for this and future',
      [
        event(weeklyInBerlin),
        event(
          'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260316T100000 | DTSTART;TZID=Europe/Berlin:20260317T140000 | DURATION:PT2H',
        ),
        event('RECURRENCE-ID;TZID=Europe/Berlin:20260323T100000 | DTSTART:20260326T060000Z | DURATION:PT1H'),
      ],
      [
        '2026-03-09T09:00/10:00',
        '2026-03-17T13:00/15:00',
        '2026-03-26T06:00/07:00',
        '2026-03-31T12:00/14:00',
      ],
    ],
    [
      'for this and future may cancel the rest',
      [
        daily,
        event(
          'RECURRENCE-ID;RANGE=THISANDFUTURE:20260303T090000Z | DTSTART:20260303T090000Z | DURATION:PT1H | STATUS:CANCELLED',
        ),
      ],
      ['2026-03-02T09:00/10:00'],
    ],
    [
      'for this and future moves into the window from far outside',
      [
        event('DTSTART:20260501T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=3'),
        event(
          'RECURRENCE-ID;RANGE=THISANDFUTURE:20260501T090000Z | DTSTART:20260310T090000Z | DURATION:PT1H',
        ),
      ],
      ['2026-03-10T09:00/10:00', '2026-03-11T09:00/10:00', '2026-03-12T09:00/10:00'],
    ],
  ])

  it('tells which instance each occurrence is', () => {
    const moved = event('RECURRENCE-ID:20260303T090000Z | DTSTART:20260310T120000Z | DURATION:PT30M')
    const single = event('UID:s | DTSTART:20260320T090000Z | DURATION:PT1H')
    const ids = read(calendarText(daily, moved, single)).occurrences.map(one => one.recurrenceIdMs)
    const original = ['2026-03-02T09:00Z', '2026-03-04T09:00Z', '2026-03-03T09:00Z'].map(instant)
    expect(ids).toEqual([...original, null])
  })
})

describe('versions of one event', () => {
  const one = (sequence: number, hour: string, more = '') =>
    event(`SEQUENCE:${sequence} | DTSTART:20260302T${hour}0000Z | DURATION:PT1H${more}`)
  holds([
    ['are settled by SEQUENCE', [one(2, '12'), one(1, '09')], ['2026-03-02T12:00/13:00']],
    ['are settled by SEQUENCE as a number', [one(10, '12'), one(9, '09')], ['2026-03-02T12:00/13:00']],
    [
      'of equal SEQUENCE are settled by DTSTAMP',
      [one(0, '09', ' | DTSTAMP:20260102T000000Z'), one(0, '12', ' | DTSTAMP:20260101T000000Z')],
      ['2026-03-02T09:00/10:00'],
    ],
    [
      'that nothing tells apart all block',
      [one(0, '09'), one(0, '12')],
      ['2026-03-02T09:00/10:00', '2026-03-02T12:00/13:00'],
    ],
    ['that are the same are one', [one(0, '09'), one(0, '09')], ['2026-03-02T09:00/10:00']],
    [
      'of an override are settled alike',
      [
        event('DTSTART:20260302T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=2'),
        event('RECURRENCE-ID:20260303T090000Z | SEQUENCE:1 | DTSTART:20260303T100000Z | DURATION:PT1H'),
        event('RECURRENCE-ID:20260303T090000Z | SEQUENCE:2 | DTSTART:20260303T150000Z | DURATION:PT1H'),
      ],
      ['2026-03-02T09:00/10:00', '2026-03-03T15:00/16:00'],
    ],
  ])

  it('without a UID are events of their own', () => {
    const nameless = component('VEVENT', 'DTSTART:20260302T090000Z | DURATION:PT1H')
    const other = component('VEVENT', 'DTSTART:20260303T090000Z | DURATION:PT1H | SEQUENCE:3')
    expect(shownAll(read(calendarText(nameless, other)))).toHaveLength(2)
  })
})

describe('a calendar that names its own zone', () => {
  const floating = event('DTSTART:20260302T090000 | DURATION:PT1H')

  it('tells floating times by X-WR-TIMEZONE, and days by the owner’s zone', () => {
    const day = event('UID:d | DTSTART;VALUE=DATE:20260303')
    const reading = read(calendarText('X-WR-TIMEZONE:America/New_York', floating, day))
    expect(shownAll(reading)).toEqual(['2026-03-02T14:00/15:00', '2026-03-02T23:00/2026-03-03T23:00'])
    expect(reading.zone).toBe('America/New_York')
  })

  it('may name it as Windows does, and is told about as IANA does', () => {
    const reading = read(calendarText('X-WR-TIMEZONE:Tokyo Standard Time', floating))
    expect(shownAll(reading)).toEqual(['2026-03-02T00:00/01:00'])
    expect(reading.zone).toBe('Asia/Tokyo')
  })

  it('keeps the owner’s zone, and is flagged, when the name means nothing', () => {
    const reading = read(calendarText('X-WR-TIMEZONE:Middle-earth/Shire', floating))
    expect(shownAll(reading)).toEqual(['2026-03-02T08:00/09:00'])
    expect(reading.zone).toBe('Europe/Berlin')
    expect(reading.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '4: The time zone "Middle-earth/Shire" is not known; its times were read as in Europe/Berlin.',
    ])
  })

  it('has a name, from the older property or the newer', () => {
    expect(read(calendarText('X-WR-CALNAME:Work\\, mine')).name).toBe('Work, mine')
    expect(read(calendarText('NAME:Home')).name).toBe('Home')
    expect(read(calendarText()).name).toBeNull()
  })
})

describe('one bad event', () => {
  const good = event('UID:good | DTSTART:20260302T090000Z | DURATION:PT1H')
  const bad: [string, string, number, RegExp][] = [
    ['without a start', 'UID:bad | SUMMARY:Broken', 4, /no start/],
    [
      'with a day that is none',
      'UID:bad | SUMMARY:Broken | DTSTART:20260230T090000Z',
      7,
      /DTSTART cannot be read: 20260230/,
    ],
    [
      'with a start without a value',
      'UID:bad | SUMMARY:Broken | DTSTART',
      4,
      /Line 7 \(DTSTART\) has no value/,
    ],
    [
      'that ends before it starts',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | DTEND:20260302T080000Z',
      8,
      /ends before it starts/,
    ],
    [
      'of absurd length',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | DURATION:P999999999999999999W',
      8,
      /DURATION cannot be read/,
    ],
    [
      'of a thousand years',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | DURATION:P365000D',
      8,
      /more than a century/,
    ],
    [
      'with a broken rule',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | RRULE:FREQ=FORTNIGHTLY',
      8,
      /no known frequency/,
    ],
    [
      'with an unreadable part of a rule',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | RRULE:FREQ=DAILY;BYDAY=XX',
      8,
      /unreadable part: BYDAY=XX/,
    ],
    [
      'with an unknown part of a rule',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | RRULE:FREQ=DAILY;BYEASTER=1',
      8,
      /unknown part: BYEASTER/,
    ],
    [
      'with a rule of another calendar',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | RRULE:RSCALE=CHINESE;FREQ=YEARLY',
      8,
      /CHINESE/,
    ],
    [
      'with a bad exception',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | EXDATE:tomorrow',
      8,
      /EXDATE cannot be read: tomorrow/,
    ],
    [
      'with a bad period',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | RDATE;VALUE=PERIOD:20260302T090000Z/x/y',
      8,
      /RDATE cannot be read/,
    ],
    [
      'that repeats without end',
      'UID:bad | SUMMARY:Broken | DTSTART:20260228T090000Z | DURATION:PT1S | RRULE:FREQ=SECONDLY',
      4,
      /repeats too often/,
    ],
    [
      'that is not closed',
      'UID:bad | SUMMARY:Broken | DTSTART:20260302T090000Z | BEGIN:VALARM',
      4,
      /not closed/,
    ],
  ]
  it.each(bad)('%s is named, and hides nothing', (_, lines, line, message) => {
    const reading = read(calendarText(component('VEVENT', lines), good))
    expect(reading.occurrences.filter(({ uid }) => uid === 'good')).toHaveLength(1)
    const [problem] = reading.problems.filter(({ uid }) => uid === 'bad')
    expect(problem).toMatchObject({ summary: 'Broken', line })
    expect(problem!.message).toMatch(message)
  })

  it('whose END is missing does not swallow the next', () => {
    const open = 'BEGIN:VEVENT\r\nUID:open\r\nDTSTART:20260303T090000Z\r\nDURATION:PT1H'
    const reading = read(calendarText(open, good))
    expect(reading.occurrences.map(({ uid }) => uid)).toEqual(['good'])
    expect(reading.problems.map(({ uid, line }) => [uid, line])).toEqual([['open', 4]])
  })

  it('that a cut-off text ends with is named, and the cut as well', () => {
    const text = calendarText(
      good,
      event('UID:cut | DTSTART:20260303T090000Z | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=12'),
    )
    const reading = read(text.slice(0, text.indexOf('COUNT=1') + 'COUNT=1'.length))
    expect(reading.occurrences.map(({ uid }) => uid)).toEqual(['good'])
    expect(reading.problems.map(({ uid }) => uid)).toEqual(['cut', null])
  })

  it('is counted out of the events that were read', () => {
    const override = event('UID:good | RECURRENCE-ID:20260302T090000Z | DTSTART:20260302T100000Z')
    expect(read(calendarText(good, override, component('VEVENT', 'UID:bad'))).eventCount).toBe(1)
  })

  it('among thousands is told with a bound', () => {
    const many = Array.from({ length: 5000 }, (_, i) => component('VEVENT', `UID:${i}`))
    const { problems } = read(calendarText(...many, good))
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)!.message).toBe('4900 more parts of the calendar could not be read.')
  })
})

describe('a text that is no calendar', () => {
  it.each([
    ['', /empty/],
    ['   \r\n', /empty/],
    ['<!DOCTYPE html><html><body>Sign in</body></html>', /web page/],
    ['{"error":"not found"}', /not an iCalendar text/],
    ['BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n', /not an iCalendar text/],
    ['\0\0\0\0', /not an iCalendar text/],
  ])('gives one clear problem: %j', (text, message) => {
    const { problems, occurrences, refused } = read(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]!.message).toMatch(message)
    expect(occurrences).toEqual([])
    expect(refused).toBe('not_a_calendar')
  })

  it('is refused when it is too large, before it is looked at', () => {
    const { refused } = read(calendarText(), { limits: { maxCharacters: 20 } })
    expect(refused).toBe('too_large')
  })

  it('is no excuse for a zone that the program itself got wrong', () => {
    expect(() => read(calendarText(), { zone: 'Nowhere/Land' })).toThrow(RangeError)
  })
})

describe('text as it comes', () => {
  const lines = calendarText(event('DTSTART:20260302T090000Z | DURATION:PT1H | SUMMARY:A'))
  it.each([
    ['line feeds alone', lines.replaceAll('\r\n', '\n')],
    ['carriage returns alone', lines.replaceAll('\r\n', '\r')],
    ['doubled carriage returns', lines.replaceAll('\r\n', '\r\r\n')],
    ['a byte order mark', `\u{feff}${lines}`],
    ['lower case', lines.replace('BEGIN:VEVENT', 'begin:vevent').replace('DTSTART', 'dtstart')],
    ['folds in the middle of everything', lines.replaceAll(/[^\r\n]{5}(?=[^\r\n])/g, '$&\r\n ')],
    ['folds by tabs', lines.replace('SUMMARY:A', 'SUMM\r\n\tARY:A')],
    ['garbage between the lines', lines.replace('SUMMARY', 'this is no line\r\n\r\n:x\r\n;;;\r\nSUMMARY')],
    ['blanks behind the values', lines.replace('090000Z', '090000Z  ')],
    ['no last line end', lines.trimEnd()],
  ])('is read with %s', (_, text) => {
    const reading = read(text)
    expect(reading.problems).toEqual([])
    expect(shownAll(reading)).toEqual(['2026-03-02T09:00/10:00'])
    expect(reading.occurrences[0]).toMatchObject({ uid: 'e', summary: 'A' })
  })

  it('is one set of events where several calendars stand in a row', () => {
    const master = calendarText(event('DTSTART:20260302T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY;COUNT=2'))
    const override = calendarText(
      event('RECURRENCE-ID:20260303T090000Z | DTSTART:20260303T150000Z | DURATION:PT1H'),
    )
    expect(shownAll(read(master + override))).toEqual(['2026-03-02T09:00/10:00', '2026-03-03T15:00/16:00'])
  })
})
