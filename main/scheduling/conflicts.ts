import type { BookingConflict } from '../../preload/contract/bookings.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { CalendarRow } from '../store/calendars.ts'
import { countedOf } from './counted-calendars.ts'
import type { Member } from './link-template.ts'
import type { World } from './world.ts'

/**
 * What came to lie on a booking after it was made: anything busy in the calendars that its link counts, but for the
 * booking's own event. Worked out anew whenever it is asked, so it is never older than the calendars.
 */
export function findConflicts(world: World, booking: BookingRow): BookingConflict[] {
  if (booking.status !== 'confirmed' || booking.endMs <= world.clock.now()) return []
  const query = world.store.links.get(booking.linkId)?.template.query
  const members = query?.participants.flatMap(g => g.members) ?? []
  return booking.subs.flatMap(sub => {
    const member: Member = members.find(m => m.sub === sub) ?? { sub, managedAvailability: false }
    const events = countedOf(world.store, member).counted.flatMap(c => conflictsIn(world, booking, c))
    return [...events, ...otherBookings(world, booking, sub, events)]
  })
}

/** A booking that was moved onto another, or had another moved onto it, where no calendar that counts shows it. */
function otherBookings(
  { store }: World,
  booking: BookingRow,
  sub: string,
  told: readonly BookingConflict[],
): BookingConflict[] {
  return store.bookings
    .overlapping(booking.startMs, booking.endMs)
    .filter(b => b.bookingId !== booking.bookingId && b.subs.includes(sub))
    .filter(b => !told.some(c => c.startMs === b.startMs && c.endMs === b.endMs))
    .map(({ linkId, startMs, endMs }) => {
      const summary = store.links.get(linkId)?.template.event.summary ?? ''
      return { sub, calendarId: '', summary, startMs, endMs }
    })
}

function conflictsIn({ store }: World, booking: BookingRow, calendar: CalendarRow): BookingConflict[] {
  const { calendarId, sub } = calendar
  const found =
    calendar.kind === 'built_in'
      ? store.events
          .within(calendarId, booking.startMs, booking.endMs)
          .filter(e => e.bookingId !== booking.bookingId)
      : store.calendarObjects.occurrences(calendarId, booking.startMs, booking.endMs)
  return found
    .filter(e => e.status !== 'free' && e.eventUid !== booking.eventUid)
    .map(({ summary, startMs, endMs }) => ({ sub, calendarId, summary, startMs, endMs }))
}
