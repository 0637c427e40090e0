import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventToWrite } from '../../main/calendars/event-writer.ts'
import { book } from '../../main/scheduling/book.ts'
import { cancelBooking, showBooking } from '../../main/scheduling/bookings.ts'
import { createCalendar } from '../../main/scheduling/calendars.ts'
import type { LinkTemplate } from '../../main/scheduling/link-template.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { setMail } from '../../main/scheduling/mail.ts'
import { listOffers } from '../../main/scheduling/offers.ts'
import type { BookingRow } from '../../main/store/bookings.ts'
import { type FaultyCaldav, startFaultyCaldav } from '../support/faulty-caldav.ts'
import { monday } from '../support/sample-link.ts'
import { foreignEvent, type SyncedWorld, syncedWorld } from '../support/synced-world.ts'
import { bookingRequest, sampleQuery, sampleTemplate } from '../support/test-world.ts'

const hour = 3_600_000
const day = 24 * hour
let test: SyncedWorld
let server: FaultyCaldav
let calendarId: string

beforeEach(async () => {
  server = await startFaultyCaldav()
  test = syncedWorld()
  calendarId = await test.connect(server)
})
afterEach(async () => {
  await test.stop()
  await server.stop()
})

const query = (change = {}) =>
  sampleQuery([{ members: [{ sub: test.sub, managedAvailability: false }], required: 'all' }], change)

/** Booked, written to the server, and read back from it. */
async function booked(startMs: number, change: Partial<LinkTemplate> = {}): Promise<BookingRow> {
  const targetCalendars = [{ sub: test.sub, calendarId }]
  const link = addLink(test.world, sampleTemplate(query(), { targetCalendars, ...change }), 'desk')
  const outcome = book(test.world, link.token, bookingRequest(startMs))
  if (outcome.kind !== 'booked') throw new Error(outcome.kind)
  await test.deliver()
  await test.sync.now(calendarId)
  return now(outcome.booking)
}

const now = ({ bookingId }: BookingRow) => test.world.store.bookings.get(bookingId) as BookingRow
const textOf = ({ eventUid }: BookingRow) => server.texts.find(t => t.includes(eventUid)) ?? ''
const stamp = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
const offered = (change = {}) => listOffers(test.world, query(change)).map(o => o.startMs)

/** The organizer changes the event in a program of their own. */
async function changes(booking: BookingRow, how: (text: string) => string): Promise<BookingRow> {
  const file = (test.world.store.writtenEvents.get(calendarId, booking.eventUid)?.objectId ?? '')
    .split('/')
    .at(-1)
  server.put(decodeURIComponent(file ?? '').replace(/\.ics$/, ''), how(textOf(booking)))
  test.setNow(test.world.clock.now() + 60_000)
  await test.sync.now(calendarId)
  return now(booking)
}

const movedTo =
  (startMs: number, endMs = startMs + hour) =>
  (text: string) =>
    text
      .replace(/DTSTART[^\r]*(?=\r\n(?![\s\S]*END:VTIMEZONE))/, `DTSTART:${stamp(startMs)}`)
      .replace(/DTEND[^\r]*(?=\r\n(?![\s\S]*END:VTIMEZONE))/, `DTEND:${stamp(endMs)}`)
const withLine = (line: string) => (text: string) => text.replace('END:VEVENT', `${line}\r\nEND:VEVENT`)
const removals = ({ bookingId }: BookingRow) =>
  test.world.store.outbox.ofBooking(bookingId).filter(d => d.kind === 'event_removal')

