import type { BookingRow } from '../store/bookings.ts'
import type { LinkTemplate } from './link-template.ts'
import { fillPlaceholders } from './target-events.ts'

/** Cronofy's way to write an instant: UTC, whole seconds. */
export const wireTime = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`

export const wireEventTime = (ms: number, tzid: string) => ({ time: wireTime(ms), tzid })

/** What `callback_urls.completed_url` is sent: Cronofy's published fields, and the link beside them. */
export function completedCallback(
  link: { readonly linkId: string; readonly url: string; readonly template: LinkTemplate },
  booking: BookingRow,
) {
  const event = {
    ...(link.template.event.eventId === null ? {} : { event_id: link.template.event.eventId }),
    event_uid: booking.eventUid,
    summary: link.template.event.summary,
    ...fillPlaceholders(link.template.event, booking.conferencingUrl),
    start: wireEventTime(booking.startMs, link.template.event.tzid),
    end: wireEventTime(booking.endMs, link.template.event.tzid),
    ...(booking.conferencingUrl === null ? {} : { conferencing: { join_url: booking.conferencingUrl } }),
  }
  const { name, email, note, tzid } = booking.recipient
  return {
    notification: { type: 'real_time_scheduling_completed', triggered_at: wireTime(booking.createdMs) },
    event,
    participants: booking.subs.map(sub => ({ sub })),
    user: {
      tzid,
      ...(name === '' ? {} : { name }),
      ...(email === '' ? {} : { email }),
      ...(note === '' ? {} : { note }),
    },
    real_time_scheduling: {
      real_time_scheduling_id: link.linkId,
      url: link.url,
      status: 'completed',
      event,
    },
  }
}
