import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expandRule } from '../../main/icalendar/recurrence.ts'
import { type Rule, readRule } from '../../main/icalendar/rule.ts'
import { readTime } from '../../main/icalendar/values.ts'
import { oracle } from './recurrence-oracle.ts'

const DAY_MS = 86_400_000

function ruleOf(text: string): Rule {
  const reading = readRule(text)
  if (!reading.ok) throw new Error(reading.message)
  return reading.rule
}

function wall(text: string): number {
  return readTime(text)!.wallMs
}

function expand(text: string, start: string, from: string, to: string) {
  const budget = { steps: 500_000 }
  const request = {
    rule: ruleOf(text),
    startWallMs: wall(start),
    isDate: start.length === 8,
    fromMs: wall(from),
    toMs: wall(to),
    maxResults: 20_000,
    budget,
  }
  const { walls, complete } = expandRule(request)
  return { walls: walls.map(stamp), complete, steps: 500_000 - budget.steps }
}

function stamp(wallMs: number): string {
  return new Date(wallMs).toISOString().replaceAll(/[-:]|\.000Z/g, '')
}

describe('a rule of RFC 5545 3.8.5.3', () => {
  const examples: [string, string, string, string, string, string][] = [
    [
      'the last weekday of the month',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '19970929T090000',
      '19970901T000000',
      '19971231T235959',
      '19970930T090000 19971031T090000 19971128T090000 19971231T090000',
    ],
    [
      'Friday the 13th',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '19970902T090000',
      '19970902T090000',
      '19991231T000000',
      '19980213T090000 19980313T090000 19981113T090000 19990813T090000',
    ],
    [
      'the 20th Monday of the year',
      'FREQ=YEARLY;BYDAY=20MO',
      '19970519T090000',
      '19970101T000000',
      '19991231T000000',
      '19970519T090000 19980518T090000 19990517T090000',
    ],
    [
      'week 20, from DTSTART to Monday',
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
      '19970512T090000',
      '19970101T000000',
      '19991231T000000',
      '19970512T090000 19980511T090000 19990517T090000',
    ],
    [
      'the 15th where it lies in week 20, on whatever weekday',
      'FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=15',
      '19970515T090000',
      '19970101T000000',
      '20001231T000000',
      '19970515T090000 19980515T090000 20000515T090000',
    ],
    [
      'weeks that begin on Monday',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '19970805T090000',
      '19970101T000000',
      '19971231T000000',
      '19970805T090000 19970810T090000 19970819T090000 19970824T090000',
    ],
    [
      'weeks that begin on Sunday',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '19970805T090000',
      '19970101T000000',
      '19971231T000000',
      '19970805T090000 19970817T090000 19970819T090000 19970831T090000',
    ],
    [
      'a day that most months lack',
      'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
      '20070115T090000',
      '20070101T000000',
      '20071231T000000',
      '20070115T090000 20070130T090000 20070215T090000 20070315T090000 20070330T090000',
    ],
    [
      'election day',
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '19961105T090000',
      '19960101T000000',
      '20051231T000000',
      '19961105T090000 20001107T090000 20041102T090000',
    ],
    [
      'the leap day only',
      'FREQ=YEARLY',
      '20160229T080000',
      '20160101T000000',
      '20251231T000000',
      '20160229T080000 20200229T080000 20240229T080000',
    ],
    [
      'SKIP=BACKWARD of RFC 7529',
      'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD',
      '20260131T080000',
      '20260101T000000',
      '20260401T000000',
      '20260131T080000 20260228T080000 20260331T080000',
    ],
    [
      'SKIP=FORWARD of RFC 7529',
      'RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD',
      '20240229T080000',
      '20240101T000000',
      '20261231T000000',
      '20240229T080000 20250301T080000 20260301T080000',
    ],
  ]
  it.each(examples)('gives %s', (_, rule, start, from, to, expected) => {
    expect(expand(rule, start, from, to).walls.join(' ')).toBe(expected)
  })
})

