import { describe, expect, it } from 'vitest'
import {
  closedHours,
  hoursText,
  nextHours,
  officeHours,
  periodsOf,
  weekOf,
} from '../../renderer/time/weekly-hours.ts'

const office = [...officeHours]

describe('weekly hours', () => {
  it('go into the editor and come out again unchanged', () => {
    expect(periodsOf(weekOf(office))).toEqual(office)
  })

  it('are told with days of the same hours said once', () => {
    const saturday = { day: 6, startMinute: 600, endMinute: 720 }
    expect(hoursText([...office, saturday])).toMatch(/^Mon–Fri .+, Sat .+$/)
    expect(hoursText([])).toBe('No hours at all')
  })

  it('tell a day off in the middle', () => {
    expect(hoursText(office.filter(p => p.day !== 3))).toMatch(/^Mon–Tue .+, Thu–Fri .+$/)
  })

  it('propose one more period after the last, while the day has room', () => {
    expect(nextHours([{ startMinute: 540, endMinute: 720 }])).toEqual({ startMinute: 780, endMinute: 960 })
    expect(nextHours([{ startMinute: 540, endMinute: 1440 }])).toBeNull()
  })

  it('leave the rest of the day closed', () => {
    const open = [
      { startMinute: 540, endMinute: 720 },
      { startMinute: 780, endMinute: 1440 },
    ]
    expect(closedHours(open)).toEqual([
      { startMinute: 0, endMinute: 540 },
      { startMinute: 720, endMinute: 780 },
    ])
    expect(closedHours([])).toEqual([{ startMinute: 0, endMinute: 1440 }])
  })
})
