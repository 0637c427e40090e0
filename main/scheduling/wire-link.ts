import { wireEventTime } from './completed-callback.ts'
import type { StoredLink } from './links.ts'
import { fillPlaceholders } from './target-events.ts'
import type { World } from './world.ts'

/** A link as programs read it, in answers and in callbacks. `url` stands at the root too: several SDKs read it there. */
export function showLinkOnWire(world: World, link: StoredLink) {
  const url = world.linkUrl(link.token)
  const { event } = link.template
  const booking = world.store.bookings.ofLink(link.linkId)
  const chosen = booking !== null && link.status === 'completed' ? booking : null
  const times =
    chosen === null
      ? {}
      : { start: wireEventTime(chosen.startMs, event.tzid), end: wireEventTime(chosen.endMs, event.tzid) }
  const text = fillPlaceholders(event, chosen?.conferencingUrl ?? null)
  return {
    url,
    real_time_scheduling: {
      real_time_scheduling_id: link.linkId,
      url,
      status: link.status,
      event: {
        ...(event.eventId === null ? {} : { event_id: event.eventId }),
        summary: event.summary,
        description: text.description,
        tzid: event.tzid,
        ...(text.location === '' ? {} : { location: { description: text.location } }),
        event_private: false,
        ...times,
      },
    },
  }
}
