import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCoverage } from '../../main/calendars/coverage.ts'
import { machineClock } from '../../main/host/machine.ts'
import { createReader, type Reader } from '../../main/icalendar/reader.ts'
import { importCalendar, listCalendars } from '../../main/scheduling/calendars.ts'
import { listOffers } from '../../main/scheduling/offers.ts'
import { addPerson } from '../../main/scheduling/people.ts'
import { Refusal } from '../../main/scheduling/refusal.ts'
import { sampleQuery, testWorld } from '../support/test-world.ts'

let reader: Reader
beforeAll(() => {
  const workerUrl = path.resolve(import.meta.dirname, '../../main/icalendar/worker.ts')
  reader = createReader({ workerUrl, deadlineMs: 5_000, maxBytes: 1_000_000 })
})
afterAll(() => reader.close())

const event = (uid: string, lines: readonly string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  'DTSTAMP:20270101T000000Z',
  ...lines,
  'END:VEVENT',
]
const calendar = (...events: readonly string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n')

const weekly = event('weekly', [
  'SUMMARY:Weekly',
  'DTSTART;TZID=Europe/London:20270104T100000',
  'DTEND;TZID=Europe/London:20270104T110000',
  'RRULE:FREQ=WEEKLY',
])
const broken = event('broken', ['SUMMARY:Broken one', 'DTSTART:not-a-date', 'DTEND:20270719T110000Z'])

async function refusal(work: Promise<unknown>): Promise<Refusal['failure'] | null> {
  return work.then(
    () => null,
    (cause: unknown) => {
      if (cause instanceof Refusal) return cause.failure
      throw cause
    },
  )
}

test('in a broken file the good events count, and the bad ones are named', async () => {
  const { world, sub } = testWorld()
  const made = await importCalendar(world, reader, {
    sub,
    fileName: 'work.ics',
    text: calendar(weekly, broken),
  })
  expect(made).toMatchObject({
    name: 'work',
    kind: 'ics_file',
    readonly: true,
    state: 'uncertain',
    eventCount: 1,
    problems: [{ summary: 'Broken one', message: expect.any(String) }],
  })
})

test.each([
  ['no calendar at all', 'Dear Ada, please find attached'],
  ['nothing', ''],
  ['only events that cannot be read', calendar(broken)],
])('a text that holds %s is refused beside the file, and what was there stays', async (_what, text) => {
  const { world, sub } = testWorld()
  const { calendarId } = await importCalendar(world, reader, {
    sub,
    fileName: 'work.ics',
    text: calendar(weekly),
  })
  const before = listCalendars(world)
  const failure = await refusal(
    importCalendar(world, reader, { sub, calendarId, fileName: 'work.ics', text }),
  )
  expect(failure).toMatchObject({
    code: 'invalid_input',
    fields: { text: [expect.stringContaining('work.ics')] },
  })
  expect(listCalendars(world)).toEqual(before)
})

test('a newer export of the same calendar replaces what was read before', async () => {
  const { world, sub } = testWorld()
  const first = await importCalendar(world, reader, { sub, fileName: 'work.ics', text: calendar(weekly) })
  const moved = weekly.map(line => line.replace('T10', 'T14').replace('T11', 'T15'))
  await importCalendar(world, reader, {
    sub,
    calendarId: first.calendarId,
    fileName: 'work-2.ics',
    text: calendar(moved),
  })
  expect(listCalendars(world).filter(c => c.kind === 'ics_file')).toHaveLength(1)
  const query = sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' }])
  const starts = listOffers(world, query).map(o => new Date(o.startMs).toISOString().slice(11, 16))
  expect(starts).toContain('09:00')
  expect(starts).not.toContain('13:00')
})

test('the hours of a weekly meeting stay taken on both sides of a clock change', async () => {
  const { world, sub } = testWorld({ nowMs: Date.parse('2027-03-01T00:00:00Z') })
  await importCalendar(world, reader, { sub, fileName: 'work.ics', text: calendar(weekly) })
  for (const [day, utc] of [
    ['2027-03-22', '10:00'],
    ['2027-03-29', '09:00'],
  ]) {
    const queryPeriods = [{ startMs: Date.parse(`${day}T08:00:00Z`), endMs: Date.parse(`${day}T13:00:00Z`) }]
    const query = sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' }], {
      queryPeriods,
    })
    const starts = listOffers(world, query).map(o => new Date(o.startMs).toISOString().slice(11, 16))
    expect([day, starts.includes(utc ?? ''), starts.length]).toEqual([day, false, 6])
  }
})

test('time that a file was not read for is not offered until it has been', async () => {
  const { world, sub } = testWorld()
  await importCalendar(world, reader, { sub, fileName: 'work.ics', text: calendar(weekly) })
  const startMs = Date.parse('2030-07-15T08:00:00Z')
  const query = sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' }], {
    queryPeriods: [{ startMs, endMs: startMs + 6 * 3_600_000 }],
  })
  expect(listOffers(world, query)).toEqual([])
  const cover = createCoverage(world.store, reader, { ...machineClock, now: world.clock.now })
  await Promise.all([1, 2, 3].map(() => cover([sub], startMs, startMs + 86_400_000)))
  const starts = listOffers(world, query).map(o => new Date(o.startMs).toISOString().slice(11, 16))
  expect(starts).toEqual(['08:00', '10:00', '10:30', '11:00', '11:30', '12:00', '12:30', '13:00'])
})

test('a file for another person blocks their time, in their zone', async () => {
  const { world, sub } = testWorld()
  const ben = addPerson(world, { name: 'Ben', email: '', tzid: 'America/New_York', hours: null }).sub
  const floating = event('floating', ['SUMMARY:Lunch', 'DTSTART:20270719T060000', 'DTEND:20270719T070000'])
  await importCalendar(world, reader, { sub: ben, fileName: 'ben.ics', text: calendar(floating) })
  const members = [sub, ben].map(s => ({ sub: s, managedAvailability: false }))
  const starts = listOffers(world, sampleQuery([{ members, required: 'all' }])).map(o =>
    new Date(o.startMs).toISOString().slice(11, 16),
  )
  expect(starts).toContain('09:00')
  expect(starts).not.toContain('10:00')
  expect(starts).toContain('11:00')
})