describe('a rule far from its start', () => {
  it('costs what the window costs, however old the series is', () => {
    const { walls, steps } = expand('FREQ=DAILY', '00010101T090000', '20260301T000000', '20260308T000000')
    expect(walls).toHaveLength(7)
    expect(steps).toBeLessThan(40)
  })

  it('counts without walking where each period holds as many', () => {
    const rules = [
      'FREQ=DAILY;COUNT=9999',
      'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9999',
      'FREQ=MINUTELY;INTERVAL=7;COUNT=99999999',
    ]
    for (const rule of rules) {
      expect(expand(rule, '20160104T090000', '20260302T000000', '20260303T000000').steps, rule).toBeLessThan(
        1000,
      )
    }
  })

  it('jumps over days, hours and minutes that a part rules out', () => {
    const { walls, steps } = expand(
      'FREQ=SECONDLY;BYMONTH=12;BYMONTHDAY=24;BYHOUR=18;BYMINUTE=0;BYSECOND=0',
      '20160101T000000',
      '20260101T000000',
      '20261231T235959',
    )
    expect(walls).toEqual(['20261224T180000'])
    expect(steps).toBeLessThan(2000)
  })
})

describe('SKIP=FORWARD', () => {
  it('reaches from the month before into a window that opens behind it', () => {
    const rule = 'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD'
    expect(expand(rule, '20260131T080000', '20260301T000000', '20260301T235959').walls).toEqual([
      '20260301T080000',
    ])
  })
})

describe('a rule that cannot be', () => {
  const impossible = [
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31,-31;COUNT=5',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7',
    'FREQ=YEARLY;BYYEARDAY=200;BYMONTH=2;COUNT=3',
    'FREQ=HOURLY;INTERVAL=24;BYHOUR=3;COUNT=4',
    'FREQ=YEARLY;BYDAY=53MO,-53MO;BYMONTH=5',
  ]
  it.each(impossible)('%s ends at once', rule => {
    const { walls, complete, steps } = expand(rule, '20160101T090000', '20260101T000000', '20261231T235959')
    expect(walls).toEqual([])
    expect(complete).toBe(true)
    expect(steps).toBeLessThan(10_000)
  })
})

describe('the allowance', () => {
  it('ends a rule that repeats too often, and says so', () => {
    const { walls, complete } = expand(
      'FREQ=SECONDLY',
      '20260101T000000',
      '20260101T000000',
      '20261231T000000',
    )
    expect(complete).toBe(false)
    expect(walls).toHaveLength(20_000)
  })

  it('ends a rule that searches too long, and says so', () => {
    const rule = 'FREQ=SECONDLY;INTERVAL=59;BYSECOND=7,9;BYMINUTE=13;COUNT=100000000'
    const { complete, steps } = expand(rule, '19700101T000000', '20260101T000000', '20261231T000000')
    expect(complete).toBe(false)
    expect(steps).toBeLessThanOrEqual(500_001)
  })
})

/** Lists short enough that sets meet, long enough that they are not empty. */
const list = (low: number, high: number, signed: boolean) =>
  fc
    .array(fc.tuple(fc.integer({ min: low, max: high }), fc.boolean()), { minLength: 1, maxLength: 4 })
    .map(items => items.map(([number, negative]) => (signed && negative ? -number : number)).join(','))

const weekdays = fc.array(
  fc.tuple(
    fc.constantFrom('', '', '1', '2', '-1', '5', '-2'),
    fc.constantFrom('SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'),
  ),
  { minLength: 1, maxLength: 4 },
)

const some = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { freq, nil: undefined })

