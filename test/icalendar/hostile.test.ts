import { readdirSync, readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { READING_LIMITS, readCalendar } from '../../main/icalendar/read-calendar.ts'
import { createReader } from '../../main/icalendar/reader.ts'
import type { Reading, ReadingRequest } from '../../main/icalendar/reading.ts'
import { calendarText, component, event } from './reading-text.ts'

const LONG = process.env['OPENSLOT_LONG'] !== undefined
const folder = new URL('../fixtures/icalendar/', import.meta.url)
const exports = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'))
const GOOD = event('UID:good | DTSTART:20260302T090000Z | DURATION:PT1H')

function request(text: string): ReadingRequest {
  return { text, zone: 'Europe/Berlin', fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 4, 1) }
}

function expectSound({ occurrences, problems }: Reading) {
  expect(occurrences.length).toBeLessThanOrEqual(READING_LIMITS.maxOccurrences + 1000)
  expect(problems.length).toBeLessThanOrEqual(READING_LIMITS.maxProblems + 1)
  for (const { startMs, endMs, uid, summary } of occurrences) {
    const sound = Number.isFinite(startMs) && Number.isFinite(endMs) && startMs < endMs
    if (!sound || uid.length > 1000 || summary.length > 300) expect.fail(`${uid}: ${startMs} to ${endMs}`)
  }
}

const timesOver = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))
const year = (i: number) => String(1 + (i % 9999)).padStart(4, '0')
const at = 'DTSTART:20260302T090000Z | DURATION:PT1H'