describe('the event of a booking, on its server', () => {
  it('counts once: neither in conflicts, nor against a cap, nor as busy time of another', async () => {
    const booking = await booked(monday.startMs)
    expect(showBooking(test.world, booking).conflicts).toEqual([])
    const caps = [{ period: 'day' as const, limit: 2, tzid: 'Europe/London' }]
    expect(offered({ caps })).toContain(monday.startMs + 2 * hour)
    expect(offered({ caps: [{ ...caps[0], limit: 1 }] })).toEqual([])
  })

  it('takes the booking along when it is moved: its claim, its other calendars and a higher SEQUENCE', async () => {
    const other = createCalendar(test.world, test.sub, 'Copies')
    const targetCalendars = [calendarId, other.calendarId].map(id => ({ sub: test.sub, calendarId: id }))
    const booking = await booked(monday.startMs, { targetCalendars })
    const moved = await changes(booking, movedTo(monday.startMs + 3 * hour))
    expect(moved).toMatchObject({ startMs: monday.startMs + 3 * hour, followed: 'moved', sequence: 1 })
    expect(offered()).not.toContain(monday.startMs + 3 * hour)
    await test.deliver()
    expect(offered()).toContain(monday.startMs)
    expect(offered()).not.toContain(monday.startMs + 3 * hour)
    const copy = test.world.store.events.within(other.calendarId, 0, 4e12)
    expect(copy.map(e => e.startMs)).toEqual([monday.startMs + 3 * hour])
    const again = await changes(moved, movedTo(monday.startMs + 5 * hour))
    expect(again.sequence).toBe(2)
  })

  it.each<[string, (text: string) => string]>([
    ['only its text is changed', text => text.replace('SUMMARY:Interview', 'SUMMARY:Interview with cake')],
    ['it is made free', withLine('TRANSP:TRANSPARENT')],
    ['it is made to recur', withLine('RRULE:FREQ=WEEKLY;COUNT=4')],
    ['an alarm is added', withLine('BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM')],
  ])('leaves the booking where it is when %s', async (_what, how) => {
    const booking = await booked(monday.startMs)
    const after = await changes(booking, how)
    expect(after).toMatchObject({ status: 'confirmed', startMs: monday.startMs, sequence: 0, followed: null })
    expect(test.world.store.bookings.claims(test.sub, monday.startMs, monday.startMs + hour)).toHaveLength(1)
  })

  it('moves it far out of what is read, too, and not back to where it is not', async () => {
    const farMs = monday.startMs + 900 * day
    const after = await changes(await booked(monday.startMs), movedTo(farMs))
    expect(after).toMatchObject({ status: 'confirmed', startMs: farMs, followed: 'moved' })
    expect(offered()).toContain(monday.startMs)
  })

  it('becomes a whole day, or three, and all of that is taken', async () => {
    const wholeDays = (text: string) =>
      movedTo(0)(text)
        .replace('DTSTART:19700101T000000Z', 'DTSTART;VALUE=DATE:20270717')
        .replace('DTEND:19700101T010000Z', 'DTEND;VALUE=DATE:20270720')
    const after = await changes(await booked(monday.startMs), wholeDays)
    expect(after).toMatchObject({ followed: 'moved', endMs: Date.parse('2027-07-19T23:00:00Z') })
    // By the claim alone: the calendar itself is not asked.
    const member = { sub: test.sub, managedAvailability: false, calendarIds: [test.calendarId] }
    const alone = sampleQuery([{ members: [member], required: 'all' }])
    expect(listOffers(test.world, alone)).toEqual([])
  })

  it.each<[string, (booking: BookingRow) => Promise<BookingRow>]>([
    [
      'is deleted',
      async booking => {
        const { objectId } = test.world.store.writtenEvents.get(calendarId, booking.eventUid) ?? {
          objectId: '',
        }
        server.remove(decodeURIComponent(objectId.split('/').at(-1) ?? '').replace(/\.ics$/, ''))
        await test.sync.now(calendarId)
        return now(booking)
      },
    ],
    ['is called off', booking => changes(booking, text => text.replace(/STATUS:[A-Z]+/, 'STATUS:CANCELLED'))],
  ])('cancels the booking once when it %s', async (_what, act) => {
    const booking = await booked(monday.startMs)
    const after = await act(booking)
    expect(after).toMatchObject({ status: 'cancelled', followed: 'deleted', sequence: 1 })
    expect(removals(booking)).toHaveLength(1)
    await test.deliver()
    await test.sync.now(calendarId)
    expect(removals(booking)).toHaveLength(1)
    expect(offered()).toContain(monday.startMs)
  })

  it('may be tidied away once it is over: nobody is told that what took place is off', async () => {
    const booking = await booked(monday.startMs)
    test.setNow(monday.endMs + day)
    const { objectId } = test.world.store.writtenEvents.get(calendarId, booking.eventUid) ?? { objectId: '' }
    server.remove(decodeURIComponent(objectId.split('/').at(-1) ?? '').replace(/\.ics$/, ''))
    await test.sync.now(calendarId)
    expect(now(booking)).toMatchObject({ status: 'confirmed', followed: null })
    expect(removals(booking)).toEqual([])
  })

  it('is written to where another program has put it meanwhile', async () => {
    const booking = await booked(monday.startMs)
    const text = textOf(booking)
    const { objectId } = test.world.store.writtenEvents.get(calendarId, booking.eventUid) ?? { objectId: '' }
    server.put('renamed', text)
    server.remove(decodeURIComponent(objectId.split('/').at(-1) ?? '').replace(/\.ics$/, ''))
    await test.sync.now(calendarId)
    expect(now(booking).status).toBe('confirmed')
    cancelBooking(test.world, booking.bookingId)
    await test.deliver()
    expect(server.texts).toEqual([])
  })
})

describe('bookings on top of each other', () => {
  it('one that is moved onto another is told, holds what is left, and the rest once the other goes', async () => {
    const first = await booked(monday.startMs)
    const second = await booked(monday.startMs + 3 * hour)
    const moved = await changes(second, movedTo(monday.startMs + hour / 2))
    expect(moved.startMs).toBe(monday.startMs + hour / 2)
    const titles = (b: BookingRow) => showBooking(test.world, now(b)).conflicts.map(c => c.startMs)
    expect(titles(first)).toEqual([moved.startMs])
    expect(titles(moved)).toEqual([first.startMs])
    const held = () => test.world.store.bookings.claims(test.sub, 0, 4e12).map(c => [c.startMs, c.endMs])
    expect(held()).toEqual([
      [first.startMs, first.endMs],
      [first.endMs, moved.endMs],
    ])
    cancelBooking(test.world, first.bookingId)
    expect(held()).toEqual([
      [moved.startMs, first.endMs],
      [first.endMs, moved.endMs],
    ])
    await test.deliver()
    expect(titles(moved)).toEqual([])
  })

  it('an event of somebody else that comes to lie on a booking is told with the next look', async () => {
    const booking = await booked(monday.startMs)
    server.put('dentist', foreignEvent('dentist', monday.startMs, monday.startMs + hour))
    await test.sync.now(calendarId)
    expect(showBooking(test.world, booking).conflicts).toMatchObject([{ summary: 'About dentist' }])
  })
})

