import { describe, expect, it } from 'vitest'
import { dayColumn } from '../../renderer/time/day-column.ts'
import { gridCeil, gridFloor, marksOf } from '../../renderer/time/start-grid.ts'
import { instantOf, wallMinuteAt } from '../../renderer/time/zones.ts'

const tzid = 'Europe/London'
const at = (minute: number, zone = tzid) => instantOf('2026-11-24', minute, zone)

describe('the grid of starts', () => {
  it.each([
    [30, 569, 540, 570],
    [30, 570, 570, 570],
    [60, 570, 540, 600],
    [20, 615, 600, 620],
    [5, 543, 540, 545],
  ])('of every %i minutes holds minute %i between %i and %i', (intervalMinutes, minute, floor, ceil) => {
    const grid = { intervalMinutes, tzid }
    expect([gridFloor(at(minute), grid), gridCeil(at(minute), grid)]).toEqual([at(floor), at(ceil)])
  })

  it('is that of the clock of the link', () => {
    const nepal = { intervalMinutes: 60, tzid: 'Asia/Kathmandu' }
    expect(gridFloor(at(600), nepal)).toBe(at(555))
  })
})

describe('where arrow keys stop on a day', () => {
  it.each([
    [5, 48, 30],
    [15, 48, 30],
    [30, 48, 30],
    [60, 24, 60],
    [20, 72, 20],
  ])('with starts every %i minutes is %i places, every %i minutes', (intervalMinutes, count, apart) => {
    const marks = marksOf(dayColumn('2026-11-24', tzid), { intervalMinutes, tzid })
    expect(marks).toHaveLength(count)
    expect(marks.every((ms, i) => i === 0 || ms - marks[i - 1]! === apart * 60_000)).toBe(true)
  })

  it.each([
    ['Europe/London', '2026-10-25', 50],
    ['Europe/London', '2027-03-28', 46],
    ['Australia/Lord_Howe', '2026-10-04', 47],
    ['Australia/Lord_Howe', '2027-04-04', 49],
  ])('of %s on %s, when clocks change, is %i half hours, all inside and on the grid', (zone, day, count) => {
    const column = dayColumn(day, zone)
    const marks = marksOf(column, { intervalMinutes: 30, tzid: zone })
    expect(marks).toHaveLength(count)
    expect(new Set(marks).size).toBe(count)
    expect(marks.every(ms => ms >= column.startMs && ms < column.endMs)).toBe(true)
    expect(marks.every(ms => wallMinuteAt(ms, zone) % 30 === 0)).toBe(true)
  })
})
