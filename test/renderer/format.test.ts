import { describe, expect, it } from 'vitest'
import {
  counted,
  dateText,
  durationText,
  hourText,
  minuteText,
  relativeText,
  spanOf,
  timesOf,
} from '../../renderer/time/format.ts'
import { deskLocale, firstWeekday } from '../../renderer/time/locale.ts'
import { zoneName, zones, zoneText } from '../../renderer/time/zone-names.ts'

const nine = Date.parse('2026-11-24T08:00:00Z')
const half = nine + 90 * 60_000
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('times', () => {
  it('run to 24 or to 12 as the reader is used to', () => {
    expect(timesOf(nine, half, 'Europe/Berlin', 'en-GB')).toBe('09:00–10:30')
    expect(plain(timesOf(nine, half, 'Europe/Berlin', 'en-US'))).toBe('9:00 AM–10:30 AM')
  })

  it('name the other day where they end on one', () => {
    expect(spanOf(nine, nine + 86_400_000, 'Europe/Berlin', 'en-GB')).toMatch(
      /^Tue,? 24 Nov, 09:00–Wed,? 25 Nov, 09:00$/,
    )
  })

  it('may end at midnight without ending on another day', () => {
    const midnight = Date.parse('2026-11-24T23:00:00Z')
    expect(timesOf(nine, midnight, 'Europe/Berlin', 'en-GB')).toBe('09:00–00:00')
  })

  it('label the axis and the hours of a week', () => {
    expect([hourText(9, 'en-GB'), plain(hourText(13, 'en-US')), minuteText(1440, 'en-GB')]).toEqual([
      '09:00',
      '1 PM',
      '00:00',
    ])
  })
})

describe('words', () => {
  it.each([
    [5, '5 min'],
    [60, '1 h'],
    [90, '1 h 30 min'],
    [1440, '1 day'],
    [0, '0 min'],
  ])('say %i minutes as %s', (minutes, text) => {
    expect(durationText(minutes)).toBe(text)
  })

  it('count in one and many', () => {
    expect([
      counted(1, 'entry', 'entries'),
      counted(0, 'time'),
      counted(2000, 'time', 'times', 'en-GB'),
    ]).toEqual(['1 entry', '0 times', '2,000 times'])
  })

  it('say how far away something is', () => {
    expect([half, nine - 2 * 86_400_000, nine + 1000].map(ms => relativeText(ms, nine, 'en-GB'))).toEqual([
      'in 2 hours',
      '2 days ago',
      'just now',
    ])
  })

  it('write a date that has no zone the same everywhere', () => {
    expect(dateText('2026-11-24', { day: 'numeric', month: 'long' }, 'en-GB')).toBe('24 November')
  })
})

describe('the reader’s own habits', () => {
  it.each([
    [['en-US', 'de'], 'en-US'],
    [['de-DE', 'en-US'], 'en-GB-u-hc-h23'],
    [['hi-IN'], 'en-GB-u-hc-h12'],
    [[], 'en-GB-u-hc-h23'],
  ])('of %j make the dates %s', (languages, locale) => {
    expect(deskLocale(languages)).toBe(locale)
  })

  it('begin the week on Sunday in the United States and on Monday in Germany', () => {
    expect([firstWeekday('en-US'), firstWeekday('de-DE')]).toEqual([7, 1])
  })
})

describe('zones', () => {
  it('are named by their place and offset at the instant in question', () => {
    expect(zoneName('America/Argentina/Ushuaia', nine)).toMatchObject({
      place: 'Argentina / Ushuaia',
      offset: 'GMT-3',
    })
    expect([zoneText('Europe/Berlin', nine), zoneText('UTC', nine)]).toEqual(['Berlin time (GMT+1)', 'UTC'])
  })

  it('can all be chosen, and one that goes by an older name here as well', () => {
    const all = zones(nine, 'Asia/Calcutta').map(z => z.tzid)
    expect(all).toContain('Europe/Berlin')
    expect(all.filter(z => z === 'Asia/Calcutta')).toHaveLength(1)
  })
})
