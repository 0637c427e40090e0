import { expect, test } from 'vitest'
import { book } from '../../main/scheduling/book.ts'
import { cancelBooking } from '../../main/scheduling/bookings.ts'
import { createCalendar, updateCalendar } from '../../main/scheduling/calendars.ts'
import { createEvent, removeEvent } from '../../main/scheduling/events.ts'
import type { AvailabilityQuery, LinkTemplate } from '../../main/scheduling/link-template.ts'
import { addLink, disableLink } from '../../main/scheduling/links.ts'
import { listOffers } from '../../main/scheduling/offers.ts'
import { addPerson } from '../../main/scheduling/people.ts'
import { monday } from '../support/sample-link.ts'
import { bookingRequest, sampleQuery, sampleTemplate, testWorld } from '../support/test-world.ts'

const hour = 3_600_000
const member = (sub: string) => ({ sub, managedAvailability: false })
const all = (...subs: string[]) => [{ members: subs.map(member), required: 'all' as const }]

function withLink(query: (sub: string) => AvailabilityQuery, change: Partial<LinkTemplate> = {}) {
  const test = testWorld()
  const link = addLink(test.world, sampleTemplate(query(test.sub), change), 'desk')
  return { ...test, link }
}

test('a time on offer is booked: the link is completed, the time claimed, and what must follow stands in the outbox', () => {
  const { world, link, sub, calendarId, announced } = withLink(s => sampleQuery(all(s)), {
    callbackUrls: { completed: 'http://127.0.0.1:9/callback' },
  })
  const outcome = book(world, link.token, bookingRequest(monday.startMs))
  expect(outcome).toMatchObject({ kind: 'booked', again: false, booking: { subs: [sub] } })
  expect(world.store.links.get(link.linkId)?.status).toBe('completed')
  expect(world.store.bookings.claims(sub, 0, 4e12)).toMatchObject([{ startMs: monday.startMs }])
  expect(
    (['calendar', 'webhook'] as const)
      .flatMap(lane => world.store.outbox.due(4e12, 10, lane))
      .map(d => [d.kind, d.subscriber]),
  ).toEqual([
    ['event', calendarId],
    ['webhook', 'http://127.0.0.1:9/callback'],
  ])
  expect(announced.map(a => a.topic)).toContain('booking.arrived')
})

test('what is listed can be booked and what is not listed cannot, start by start', () => {
  const { world, sub, calendarId } = testWorld()
  createEvent(world, {
    calendarId,
    summary: 'Dentist',
    description: '',
    location: '',
    startMs: monday.startMs + 2 * hour,
    endMs: monday.startMs + 3 * hour,
    allDay: false,
    status: 'busy',
  })
  const query = sampleQuery(all(sub), { bufferBeforeMinutes: 15, bufferAfterMinutes: 30 })
  const listed = new Set(listOffers(world, query).map(o => o.startMs))
  expect(listed.size).toBeGreaterThan(3)
  for (let startMs = monday.startMs - hour; startMs < monday.endMs + hour; startMs += 5 * 60_000) {
    const link = addLink(world, sampleTemplate(query), 'desk')
    const outcome = book(world, link.token, bookingRequest(startMs))
    expect([startMs, outcome.kind]).toEqual([startMs, listed.has(startMs) ? 'booked' : 'slot_taken'])
    if (outcome.kind === 'booked') cancelBooking(world, outcome.booking.bookingId)
  }
})

test('a second link cannot take time that the first one claimed, whatever its grid', () => {
  const { world, link, sub } = withLink(s => sampleQuery(all(s)))
  book(world, link.token, bookingRequest(monday.startMs + hour))
  const other = addLink(world, sampleTemplate(sampleQuery(all(sub), { startIntervalMinutes: 5 })), 'desk')
  for (const minutes of [5, 30, 60, 90, 115])
    expect(book(world, other.token, bookingRequest(monday.startMs + minutes * 60_000)).kind).toBe(
      'slot_taken',
    )
  expect(book(world, other.token, bookingRequest(monday.startMs + 2 * hour)).kind).toBe('booked')
})

