import type { BookingRow } from '../store/bookings.ts'
import type { WrittenEventRow } from '../store/written-events.ts'
import { cancelBooking } from './bookings.ts'
import { enqueueInvitation } from './invitations.ts'
import { readOrganizerSub } from './organizer.ts'
import { isInvitedByServer } from './target-events.ts'
import type { World } from './world.ts'

interface CalendarChange {
  readonly calendarId: string
  readonly uids: readonly string[]
}

/**
 * What the organizer does to the event of a booking in their own calendar happens to the booking: an event that was moved
 * moves it, an event that was deleted cancels it. Call inside the transaction that stores the change.
 */
export function followCalendar(world: World, { calendarId, uids }: CalendarChange): void {
  const { store } = world
  for (const uid of uids) {
    const written = store.writtenEvents.get(calendarId, uid)
    const booking = written?.bookingId == null ? null : store.bookings.get(written.bookingId)
    if (written === null || booking === null || booking.status !== 'confirmed') continue
    if (isOver(world, booking) && !liesAhead(world, written)) continue
    if (isGone(world, written)) followDeletion(world, written, booking)
    else followMove(world, written, booking)
  }
}

/** Tidied away after it was: nobody is told that a meeting is off which took place. */
const isOver = ({ clock }: World, { endMs }: BookingRow): boolean => endMs <= clock.now()

const liesAhead = ({ store, clock }: World, { calendarId, eventUid }: WrittenEventRow): boolean =>
  store.calendarObjects.ofUid(calendarId, eventUid).some(o => o.endMs > clock.now())

/** Deleted, or called off there. An event that is only out of sight, years ahead, says nothing. */
function isGone({ store }: World, { calendarId, eventUid, objectId }: WrittenEventRow): boolean {
  if (store.calendarObjects.ofUid(calendarId, eventUid).length > 0) return false
  const object = store.calendarObjects.get(calendarId, objectId)
  return object === null || /^STATUS:CANCELLED\s*$/im.test(object.text ?? '')
}

function followMove(world: World, written: WrittenEventRow, booking: BookingRow): void {
  const { store } = world
  const { calendarId, eventUid, objectId } = written
  // A program that moves an event may store it under another name.
  const holder = store.calendarObjects.holderOf(calendarId, eventUid) ?? objectId
  const etag = store.calendarObjects.get(calendarId, holder)?.etag ?? written.etag
  const times = store.calendarObjects.ofUid(calendarId, eventUid)
  const first = times[0]
  const asWritten = times.some(o => o.startMs === written.startMs && o.endMs === written.endMs)
  const { startMs, endMs } = first === undefined || asWritten ? written : first
  store.writtenEvents.put({ ...written, objectId: holder, etag, startMs, endMs })
  if (startMs === written.startMs && endMs === written.endMs) return
  store.bookings.move(booking, startMs, endMs)
  store.bookings.follow(booking.bookingId, 'moved')
  const moved = { ...booking, startMs, endMs, sequence: booking.sequence + 1 }
  moveElsewhere(world, moved, calendarId)
  if (!isInvitedByServer(store, booking.bookingId)) enqueueInvitation(world, moved, 'REQUEST')
}

/** The same event in other calendars moves along. */
function moveElsewhere({ store, randomness, clock }: World, moved: BookingRow, calendarId: string): void {
  const { bookingId, startMs, endMs, sequence } = moved
  const written = store.outbox.ofBooking(bookingId).filter(d => d.kind === 'event')
  const latest = new Map(written.map(d => [d.subscriber, d.payload as object]))
  for (const [subscriber, payload] of latest) {
    if (subscriber === calendarId) continue
    store.outbox.add(
      {
        deliveryId: randomness.id('dlv'),
        linkId: moved.linkId,
        bookingId,
        kind: 'event',
        subscriber,
        payload: { ...payload, startMs, endMs, sequence },
      },
      clock.now(),
    )
  }
}

/** One of several participants who takes the event out of their own calendar does not call the meeting off. */
function followDeletion(world: World, written: WrittenEventRow, booking: BookingRow): void {
  const { store } = world
  const { calendarId, eventUid } = written
  const isOrganizers = store.calendars.get(calendarId)?.sub === readOrganizerSub(store)
  if (!isOrganizers && standsElsewhere(world, written, booking)) {
    store.writtenEvents.remove(calendarId, eventUid)
    return
  }
  store.bookings.follow(booking.bookingId, 'deleted')
  cancelBooking(world, booking.bookingId)
}

function standsElsewhere({ store }: World, written: WrittenEventRow, booking: BookingRow): boolean {
  const remote = store.writtenEvents.ofBooking(booking.bookingId)
  return (
    remote.some(w => w.calendarId !== written.calendarId) ||
    store.events.ofBooking(booking.bookingId).length > 0
  )
}