/** Each is a calendar of a few hundred kilobytes at most that aims at one weak place. */
const bombs: [string, string][] = [
  ['a line of half a megabyte', calendarText('A'.repeat(500_000), GOOD)],
  ['a line folded two hundred thousand times', calendarText(`X-A:${'\r\n x'.repeat(200_000)}`, GOOD)],
  ['folds before any line', `${'\r\n '.repeat(100_000)}${calendarText(GOOD)}`],
  [
    'a hundred thousand components in each other',
    calendarText(`${'BEGIN:X\r\n'.repeat(100_000)}${'END:X\r\n'.repeat(100_000).trimEnd()}`, GOOD),
  ],
  [
    'a hundred thousand events that never end',
    calendarText('BEGIN:VEVENT\r\n'.repeat(100_000).trimEnd(), 'END:VEVENT', GOOD),
  ],
  [
    'a hundred thousand ends that never began',
    calendarText('END:VEVENT\r\n'.repeat(100_000).trimEnd(), GOOD),
  ],
  [
    'a hundred thousand quotes',
    calendarText(event(`UID:q | DTSTART;X="${'";"'.repeat(100_000)}:20260302T090000Z`), GOOD),
  ],
  [
    'a hundred thousand parameters',
    calendarText(event(`UID:p | DTSTART${';A=B'.repeat(100_000)}:20260302T090000Z`), GOOD),
  ],
  [
    'a hundred thousand starts',
    calendarText(event(`UID:s | ${timesOver(100_000, () => 'DTSTART:x').join(' | ')}`), GOOD),
  ],
  [
    'exceptions in every year',
    calendarText(
      event(
        `UID:x | ${at} | RRULE:FREQ=DAILY | EXDATE;TZID=Europe/Berlin:${timesOver(20_000, i => `${year(i)}0101T000000`).join()}`,
      ),
      GOOD,
    ),
  ],
  [
    'dates in every year',
    calendarText(
      event(
        `UID:x | ${at} | RDATE;TZID=Europe/Berlin:${timesOver(20_000, i => `${year(i)}0101T000000`).join()}`,
      ),
      GOOD,
    ),
  ],
  [
    'overrides in every year',
    calendarText(
      ...timesOver(5_000, i =>
        event(`UID:o | RECURRENCE-ID;TZID=Europe/Berlin:${year(i)}0101T000000 | ${at}`),
      ),
      GOOD,
    ),
  ],
  [
    'as many masters as overrides under one UID',
    calendarText(
      ...timesOver(2_000, i =>
        event(`UID:m | DTSTART:20260302T0900${String(i % 60).padStart(2, '0')}Z | DURATION:PT1S`),
      ),
      ...timesOver(2_000, i =>
        event(`UID:m | RECURRENCE-ID;RANGE=THISANDFUTURE:${year(i)}0101T000000Z | ${at}`),
      ),
      GOOD,
    ),
  ],
  [
    'a shift of four thousand years',
    calendarText(
      event(`UID:h | ${at} | RRULE:FREQ=DAILY`),
      event(
        `UID:h | RECURRENCE-ID;RANGE=THISANDFUTURE:20260303T090000Z | DTSTART:60000101T000000Z | DURATION:PT1H`,
      ),
      GOOD,
    ),
  ],
  [
    'a century of days, each a century long',
    calendarText(event('UID:c | DTSTART:19270101T000000Z | DURATION:P36500D | RRULE:FREQ=DAILY'), GOOD),
  ],
  [
    'a thousand zones that are none',
    calendarText(
      ...timesOver(1_000, i => event(`UID:${i} | DTSTART;TZID=Zone/Of_${i}:20260302T090000 | DURATION:PT1H`)),
      GOOD,
    ),
  ],
  [
    'a zone that changes every second',
    calendarText(
      component(
        'VTIMEZONE',
        'TZID:Z1 | BEGIN:STANDARD | DTSTART:00010101T000000 | TZOFFSETFROM:+0000 | TZOFFSETTO:+0100 | RRULE:FREQ=SECONDLY | END:STANDARD',
      ),
      event('UID:z | DTSTART;TZID=Z1:20260302T090000 | DURATION:PT1H'),
      GOOD,
    ),
  ],
  [
    'a UID of half a megabyte that repeats',
    calendarText(event(`UID:${'u'.repeat(500_000)} | ${at} | RRULE:FREQ=HOURLY`), GOOD),
  ],
  [
    'a title of half a megabyte that repeats',
    calendarText(event(`UID:t | SUMMARY:${'t'.repeat(500_000)} | ${at} | RRULE:FREQ=HOURLY`), GOOD),
  ],
  [
    'a hundred thousand busy periods',
    calendarText(
      component('VFREEBUSY', `UID:f | FREEBUSY:${timesOver(100_000, () => '20260302T090000Z/PT1H').join()}`),
      GOOD,
    ),
  ],
  [
    'a thousand statements of availability',
    calendarText(
      ...timesOver(1_000, i =>
        component(
          'VAVAILABILITY',
          `UID:${i} | PRIORITY:${i % 10} | BEGIN:AVAILABLE | UID:a | ${at} | RRULE:FREQ=HOURLY | END:AVAILABLE`,
        ),
      ),
      GOOD,
    ),
  ],
  [
    'twenty thousand broken events',
    calendarText(...timesOver(20_000, i => event(`UID:b${i} | DTSTART:never`)), GOOD),
  ],
  ['nothing but NUL', `${calendarText(GOOD)}${'\0'.repeat(300_000)}`],
  [
    'every calendar of the Gregorian year in one list',
    calendarText(
      event(
        `UID:l | ${at} | RRULE:FREQ=YEARLY;BYYEARDAY=${timesOver(366, i => i + 1).join()};BYHOUR=${timesOver(24, i => i).join()};BYMINUTE=${timesOver(60, i => i).join()};BYSECOND=${timesOver(60, i => i).join()};BYSETPOS=-1;COUNT=9999999`,
      ),
      GOOD,
    ),
  ],
]

describe('a text made to do harm', () => {
  it.each(bombs)('with %s ends soon and hides nothing else', (_, text) => {
    const started = process.threadCpuUsage()
    const reading = readCalendar(request(text))
    const elapsedMs = spentSince(started)
    expectSound(reading)
    expect(reading.occurrences.some(({ uid }) => uid === 'good')).toBe(true)
    expect(elapsedMs, 'milliseconds').toBeLessThan(2_000)
  })
})

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY']
const PARTS = [
  '',
  ';BYMONTH=2;BYMONTHDAY=30',
  ';BYMONTH=2;BYMONTHDAY=31;COUNT=99999999',
  ';BYMONTHDAY=-1,-2;COUNT=5',
  ';BYWEEKNO=-1;BYDAY=SU',
  ';BYWEEKNO=53;BYMONTH=7;COUNT=3',
  ';BYDAY=53MO;COUNT=2',
  ';BYYEARDAY=366;BYMONTH=1',
  ';BYSETPOS=366,-366;COUNT=10',
  ';BYHOUR=3;BYMINUTE=7;BYSECOND=11;COUNT=999999999',
  ';INTERVAL=999999999999',
  ';INTERVAL=999999999999;COUNT=999999999999;BYSECOND=59',
  ';UNTIL=00010101',
  ';UNTIL=99991231T235959Z;BYSECOND=60',
  ';COUNT=999999999999',
  ';BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYHOUR=0,6,12,18;COUNT=99999999',
]
const STARTS = [
  'DTSTART:20160229T235959Z',
  'DTSTART;TZID=Africa/Casablanca:19700101T000000',
  'DTSTART;VALUE=DATE:00010101',
  'DTSTART:99991231T235959',
  'DTSTART;TZID=Pacific/Apia:20111230T120000',
]
const LENGTHS = ['DURATION:PT1S', 'DURATION:P1000D']

