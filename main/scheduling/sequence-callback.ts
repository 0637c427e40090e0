import type { BookingRow } from '../store/bookings.ts'
import { completedCallback } from './completed-callback.ts'
import type { StoredLink } from './links.ts'
import { partsOf } from './sequence-links.ts'
import { showLinkOnWire } from './wire-link.ts'
import type { World } from './world.ts'

/**
 * What `callback_urls.completed_url` is sent for a sequence: each meeting as a link for it alone would tell it, and the
 * whole, from the start of the first to the end of the last, as the `event`. Call after everything is written.
 */
export function sequenceCallback(world: World, link: StoredLink, bookings: readonly BookingRow[]) {
  const parts = partsOf(world, link)
  const meetings = bookings.flatMap(booking => {
    const part = parts.find(p => p.link.linkId === booking.linkId)
    if (part === undefined) return []
    const told = completedCallback({ ...part.link, url: world.linkUrl(link.token) }, booking)
    return [{ sequence_id: part.item.sequenceId, told }]
  })
  const { real_time_scheduling: shown } = showLinkOnWire(world, { ...link, status: 'completed' })
  const subs = new Set(bookings.flatMap(b => b.subs))
  return {
    ...meetings[0]?.told,
    event: shown.event,
    participants: [...subs].map(sub => ({ sub })),
    sequence: meetings.map(({ sequence_id, told: { event, participants } }) => ({
      sequence_id,
      event,
      participants,
    })),
    real_time_scheduling: shown,
  }
}
