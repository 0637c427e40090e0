import type { Booking } from '../../preload/contract/bookings.ts'
import type { Push } from '../client/client.ts'
import { spanOf } from '../time/format.ts'
import { announce } from './announcements.ts'
import { markArrived, placeBooking, useBookings } from './bookings.ts'
import { useCalendars } from './calendars.ts'
import { useConferencing } from './conferencing.ts'
import { useConnections } from './connections.ts'
import { reloadEvents } from './events.ts'
import { useLinks } from './links.ts'
import { useMail } from './mail.ts'
import { useNetwork } from './network.ts'
import { tellNews } from './news.ts'
import { notifyOfBooking } from './notifications.ts'
import { useOrganizer } from './organizer.ts'
import { usePeople } from './people.ts'
import { useReach } from './reach.ts'
import { go } from './route.ts'
import { toast } from './toasts.ts'
import { recipientName } from './tones.ts'

type Noun = Extract<Push, { topic: 'changed' }>['payload']['noun']

const reloads: { readonly [N in Noun]: readonly (() => Promise<void>)[] } = {
  organizer: [useOrganizer.load, usePeople.load],
  people: [usePeople.load],
  calendars: [useCalendars.load, reloadEvents],
  connections: [useConnections.load, useCalendars.load],
  links: [useLinks.load],
  bookings: [useBookings.load, useLinks.load, reloadEvents],
  conferencing: [useConferencing.load],
  network: [useNetwork.load],
  mail: [useMail.load],
}

/** What a push does to the desk: at once where it carries the value, by reading again where it only names a noun. */
export function applyPush(push: Push, resync: () => Promise<void>): void {
  if (push.topic === 'booking.arrived') arrive(push.payload)
  else if (push.topic === 'link.noTimes') tellNoTimes(push.payload)
  else if (push.topic === 'reach.changed') useReach.setState({ value: push.payload, failure: null })
  else if (push.topic === 'resync') void resync()
  else void readAgain(push.payload.noun)
}

async function readAgain(noun: Noun): Promise<void> {
  await Promise.all(reloads[noun].map(reload => reload()))
  tellNews()
}

type NoTimes = Extract<Push, { topic: 'link.noTimes' }>['payload']

/** Only what a person said is worth an interruption; that a page was empty stands with its link. */
function tellNoTimes({ kind, linkId, summary, message }: NoTimes): void {
  void useLinks.load()
  if (kind !== 'no_times_suit') return
  const title = `None of the times suits: ${summary}`
  announce(message === '' ? title : `${title}. ${message}`)
  const action = { label: 'Show link', run: () => go('links', linkId) }
  toast({ title, ...(message === '' ? {} : { detail: message }), tone: 'plain', action })
}

/** A stream that resumes may tell of the same booking twice; it is celebrated once. */
function arrive(booking: Booking): void {
  placeBooking(booking)
  void useLinks.load()
  if (!markArrived(booking.bookingId)) return
  const tzid = useOrganizer.getState().value?.tzid ?? 'UTC'
  const title = `${recipientName(booking)} booked ${booking.summary}`
  const when = spanOf(booking.startMs, booking.endMs, tzid)
  announce(`New booking: ${title}, ${when}`)
  const open = () => go('bookings', booking.bookingId)
  toast({ title, detail: when, tone: 'good', action: { label: 'Show booking', run: open } })
  notifyOfBooking(booking, tzid)
}
