import { expect, test } from 'vitest'
import { book } from '../../main/scheduling/book.ts'
import { createCalendar } from '../../main/scheduling/calendars.ts'
import { createEvent } from '../../main/scheduling/events.ts'
import type { AvailabilityQuery, Member } from '../../main/scheduling/link-template.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { listOffers } from '../../main/scheduling/offers.ts'
import { setOrganizer } from '../../main/scheduling/organizer.ts'
import { monday } from '../support/sample-link.ts'
import { bookingRequest, sampleQuery, sampleTemplate, testWorld } from '../support/test-world.ts'

const hour = 3_600_000

function setUp() {
  const made = testWorld()
  const { world, sub, calendarId } = made
  const event = (fromHour: number, change: { eventId?: string; status?: 'busy' | 'tentative' } = {}) =>
    world.store.events.put({
      calendarId,
      eventUid: `uid-${fromHour}`,
      eventId: change.eventId ?? null,
      summary: 'x',
      description: '',
      location: '',
      url: '',
      startMs: monday.startMs + fromHour * hour,
      endMs: monday.startMs + (fromHour + 1) * hour,
      allDay: false,
      tzid: 'Europe/London',
      status: change.status ?? 'busy',
      attendees: [],
      conferencingUrl: null,
      bookingId: null,
      updatedMs: 0,
    })
  const query = (member: Partial<Member> = {}, change: Partial<AvailabilityQuery> = {}) =>
    sampleQuery([{ members: [{ sub, managedAvailability: false, ...member }], required: 'all' }], {
      startIntervalMinutes: 60,
      ...change,
    })
  /** Hours after nine, London time, at which an hour is on offer. */
  const offered = (member: Partial<Member> = {}, change: Partial<AvailabilityQuery> = {}) =>
    listOffers(world, query(member, change)).map(o => (o.startMs - monday.startMs) / hour)
  return { ...made, event, query, offered }
}

const allDay = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const without = (...hours: number[]) => allDay.filter(h => !hours.includes(h))

test('a member’s own buffer replaces the query’s', () => {
  const { event, offered } = setUp()
  event(4)
  expect(offered({}, { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 })).toEqual(without(3, 4, 5))
  const none = { buffer: { beforeMinutes: 0, afterMinutes: 60 } }
  expect(offered(none, { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 })).toEqual(without(4, 5))
})

test('tentative time counts as busy unless the member is asked to pass over it', () => {
  const { event, offered } = setUp()
  event(2, { status: 'tentative' })
  event(5)
  expect(offered()).toEqual(without(2, 5))
  expect(offered({ ignoreTentative: true })).toEqual(without(5))
})

test('of managed events only those that programs and bookings wrote count', () => {
  const { event, offered } = setUp()
  event(2)
  event(5, { eventId: 'theirs' })
  expect(offered({ onlyManagedEvents: true })).toEqual(without(5))
})

test('an excluded event leaves its time on offer, by its id or its uid', () => {
  const { event, offered } = setUp()
  event(2)
  event(5, { eventId: 'theirs' })
  expect(offered({}, { excludedEvents: [{ eventUid: 'uid-2' }] })).toEqual(without(5))
  expect(offered({}, { excludedEvents: [{ eventId: 'theirs' }] })).toEqual(without(2))
})

test('a cap closes the rest of its day once it is reached, by bookings and by events of programs', () => {
  const { event, offered, world, query } = setUp()
  const caps = [{ period: 'day' as const, limit: 2, tzid: 'Europe/London' }]
  const twoDays = {
    queryPeriods: [monday, { startMs: monday.startMs + 24 * hour, endMs: monday.startMs + 26 * hour }],
  }
  event(1)
  event(2, { eventId: 'theirs' })
  expect(offered({ caps }, twoDays)).toEqual([...without(1, 2), 24, 25])
  const link = addLink(world, sampleTemplate(query()), 'api')
  expect(book(world, link.token, bookingRequest(monday.startMs)).kind).toBe('booked')
  expect(offered({ caps }, twoDays)).toEqual([24, 25])
  const week = [{ period: 'week' as const, limit: 2, tzid: 'Europe/London' }]
  expect(offered({ caps: week }, twoDays)).toEqual([])
})

