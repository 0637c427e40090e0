import { Notification } from 'electron'
import type { Booking } from '../../preload/contract/bookings.ts'

/** What the desktop says when a time was chosen. */
export function noticeText(
  booking: Booking,
  tzid: string,
): { readonly title: string; readonly body: string } {
  const when = new Intl.DateTimeFormat('en-GB', {
    timeZone: tzid,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(booking.startMs)
  const who = booking.recipient.name === '' ? '' : ` with ${booking.recipient.name}`
  return { title: `Booked: ${booking.summary}`, body: `${when}${who}` }
}

/** Shows it; clicking leads to the booking. Kept until then, because the system forgets what nobody holds. */
export function showBookingNotice(booking: Booking, tzid: string, open: () => void): void {
  if (!Notification.isSupported()) return
  const notice = new Notification(noticeText(booking, tzid))
  held.add(notice)
  notice.on('click', () => {
    held.delete(notice)
    open()
  })
  notice.on('close', () => held.delete(notice))
  notice.show()
}

const held = new Set<Notification>()
