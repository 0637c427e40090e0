import type { BookingRow } from '../store/bookings.ts'
import type { Invitation } from '../store/invitation.ts'
import { openMail } from './mail.ts'
import { fillPlaceholders } from './target-events.ts'
import type { World } from './world.ts'

type Booked = BookingRow & { readonly sequence: number }

/**
 * Leaves in the outbox a message that invites the recipient to a booking, tells of its new time, or calls it off.
 * Call it in the transaction that changes the booking, with the booking as it stands afterwards, and only where no
 * calendar server sends the invitation. Does nothing for a recipient without an address and while mail is not set up.
 */
export function enqueueInvitation(world: World, booking: Booked, method: Invitation['method']): void {
  const access = openMail(world)
  const { email } = booking.recipient
  if (access === null || email === '') return
  const { fromName: name, fromEmail } = access.server
  const organizer = earlierInvitation(world, booking)?.organizer ?? { name, email: fromEmail }
  const payload = invitationTo(world, booking, method, organizer)
  if (payload === null) return
  const delivery = {
    deliveryId: world.randomness.id('dlv'),
    linkId: booking.linkId,
    bookingId: booking.bookingId,
    kind: 'mail' as const,
    subscriber: email,
  }
  world.store.outbox.add({ ...delivery, payload }, world.clock.now())
}

/** What was said of the same event before, also by a booking that this one took the place of. */
function earlierInvitation({ store }: World, { eventUid }: Booked): Invitation | null {
  return store.outbox.lastMailAbout(eventUid) as Invitation | null
}

/** Null where the link is gone. */
function invitationTo(
  world: World,
  booking: Booked,
  method: Invitation['method'],
  organizer: Invitation['organizer'],
): Invitation | null {
  const template = world.store.links.get(booking.linkId)?.template
  if (template === undefined) return null
  const { description, location } = fillPlaceholders(template.event, booking.conferencingUrl)
  return {
    method,
    sequence: booking.sequence,
    eventUid: booking.eventUid,
    stampMs: world.clock.now(),
    summary: template.event.summary,
    description,
    location,
    joinUrl: booking.conferencingUrl,
    startMs: booking.startMs,
    endMs: booking.endMs,
    tzid: template.event.tzid,
    participants: booking.subs
      .map(sub => world.store.people.get(sub)?.name ?? '')
      .filter(name => name !== ''),
    organizer,
    recipient: { email: booking.recipient.email, tzid: booking.recipient.tzid },
  }
}
