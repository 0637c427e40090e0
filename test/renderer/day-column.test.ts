import { describe, expect, it } from 'vitest'
import { axisMinute, columnHours, dayColumn } from '../../renderer/time/day-column.ts'
import { addDays, MINUTE_MS } from '../../renderer/time/zones.ts'

const at = (text: string) => Date.parse(text)

describe('a day along the axis of 24 clock hours', () => {
  it.each([
    ['an ordinary day', '2026-11-24', 'Europe/Berlin', 24, null],
    ['the day the clocks go forward', '2026-03-29', 'Europe/Berlin', 23, 60],
    ['the day the clocks go back', '2026-10-25', 'Europe/Berlin', 25, -60],
    ['a change of half an hour', '2026-04-05', 'Australia/Lord_Howe', 24.5, -30],
    ['a day that begins at one', '2026-04-24', 'Africa/Cairo', 23, null],
    ['a day that ends twice', '2026-10-29', 'Africa/Cairo', 25, -60],
  ])('knows the length of %s and its change', (_, day, tzid, hours, byMinutes) => {
    const column = dayColumn(day, tzid)
    expect(columnHours(column)).toBe(hours)
    expect(column.change?.byMinutes ?? null).toBe(byMinutes)
  })

  it('puts nine in the morning at the same height on all of them', () => {
    const heights = ['2026-03-28', '2026-03-29', '2026-10-25'].map(day => {
      const column = dayColumn(day, 'Europe/Berlin')
      const nine = at(`${day}T09:00:00Z`) - (day === '2026-03-29' ? 120 : 60) * MINUTE_MS
      return axisMinute(column, nine)
    })
    expect(heights).toEqual([540, 540, 540])
  })

  it('leaves the skipped hour empty', () => {
    const column = dayColumn('2026-03-29', 'Europe/Berlin')
    expect(axisMinute(column, at('2026-03-29T00:59:00Z'))).toBe(119)
    expect(axisMinute(column, at('2026-03-29T01:00:00Z'))).toBe(180)
  })

  it('draws the repeated hour at half the scale', () => {
    const column = dayColumn('2026-10-25', 'Europe/Berlin')
    expect(axisMinute(column, at('2026-10-25T00:00:00Z'))).toBe(120)
    expect(axisMinute(column, at('2026-10-25T01:00:00Z'))).toBe(150)
    expect(axisMinute(column, at('2026-10-25T02:00:00Z'))).toBe(180)
  })

  it('never runs backwards, on any day of a year with odd changes', () => {
    for (const tzid of ['Africa/Cairo', 'America/Asuncion', 'Australia/Lord_Howe', 'America/Havana']) {
      for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
        const column = dayColumn(day, tzid)
        let last = -1
        for (let ms = column.startMs; ms <= column.endMs; ms += 15 * MINUTE_MS) {
          const minute = axisMinute(column, ms)
          if (minute < last || minute > 1440) throw new Error(`${tzid} ${day}: ${last} then ${minute}`)
          last = minute
        }
        expect(last).toBe(1440)
      }
    }
  })
})
