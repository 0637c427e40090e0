import { parseDateTime, toZoned } from '@internationalized/date'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isZone, zoneTable } from '../../main/engine/zone-table.ts'
import { at, iso } from './instants.ts'
import { wallAt } from './oracle.ts'

const ZONES = [
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kwajalein',
  'Antarctica/Troll',
  'UTC',
]

describe('a wall reading becomes an instant', () => {
  test.each([
    ['an ordinary one', 'Europe/London', '2026-07-01T09:00', '2026-07-01T08:00Z'],
    ['a skipped hour, by the offset before', 'Europe/London', '2026-03-29T01:30', '2026-03-29T01:30Z'],
    ['a repeated hour, the first time', 'Europe/London', '2026-10-25T01:30', '2026-10-25T00:30Z'],
    ['a repeated hour west of Greenwich', 'America/New_York', '2026-11-01T01:30', '2026-11-01T05:30Z'],
    ['the first minute after a gap', 'America/New_York', '2026-03-08T03:00', '2026-03-08T07:00Z'],
    ['a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45Z'],
    ['a repeated half hour', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45Z'],
    ['a midnight that is skipped', 'America/Havana', '2026-03-08T00:00', '2026-03-08T05:00Z'],
    ['a day that never was', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00Z'],
    ['a change one minute after midnight', 'America/St_Johns', '2006-10-29T00:00', '2006-10-29T02:30Z'],
  ])('%s', (_, zone, wall, instant) => {
    expect(iso(zoneTable(zone).wallToMinute(at(`${wall}Z`)))).toBe(instant)
  })
})

test('an offset with seconds shows the minute begun', () => {
  const liberia = zoneTable('Africa/Monrovia')
  expect(iso(liberia.toWall(at('1971-06-01T12:00Z')))).toBe('1971-06-01T11:15Z')
  expect(iso(liberia.toWall(at('1972-06-01T12:00Z')))).toBe('1972-06-01T12:00Z')
})

const anyZone = fc.constantFrom(...ZONES)
const anyMinute = fc.integer({ min: at('1970-01-02T00:00Z'), max: at('2037-12-31T00:00Z') })

test('readings of 1970 to 2037 are those that Intl spells out', () => {
  fc.assert(
    fc.property(anyZone, anyMinute, (zone, minute) => {
      expect(zoneTable(zone).toWall(minute)).toBe(wallAt(zone, minute))
    }),
    { numRuns: 3000 },
  )
})

test('instants of 1973 to 2037 are those of an independent library', () => {
  // From 1973, because that library keeps the seconds of Liberia's old offset.
  const wall = fc.integer({ min: at('1973-01-01T00:00Z'), max: at('2037-12-31T00:00Z') })
  fc.assert(
    fc.property(anyZone, wall, (zone, reading) => {
      const local = parseDateTime(iso(reading).slice(0, 16))
      const theirs = toZoned(local, zone, 'compatible').toDate().getTime() / 60_000
      expect(iso(zoneTable(zone).wallToMinute(reading))).toBe(iso(theirs))
    }),
    { numRuns: 3000 },
  )
})

test('runs tile the window, each with the offset of all its minutes', () => {
  const length = fc.integer({ min: 1, max: 500_000 })
  fc.assert(
    fc.property(anyZone, anyMinute, length, (zone, start, minutes) => {
      const runs = zoneTable(zone).runs(start, start + minutes)
      expect(runs[0]?.start).toBe(start)
      expect(runs.at(-1)?.end).toBe(start + minutes)
      runs.forEach((run, i) => {
        expect(run.end).toBe(runs[i + 1]?.start ?? start + minutes)
        expect(run.offset).not.toBe(runs[i + 1]?.offset)
        for (const minute of [run.start, run.end - 1]) expect(wallAt(zone, minute) - minute).toBe(run.offset)
      })
    }),
    { numRuns: 500 },
  )
})

test('a year far ahead follows the last known rule', () => {
  expect(iso(zoneTable('Europe/London').toWall(at('2150-07-01T12:00Z')))).toBe('2150-07-01T13:00Z')
})

test('an alias and another letter case share the table of their zone', () => {
  expect(zoneTable('europe/LONDON')).toBe(zoneTable('Europe/London'))
})

test.each([
  ['Europe/London', true],
  ['Asia/Calcutta', true],
  ['Etc/GMT-3', true],
  ['UTC', true],
  ['+05:30', true],
  ['GMT+1', false],
  ['Mars/Olympus', false],
  ['W. Europe Standard Time', false],
  ['', false],
])('%j is a zone: %s', (name, known) => {
  expect(isZone(name)).toBe(known)
})
