import type { BookingConflict } from '../../preload/contract/bookings.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { CalendarRow } from '../store/calendars.ts'
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
  return booking.subs.flatMap(sub =>
    countedFor(
      world,
      sub,
      members.find(m => m.sub === sub),
    ).flatMap(c => conflictsIn(world, booking, c)),
  )
}

function countedFor({ store }: World, sub: string, member: Member | undefined): CalendarRow[] {
  const named = member?.calendarIds
  return store.calendars
    .of(sub)
    .filter(c => (named === undefined ? c.countsAsBusy : named.includes(c.calendarId)))
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