function rules(frequency: readonly string[], maxInterval: number): fc.Arbitrary<string> {
  return fc
    .record({
      FREQ: fc.constantFrom(...frequency),
      INTERVAL: fc.integer({ min: 1, max: maxInterval }),
      COUNT: some(fc.integer({ min: 1, max: 60 }), 2),
      WKST: some(fc.constantFrom('MO', 'SU', 'TH'), 2),
      BYMONTH: some(list(1, 12, false), 1),
      BYMONTHDAY: some(list(1, 31, true), 1),
      BYDAY: some(
        weekdays.map(parts => parts.map(part => part.join('')).join(',')),
        2,
      ),
      BYYEARDAY: some(list(1, 366, true), 1),
      BYWEEKNO: some(list(1, 53, true), 1),
      BYHOUR: some(list(0, 23, false), 1),
      BYMINUTE: some(list(0, 59, false), 1),
      BYSECOND: some(list(0, 59, false), 1),
      BYSETPOS: some(list(1, 4, true), 1),
    })
    .map(parts =>
      Object.entries(parts)
        .filter(([name, value]) => value !== undefined && applies(name, parts.FREQ))
        .map(([name, value]) => `${name}=${value}`)
        .join(';'),
    )
}

/** Where RFC 5545 forbids a part there is nothing to agree on. */
function applies(name: string, frequency: string): boolean {
  if (name === 'BYWEEKNO') return frequency === 'YEARLY'
  if (name === 'BYYEARDAY') return !['MONTHLY', 'WEEKLY', 'DAILY'].includes(frequency)
  return name !== 'BYMONTHDAY' || frequency !== 'WEEKLY'
}

describe('every rule', () => {
  const weekRules = fc
    .record({
      INTERVAL: fc.integer({ min: 1, max: 4 }),
      WKST: fc.constantFrom('MO', 'SU', 'TH', 'SA'),
      BYWEEKNO: fc.oneof(list(1, 53, true), fc.constantFrom('1', '-1', '53', '-53', '1,-1,20')),
      BYDAY: some(fc.constantFrom('MO', 'SU,TH', 'FR,SA,SU,MO'), 1),
      BYMONTH: some(fc.constantFrom('1', '1,12', '5,6,7'), 1),
      BYMONTHDAY: some(list(1, 31, true), 1),
      BYSETPOS: some(list(1, 3, true), 1),
      COUNT: some(fc.integer({ min: 1, max: 20 }), 1),
    })
    .map(parts => {
      const present = Object.entries(parts).filter(([, value]) => value !== undefined)
      return `FREQ=YEARLY;${present.map(part => part.join('=')).join(';')}`
    })
  const long = process.env['OPENSLOT_LONG'] === undefined ? 1 : 50
  const kinds: [string, fc.Arbitrary<string>, number, number][] = [
    ['of days and longer', rules(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'], 4), 800, 250],
    ['of numbered weeks', weekRules, 3000, 150],
    ['of hours', rules(['HOURLY'], 30), 40, 100],
    ['of minutes', rules(['MINUTELY'], 900), 4, 60],
    ['of seconds', rules(['SECONDLY'], 9000), 2, 12],
  ]
  it.each(kinds)(
    '%s gives what the slow reading of the RFC gives, in any window',
    (_, texts, days, runs) => {
      const starts = fc.integer({ min: 0, max: 3000 * 24 * 60 })
      const windows = fc.tuple(fc.integer({ min: 0, max: days }), fc.integer({ min: 1, max: days }))
      fc.assert(
        fc.property(texts, starts, windows, (text, startMinutes, [skip, length]) => {
          const startWallMs = wall('20180101T000000') + startMinutes * 60_000
          const fromMs = startWallMs + skip * DAY_MS
          const toMs = fromMs + length * DAY_MS
          const rule = ruleOf(text)
          const budget = { steps: 5_000_000 }
          const { walls } = expandRule({
            rule,
            startWallMs,
            isDate: false,
            fromMs,
            toMs,
            maxResults: 1e6,
            budget,
          })
          const expected = oracle(rule, startWallMs, toMs).filter(ms => ms >= fromMs)
          expect(walls.map(stamp)).toEqual(expected.map(stamp))
        }),
        { numRuns: runs * long },
      )
    },
    600_000,
  )
})