describe('writing', () => {
  it('an event that was written and not noted is found by the next try, and not written twice', async () => {
    server.setFault('lost-put-answer')
    const link = addLink(
      test.world,
      sampleTemplate(query(), { targetCalendars: [{ sub: test.sub, calendarId }] }),
      'desk',
    )
    const outcome = book(test.world, link.token, bookingRequest(monday.startMs))
    const bookingId = outcome.kind === 'booked' ? outcome.booking.bookingId : ''
    await test.deliver()
    server.setFault('none')
    test.setNow(test.world.clock.now() + 10_000)
    await test.deliver()
    expect(test.world.store.outbox.ofBooking(bookingId)).toMatchObject([{ state: 'delivered', attempts: 2 }])
    expect(server.texts).toHaveLength(1)
  })

  it('a calendar that is gone for an hour does not cost the booking its event', async () => {
    server.setFault('not-found')
    const link = addLink(
      test.world,
      sampleTemplate(query(), { targetCalendars: [{ sub: test.sub, calendarId }] }),
      'desk',
    )
    expect(book(test.world, link.token, bookingRequest(monday.startMs)).kind).toBe('booked')
    await test.deliver()
    server.setFault('none')
    test.setNow(test.world.clock.now() + hour)
    await test.deliver()
    expect(server.texts).toHaveLength(1)
  })

  it.each(['moved', 'deleted'])(
    'a later booking of the same event id takes the place of an event that was %s meanwhile',
    async what => {
      const event = { ...sampleTemplate(query()).event, eventId: 'review' }
      const first = await booked(monday.startMs, { event })
      const { objectId } = test.world.store.writtenEvents.get(calendarId, first.eventUid) ?? { objectId: '' }
      const name = decodeURIComponent(objectId.split('/').at(-1) ?? '').replace(/\.ics$/, '')
      if (what === 'moved') server.put(name, movedTo(monday.startMs + 6 * hour)(textOf(first)))
      else server.remove(name)
      const second = await booked(monday.startMs + 2 * hour, { event })
      expect(textOf(second)).not.toBe('')
      const own = test.world.store.calendarObjects.ofUid(calendarId, second.eventUid)
      expect(own.map(o => o.startMs)).toEqual([monday.startMs + 2 * hour])
      expect(now(second).status).toBe('confirmed')
    },
  )
})

describe('the recipient is told', () => {
  const grace = { name: 'Grace', email: 'grace@example.net', note: '', tzid: 'Europe/London' }
  const mails = (bookingId: string) =>
    test.world.store.outbox
      .ofBooking(bookingId)
      .filter(d => d.kind === 'mail')
      .map(d => (d.payload as { method: string; sequence: number }).method)

  async function bookedByGrace(sendsInvitations: boolean): Promise<BookingRow> {
    const calendar = test.world.store.calendars.get(calendarId)
    if (calendar !== null) test.world.store.calendars.put({ ...calendar, sendsInvitations })
    const server = { host: 'mail.example.org', port: 465, security: 'tls' as const, username: '' }
    setMail(test.world, { ...server, fromName: 'Ada', fromEmail: 'ada@example.org', password: '' })
    const targetCalendars = [{ sub: test.sub, calendarId }]
    const link = addLink(test.world, sampleTemplate(query(), { targetCalendars }), 'desk')
    const outcome = book(test.world, link.token, { ...bookingRequest(monday.startMs), recipient: grace })
    if (outcome.kind !== 'booked') throw new Error(outcome.kind)
    const { bookingId } = outcome.booking
    const event = test.world.store.outbox.ofBooking(bookingId).find(d => d.kind === 'event')
    await test.writer.put({ ...(event?.payload as EventToWrite), allDay: false, updatedMs: 0 })
    return outcome.booking
  }

  it.each([
    ['by mail', false, ['REQUEST', 'CANCEL']],
    ['by the server that invited', true, []],
  ])('once, %s, when the event is deleted', async (_how, sendsInvitations, told) => {
    const booking = await bookedByGrace(sendsInvitations)
    const { objectId } = test.world.store.writtenEvents.get(calendarId, booking.eventUid) ?? { objectId: '' }
    server.remove(decodeURIComponent(objectId.split('/').at(-1) ?? '').replace(/\.ics$/, ''))
    await test.sync.now(calendarId)
    await test.sync.now(calendarId)
    expect(now(booking).status).toBe('cancelled')
    expect(mails(booking.bookingId)).toEqual(told)
  })
})
