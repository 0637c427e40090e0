import { wireEventTime } from './completed-callback.ts'
import type { StoredLink } from './links.ts'
import { bookingsOfLink, partsOf } from './sequence-links.ts'
import { fillPlaceholders } from './target-events.ts'
import type { World } from './world.ts'

/** A link as programs read it, in answers and in callbacks. `url` stands at the root too: several SDKs read it there. */
export function showLinkOnWire(world: World, link: StoredLink) {
  const url = world.linkUrl(link.token)
  const parts = partsOf(world, link)
  const sequence = parts.map(p => ({ sequence_id: p.item.sequenceId, event: showEvent(world, p.link) }))
  return {
    url,
    real_time_scheduling: {
      real_time_scheduling_id: link.linkId,
      url,
      status: link.status,
      event: showEvent(world, link),
      ...(parts.length === 0 ? {} : { sequence }),
    },
  }
}

/** The event, with times once one is booked: for a sequence from the start of the first to the end of the last. */
function showEvent(world: World, link: StoredLink) {
  const { event } = link.template
  const booked = link.status === 'completed' ? bookingsOfLink(world, link) : []
  const [first, last] = [booked[0], booked.at(-1)]
  const times =
    first === undefined || last === undefined
      ? {}
      : { start: wireEventTime(first.startMs, event.tzid), end: wireEventTime(last.endMs, event.tzid) }
  const text = fillPlaceholders(event, first?.conferencingUrl ?? null)
  return {
    ...(event.eventId === null ? {} : { event_id: event.eventId }),
    summary: event.summary,
    description: text.description,
    tzid: event.tzid,
    ...(text.location === '' ? {} : { location: { description: text.location } }),
    event_private: false,
    ...times,
  }
}
