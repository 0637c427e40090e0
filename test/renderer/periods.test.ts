import { describe, expect, it } from 'vitest'
import { type PeriodChoice, periodSpans, presetRange, spanOwners } from '../../renderer/time/periods.ts'

const nowMs = Date.parse('2026-10-20T13:37:42Z')
const told = (choice: PeriodChoice, tzid: string) =>
  periodSpans(choice, nowMs, tzid).map(s => [s.startMs, s.endMs].map(ms => new Date(ms).toISOString()))

describe('preset periods', () => {
  it.each([
    ['two_weeks', 'Europe/Berlin', '2026-11-02T23:00:00.000Z'],
    ['four_weeks', 'America/New_York', '2026-11-17T05:00:00.000Z'],
    ['this_month', 'Europe/Berlin', '2026-10-31T23:00:00.000Z'],
  ] as const)('%s in %s begin now and end with a day, across the change of clocks', (preset, tzid, end) => {
    expect(told({ kind: 'preset', preset }, tzid)).toEqual([['2026-10-20T13:37:00.000Z', end]])
  })

  it('open as custom dates that cover the same days', () => {
    expect(presetRange('two_weeks', nowMs, 'Europe/Berlin')).toEqual({
      from: '2026-10-20',
      to: '2026-11-02',
      hours: null,
    })
  })
})

describe('custom dates', () => {
  const range = { from: '2026-10-24', to: '2026-10-26', hours: null }

  it('without hours are one span of whole days', () => {
    expect(told({ kind: 'ranges', ranges: [range] }, 'Europe/Berlin')).toEqual([
      ['2026-10-23T22:00:00.000Z', '2026-10-26T23:00:00.000Z'],
    ])
  })

  it('with hours are one span a day, at the same wall time before and after the change', () => {
    const hours = { startMinute: 540, endMinute: 1440 }
    expect(told({ kind: 'ranges', ranges: [{ ...range, hours }] }, 'Europe/Berlin')).toEqual([
      ['2026-10-24T07:00:00.000Z', '2026-10-24T22:00:00.000Z'],
      ['2026-10-25T08:00:00.000Z', '2026-10-25T23:00:00.000Z'],
      ['2026-10-26T08:00:00.000Z', '2026-10-26T23:00:00.000Z'],
    ])
  })

  it('that end before they begin stay wrong, so that the program can say so', () => {
    const [span] = periodSpans({ kind: 'ranges', ranges: [{ ...range, to: '2026-10-20' }] }, nowMs, 'UTC')
    expect(span!.endMs).toBeLessThan(span!.startMs)
  })

  it('know which of them made which span', () => {
    const hours = { startMinute: 540, endMinute: 600 }
    const ranges = [
      { ...range, hours },
      { ...range, hours: null },
    ]
    expect(spanOwners({ kind: 'ranges', ranges }, 'UTC')).toEqual([0, 0, 0, 1])
  })
})