test('the same page sent again is the same booking, even after the link is closed by it', () => {
  const { world, link } = withLink(s => sampleQuery(all(s)))
  const first = book(world, link.token, bookingRequest(monday.startMs))
  const second = book(world, link.token, bookingRequest(monday.startMs))
  expect(first).toMatchObject({ kind: 'booked', again: false })
  expect(second).toMatchObject({ kind: 'booked', again: true })
  expect(world.store.bookings.all()).toHaveLength(1)
})

test('a used, a disabled and an unknown link book nothing and say which they are', () => {
  const { world, link, sub } = withLink(s => sampleQuery(all(s)))
  book(world, link.token, bookingRequest(monday.startMs))
  expect(book(world, link.token, bookingRequest(monday.startMs + hour)).kind).toBe('completed')
  const disabled = addLink(world, sampleTemplate(sampleQuery(all(sub))), 'desk')
  disableLink(world, disabled.linkId, 'Filled')
  expect(book(world, disabled.token, bookingRequest(monday.startMs + hour)).kind).toBe('disabled')
  expect(book(world, 'no-such-token', bookingRequest(monday.startMs + hour)).kind).toBe('unknown_link')
  expect(world.store.bookings.all()).toHaveLength(1)
})

test('a time that has passed, or is sooner than the notice, is not booked', () => {
  const { world, setNow, link } = withLink(s => sampleQuery(all(s), { minimumNoticeMinutes: 120 }))
  setNow(monday.startMs)
  expect(book(world, link.token, bookingRequest(monday.startMs + hour)).kind).toBe('slot_taken')
  expect(book(world, link.token, bookingRequest(monday.startMs + 2 * hour)).kind).toBe('booked')
})

test('of a group where n are enough, exactly n take part: those with the fewest bookings ahead', () => {
  const { world, sub } = testWorld()
  const details = { email: '', tzid: 'Europe/London', hours: null }
  const [b, c] = ['Ben', 'Cem'].map(name => addPerson(world, { ...details, name }).sub)
  const group = [{ members: [sub, b ?? '', c ?? ''].map(member), required: 2 }]
  const query = sampleQuery(group, { queryPeriods: [monday] })
  const taken = [0, 1, 2].map(i => {
    const link = addLink(world, sampleTemplate(query), 'desk')
    const outcome = book(world, link.token, bookingRequest(monday.startMs + i * hour))
    return outcome.kind === 'booked' ? outcome.booking.subs : []
  })
  expect(taken).toEqual([
    [sub, b],
    [sub, c],
    [b, c],
  ])
})

test('without target calendars the event goes to the first writable calendar of each who takes part', () => {
  const { world, sub, calendarId } = testWorld()
  const other = addPerson(world, { name: 'Ben', email: '', tzid: 'Europe/London', hours: null }).sub
  const theirs = createCalendar(world, other, 'Ben’s').calendarId
  const link = addLink(world, sampleTemplate(sampleQuery(all(sub, other))), 'desk')
  book(world, link.token, bookingRequest(monday.startMs))
  expect(world.store.outbox.due(4e12, 10, 'calendar').map(d => d.subscriber)).toEqual([calendarId, theirs])
})

test('a single event stands in one calendar, with that calendar’s own conferencing and the others as attendees', () => {
  const { world, sub, calendarId } = testWorld()
  const other = addPerson(world, { name: 'Ben', email: '', tzid: 'Europe/London', hours: null }).sub
  const theirs = createCalendar(world, other, 'Ben’s').calendarId
  world.store.conferencing.add({
    profileId: 'pro_1',
    name: 'Room',
    kind: 'personal_room',
    url: 'https://meet.example.org/ada',
    createdMs: 0,
  })
  const template = sampleTemplate(sampleQuery(all(sub, other)), {
    eventCreation: 'single',
    targetCalendars: [
      { sub, calendarId, conferencing: { kind: 'profile', profileId: 'pro_1' } },
      { sub: other, calendarId: theirs, attendee: { email: 'ben@example.org', displayName: 'Ben' } },
    ],
  })
  const link = addLink(world, template, 'api')
  book(world, link.token, bookingRequest(monday.startMs))
  const due = world.store.outbox.due(4e12, 10, 'calendar')
  expect(due).toHaveLength(1)
  expect(due[0]?.payload).toMatchObject({
    calendarId,
    conferencingUrl: 'https://meet.example.org/ada',
    location: 'https://meet.example.org/ada',
    attendees: [{ email: 'ben@example.org' }],
  })
})