test('stored periods join the stored hours; with no rule asked for they stand alone', () => {
  const { offered, world, sub } = setUp()
  const evening = { startMs: monday.startMs + 7.5 * hour, endMs: monday.startMs + 9 * hour }
  world.store.availablePeriods.put(sub, { availablePeriodId: 'late', tzid: 'Europe/London', ...evening })
  const managed = { managedAvailability: true }
  expect(offered(managed)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(offered({ ...managed, availabilityRuleIds: ['work_hours'] })).toEqual(allDay)
  expect(offered({ ...managed, availabilityRuleIds: [] })).toEqual([8])
  world.store.availabilityRules.remove(sub, 'work_hours')
  expect(offered(managed)).toEqual([8])
})

test('a rule that names calendars lets only those count while it applies', () => {
  const { offered, world, sub, event } = setUp()
  event(2)
  const other = createCalendar(world, sub, 'Private').calendarId
  const rule = world.store.availabilityRules.of(sub)[0]
  if (rule === undefined) throw new Error('no hours')
  world.store.availabilityRules.put(sub, { ...rule, calendarIds: [other] })
  expect(offered({ managedAvailability: true })).toEqual(without(8))
  expect(offered()).toEqual(without(2))
})

test('what is written is seen at once, and what was rolled back never', () => {
  const { offered, world, event, calendarId } = setUp()
  expect(offered()).toEqual(allDay)
  event(3)
  expect(offered()).toEqual(without(3))
  const failing = () =>
    world.store.transact(() => {
      event(4)
      expect(offered()).toEqual(without(3, 4))
      throw new Error('rolled back')
    })
  expect(failing).toThrow('rolled back')
  expect(offered()).toEqual(without(3))
  world.store.events.remove(calendarId, 'uid-3')
  expect(offered()).toEqual(allDay)
})

test('a booking over an excluded one takes its place: the old one gives its time back and its event goes', () => {
  const { world, query, offered } = setUp()
  const first = addLink(world, sampleTemplate(query()), 'api')
  const old = book(world, first.token, bookingRequest(monday.startMs + hour))
  if (old.kind !== 'booked') throw new Error(old.kind)
  const moving = { excludedEvents: [{ eventUid: old.booking.eventUid }] }
  expect(offered()).toEqual(without(1))
  expect(offered({}, moving)).toEqual(allDay)
  const half = query({}, { ...moving, startIntervalMinutes: 30 })
  const second = addLink(world, sampleTemplate(half), 'api')
  expect(book(world, second.token, bookingRequest(monday.startMs + 1.5 * hour)).kind).toBe('booked')
  expect(world.store.bookings.get(old.booking.bookingId)?.status).toBe('cancelled')
  expect(world.store.outbox.ofBooking(old.booking.bookingId).map(d => d.kind)).toContain('event_removal')
})

test('an event that the desk writes closes its time whichever member variant was asked first', () => {
  const { world, offered, calendarId } = setUp()
  expect([offered(), offered({ ignoreTentative: true })]).toEqual([allDay, allDay])
  createEvent(world, {
    calendarId,
    summary: 'Dentist',
    description: '',
    location: '',
    startMs: monday.startMs,
    endMs: monday.startMs + hour,
    allDay: false,
    status: 'busy',
  })
  expect([offered(), offered({ ignoreTentative: true })]).toEqual([without(0), without(0)])
})

test('a booking horizon moves with the clock: nothing ends later than so long from now', () => {
  const { offered, setNow } = setUp()
  const horizon = { bookingHorizonMinutes: 48 * 60 }
  setNow(monday.startMs - 44.5 * hour)
  expect(offered({}, horizon)).toEqual([0, 1, 2])
  setNow(monday.startMs - 43 * hour)
  expect(offered({}, horizon)).toEqual([0, 1, 2, 3, 4])
  setNow(monday.startMs - 72 * hour)
  expect(offered({}, horizon)).toEqual([])
})

test('a cap of the query holds for every member, beside a cap of their own', () => {
  const { event, offered } = setUp()
  const cap = (limit: number) => ({ period: 'day' as const, limit, tzid: 'Europe/London' })
  event(2, { eventId: 'theirs' })
  expect(offered({}, { caps: [cap(2)] })).toEqual(without(2))
  expect(offered({ caps: [cap(2)] }, { caps: [cap(1)] })).toEqual([])
  expect(offered({ caps: [cap(1)] }, { caps: [cap(2)] })).toEqual([])
})

test('busy time is offered where the query asks for it, and time that was booked nowhere', () => {
  const { event, offered, query, world } = setUp()
  event(2)
  event(5)
  const from = (fromHour: number, toHour: number) => [
    { startMs: monday.startMs + fromHour * hour, endMs: monday.startMs + toHour * hour },
  ]
  expect(offered()).toEqual(without(2, 5))
  expect(offered({ overBusy: from(0, 3) })).toEqual(without(5))
  expect(offered({ overBusy: from(2.5, 5.5) })).toEqual(without(2, 5))
  expect(offered({ overBusy: 'always' })).toEqual(allDay)
  const link = addLink(world, sampleTemplate(query({ overBusy: 'always' })), 'desk')
  expect(book(world, link.token, bookingRequest(monday.startMs + 2 * hour)).kind).toBe('booked')
  expect(offered({ overBusy: 'always' })).toEqual(without(2))
})

test('a file that was not read so far is unknown time, and not offered over', () => {
  const { offered, world, sub } = setUp()
  const { calendarId } = createCalendar(world, sub, 'Old export')
  const calendar = world.store.calendars.get(calendarId)
  if (calendar === null) throw new Error('no calendar')
  world.store.calendars.remove(calendarId)
  world.store.calendars.put({ ...calendar, kind: 'ics_file' })
  expect(offered({ overBusy: 'always' })).toEqual([])
})

test('a date has hours of its own, or none; changing the weekly hours at the desk leaves it so', () => {
  const { offered, world, sub } = setUp()
  const [rule] = world.store.availabilityRules.of(sub)
  if (rule === undefined) throw new Error('no hours')
  const on = (date: string, periods: { startMinute: number; endMinute: number }[]) =>
    world.store.availabilityRules.put(sub, { ...rule, overrides: [{ date, periods }] })
  const managed = { managedAvailability: true }
  on('2027-07-19', [])
  expect(offered(managed)).toEqual([])
  on('2027-07-20', [])
  expect(offered(managed)).toEqual(without(8))
  on('2027-07-19', [{ startMinute: 10 * 60, endMinute: 12 * 60 }])
  expect(offered(managed)).toEqual([1, 2])
  setOrganizer(world, { name: 'Ada', email: '', tzid: 'Europe/London', hours: [] })
  expect(offered(managed)).toEqual([1, 2])
})