describe('a thousand crafted rules', () => {
  const crafted = FREQUENCIES.flatMap(frequency =>
    PARTS.flatMap(part =>
      STARTS.flatMap(start => LENGTHS.map(length => `${start} | ${length} | RRULE:FREQ=${frequency}${part}`)),
    ),
  )

  it.each(FREQUENCIES)('of FREQ=%s end soon and hide nothing else', frequency => {
    const slow: string[] = []
    for (const lines of crafted.filter(line => line.includes(`FREQ=${frequency}`))) {
      const started = process.threadCpuUsage()
      const reading = readCalendar(request(calendarText(event(lines), GOOD)))
      if (spentSince(started) > 1_000) slow.push(lines)
      expectSound(reading)
      expect(
        reading.occurrences.some(({ uid }) => uid === 'good'),
        lines,
      ).toBe(true)
    }
    expect(crafted.length).toBeGreaterThan(1000)
    expect(slow).toEqual([])
  })
})

/** Real exports with a few pieces cut out, doubled, swapped or replaced, at any place. */
const fragments = fc.constantFrom(
  ...[
    'BEGIN:VEVENT',
    'END:VEVENT',
    'BEGIN:VCALENDAR',
    'END:VCALENDAR',
    '\r\n',
    '\r',
    '\n ',
    ':',
    ';',
    '"',
    ',',
    '=',
    '\0',
  ],
  ...[
    'RRULE:FREQ=SECONDLY',
    'RRULE:FREQ=DAILY;COUNT=99999',
    '99999999',
    '00000000T000000',
    '-',
    'TZID=',
    'VALUE=DATE:',
    'é€😀',
  ],
  ...[
    'BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone',
    'UNTIL=',
    'INTERVAL=0',
    'DURATION:-P1D',
    'RANGE=THISANDFUTURE',
    '\ud800',
  ],
)
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 60 }),
  insert: fc.oneof(fc.constant(''), fragments, fc.string({ unit: 'binary', maxLength: 12 })),
})
const damaged = fc
  .tuple(fc.constantFrom(...exports), fc.array(edit, { minLength: 1, maxLength: 12 }))
  .map(([text, edits]) =>
    edits.reduce((all, { at: place, remove, insert }) => {
      const position = Math.floor(place * all.length)
      return all.slice(0, position) + insert + all.slice(position + remove)
    }, text),
  )

describe('generated damage', () => {
  it('never throws, never hangs, never yields an occurrence that is none', () => {
    fc.assert(
      fc.property(damaged, text => {
        const started = process.threadCpuUsage()
        expectSound(readCalendar(request(text)))
        expect(spentSince(started), 'milliseconds').toBeLessThan(1_000)
      }),
      { numRuns: LONG ? 100_000 : 1_500 },
    )
  }, 3_600_000)

  it('read in the worker leaves this thread free and its memory where it was', async () => {
    const reader = createReader({
      workerUrl: new URL('../../main/icalendar/worker.ts', import.meta.url),
      deadlineMs: 2_000,
      maxBytes: 5_000_000,
    })
    const texts = fc.sample(damaged, { numRuns: 500 })
    for (const text of texts.slice(0, 50)) await reader.read(request(text))
    const before = heapBytes()
    const pauses: number[] = []
    // A busy test machine pauses threads by itself: one quiet round shows what reading costs, many show it in the middle.
    while (LONG ? pauses.length < 200 : pauses.length < 5 && Math.min(1000, ...pauses) >= 50) {
      const delay = monitorEventLoopDelay({ resolution: 5 })
      delay.enable()
      for (const text of texts) expectSound(await reader.read(request(text)))
      delay.disable()
      pauses.push(delay.max / 1e6)
    }
    await reader.close()
    expect((heapBytes() - before) / 1e6, 'megabytes').toBeLessThan(50)
    pauses.sort((a, b) => a - b)
    expect(pauses[LONG ? 100 : 0], 'milliseconds').toBeLessThan(50)
  }, 3_600_000)
})

/** Milliseconds of this thread's own work, whatever else the machine was doing. */
function spentSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(started)
  return (user + system) / 1000
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
