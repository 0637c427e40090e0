import { CalendarDateTime, toZoned } from '@internationalized/date'
import { describe, expect, it } from 'vitest'
import { civilDate, DAY_MS, dayAt, dayOf, HOUR_MS } from '../../main/icalendar/wall-time.ts'
import { isPlaceName, namedZone } from '../../main/icalendar/zone-names.ts'
import { intlZone } from '../../main/icalendar/zones.ts'

/** Zones with changes that are unlike the usual hour in spring and autumn. */
const ODD_ZONES = [
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Pyongyang',
  'America/Caracas',
  'Antarctica/Troll',
]

/** Another implementation's answer; `compatible` is RFC 5545's rule: the offset before a gap, the first of two. */
function otherInstant(zone: string, wallMs: number): number {
  const day = dayAt(wallMs)
  const { year, month, day: monthDay } = civilDate(day)
  const clock = Math.round((wallMs - day * DAY_MS) / 1000)
  const [hour, minute, second] = [Math.floor(clock / 3600), Math.floor(clock / 60) % 60, clock % 60]
  return toZoned(new CalendarDateTime(year, month, monthDay, hour, minute, second), zone, 'compatible')
    .toDate()
    .getTime()
}

describe('a zone of the platform', () => {
  it.each(ODD_ZONES)('%s turns wall times into the instants that another implementation finds', name => {
    const zone = intlZone(name)!
    // Not a divisor of a day, so that every hour of the clock comes up; half an hour finds every gap.
    for (
      let wallMs = dayOf(1993, 1, 1) * DAY_MS;
      wallMs < dayOf(2037, 1, 1) * DAY_MS;
      wallMs += 997 * 60_000 * 60
    ) {
      expect(zone.toInstant(wallMs), new Date(wallMs).toISOString()).toBe(otherInstant(name, wallMs))
    }
  })

  it.each(ODD_ZONES)('%s is right to the half hour around every change of the 2020s', name => {
    const zone = intlZone(name)!
    for (const changeMs of changes(name)) {
      for (let wallMs = changeMs - 30 * HOUR_MS; wallMs < changeMs + 30 * HOUR_MS; wallMs += HOUR_MS / 2) {
        expect(zone.toInstant(wallMs), new Date(wallMs).toISOString()).toBe(otherInstant(name, wallMs))
      }
    }
  })

  it.each(ODD_ZONES)('%s finds the way back from every instant', name => {
    const zone = intlZone(name)!
    for (let ms = Date.UTC(2024, 0, 1); ms < Date.UTC(2028, 0, 1); ms += 5 * HOUR_MS) {
      const wallMs = zone.toWall(ms)
      const back = zone.toInstant(wallMs)
      expect(back <= ms && zone.toWall(back) === wallMs, new Date(ms).toISOString()).toBe(true)
    }
  })

  it('is nothing where the name is none', () => {
    for (const name of ['', 'Nowhere/Land', '../../etc/passwd', 'x'.repeat(10_000), 'Europe/Berlin\n']) {
      expect(intlZone(name), name.slice(0, 20)).toBeNull()
    }
  })

  it('is right in the first centuries, which Date takes for the twentieth', () => {
    expect(intlZone('UTC')!.toInstant(dayOf(50, 1, 1) * DAY_MS)).toBe(Date.parse('0050-01-01T00:00:00Z'))
  })
})

function changes(name: string): number[] {
  const found: number[] = []
  for (let ms = Date.UTC(2020, 0, 1); ms < Date.UTC(2030, 0, 1); ms += 6 * HOUR_MS) {
    const offset = (at: number) => intlZone(name)!.toWall(at) - at
    if (offset(ms) !== offset(ms + 6 * HOUR_MS)) found.push(ms + offset(ms))
  }
  return found
}

describe('a TZID', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['"Europe/Berlin"', 'Europe/Berlin'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['/mozilla.org/20050126_1/Europe/Berlin', 'Europe/Berlin'],
    ['/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Eastern Standard Time', 'America/New_York'],
    ['Tokyo Standard Time', 'Asia/Tokyo'],
    ['Z', 'UTC'],
    ['GMT+0200', 'GMT+0200'],
    ['UTC-05:30', 'UTC-05:30'],
  ])('%s is %s', (tzid, id) => {
    expect(namedZone(tzid)?.id).toBe(id)
  })

  it.each(['Customized Time Zone', 'tzone://Microsoft/Custom', '(UTC+01:00) Amsterdam', 'GMT+99', ''])(
    '%j names no place',
    tzid => {
      expect(namedZone(tzid)).toBeNull()
    },
  )

  it('that is an abbreviation is no place: a text may define it as it likes', () => {
    expect(['EST', 'CET', 'Europe/Berlin', 'W. Europe Standard Time', 'UTC'].map(isPlaceName)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })

  it('with an offset has that offset', () => {
    const zones = ['GMT+0200', 'UTC-05:30', '+1'].map(tzid => namedZone(tzid)!)
    expect(zones.map(zone => zone.toInstant(0) / 60_000)).toEqual([-120, 330, -60])
    expect(zones.map(zone => zone.toWall(0) / 60_000)).toEqual([120, -330, 60])
  })
})
