import { describe, expect, it } from 'vitest'
import { overridesFrom, overridesOf, rangesOf } from '../../renderer/time/date-overrides.ts'

const off = (date: string) => ({ date, periods: [] })
const morning = [{ startMinute: 540, endMinute: 720 }]

describe('dates with hours of their own', () => {
  it('stand together where they follow one another and say the same', () => {
    const overrides = [off('2026-12-31'), off('2026-12-30'), off('2027-01-01'), off('2027-01-03')]
    expect(rangesOf(overrides)).toEqual([
      { from: '2026-12-30', to: '2027-01-01', hours: [] },
      { from: '2027-01-03', to: '2027-01-03', hours: [] },
    ])
  })

  it('stand apart where their hours differ', () => {
    const ranges = rangesOf([off('2026-12-24'), { date: '2026-12-25', periods: morning }])
    expect(ranges.map(r => r.hours)).toEqual([[], morning])
  })

  it('become days again, each once, the last said standing', () => {
    const overrides = overridesOf([
      { from: '2026-12-24', to: '2026-12-26', hours: [] },
      { from: '2026-12-25', to: '2026-12-25', hours: morning },
    ])
    expect(overrides).toEqual([
      off('2026-12-24'),
      { date: '2026-12-25', periods: morning },
      off('2026-12-26'),
    ])
  })

  it('are days again as they were', () => {
    const overrides = [off('2026-03-28'), off('2026-03-29'), { date: '2026-03-30', periods: morning }]
    expect(overridesOf(rangesOf(overrides))).toEqual(overrides)
  })

  it('that are past do not matter any more', () => {
    expect(overridesFrom([off('2026-11-23'), off('2026-11-24')], '2026-11-24')).toEqual([off('2026-11-24')])
  })
})