test('cancelling gives the time back and takes the event out again', () => {
  const { world, link, sub, calendarId } = withLink(s => sampleQuery(all(s)))
  const outcome = book(world, link.token, bookingRequest(monday.startMs))
  if (outcome.kind !== 'booked') throw new Error(outcome.kind)
  cancelBooking(world, outcome.booking.bookingId)
  expect(world.store.bookings.claims(sub, 0, 4e12)).toEqual([])
  expect(world.store.outbox.ofBooking(outcome.booking.bookingId).map(d => [d.kind, d.subscriber])).toEqual([
    ['event', calendarId],
    ['event_removal', calendarId],
  ])
})

test('removing the event of a booking from its calendar cancels the booking', () => {
  const { world, link, sub, calendarId } = withLink(s => sampleQuery(all(s)))
  const outcome = book(world, link.token, bookingRequest(monday.startMs))
  if (outcome.kind !== 'booked') throw new Error(outcome.kind)
  const [delivery] = world.store.outbox.due(4e12, 1, 'calendar')
  world.store.events.put({ ...(delivery?.payload as object), allDay: false, updatedMs: 0 } as never)
  removeEvent(world, calendarId, outcome.booking.eventUid)
  expect(world.store.bookings.get(outcome.booking.bookingId)?.status).toBe('cancelled')
  expect(world.store.bookings.claims(sub, 0, 4e12)).toEqual([])
})

test('a second link with the same event id moves the event: the earlier booking gives its time back', () => {
  const event = { ...sampleTemplate(sampleQuery([])).event, eventId: 'interview-1' }
  const { world, link, sub } = withLink(s => sampleQuery(all(s)), { event })
  const first = book(world, link.token, bookingRequest(monday.startMs))
  if (first.kind !== 'booked') throw new Error(first.kind)
  const [delivery] = world.store.outbox.due(4e12, 1, 'calendar')
  world.store.events.put({ ...(delivery?.payload as object), allDay: false, updatedMs: 0 } as never)
  const again = addLink(world, sampleTemplate(sampleQuery(all(sub)), { event }), 'api')
  expect(book(world, again.token, bookingRequest(monday.startMs + 3 * hour)).kind).toBe('booked')
  expect(world.store.bookings.get(first.booking.bookingId)?.status).toBe('cancelled')
  expect(world.store.bookings.claims(sub, 0, 4e12).map(c => c.startMs)).toEqual([monday.startMs + 3 * hour])
})

test('a person or calendar that is gone makes its time unknown, and unknown is never free', () => {
  const { world, sub } = testWorld()
  expect(listOffers(world, sampleQuery(all(sub, 'acc_gone')))).toEqual([])
  const participants = [
    { members: [{ ...member(sub), calendarIds: ['cal_gone'] }], required: 'all' as const },
  ]
  expect(listOffers(world, sampleQuery(participants))).toEqual([])
})

test('an event that is free, or stands in a calendar that does not count, leaves its time on offer', () => {
  const { world, sub, calendarId } = testWorld()
  const base = { summary: 'x', description: '', location: '', ...monday, allDay: false }
  createEvent(world, { ...base, calendarId, status: 'free' })
  const aside = createCalendar(world, sub, 'Aside')
  createEvent(world, { ...base, calendarId: aside.calendarId, status: 'busy' })
  expect(listOffers(world, sampleQuery(all(sub)))).toEqual([])
  updateCalendar(world, aside.calendarId, { countsAsBusy: false })
  expect(listOffers(world, sampleQuery(all(sub)))).toHaveLength(17)
})
