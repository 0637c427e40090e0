import type { Sequence } from '../engine/find-sequences.ts'
import type { BookingRow } from '../store/bookings.ts'
import { findSequencedAvailability } from './availability.ts'
import { minuteToMs } from './facts.ts'
import type { LinkTemplate, SequenceItem } from './link-template.ts'
import { addLink, type StoredLink } from './links.ts'
import { listOffers, mostOffers, type Offer } from './offers.ts'
import type { World } from './world.ts'

/**
 * A link for several meetings in a row: one page, one choice. Behind it each meeting has a link of its own, which nobody
 * is sent. So each becomes an ordinary booking, with its own people, event, invitation and delivery, and can be called
 * off by itself.
 */
export interface SequencePart {
  readonly item: SequenceItem
  readonly link: StoredLink
}

export type MeetingToAdd = Omit<SequenceItem, 'linkId'> & { readonly template: LinkTemplate }

export function addSequenceLink(
  world: World,
  template: LinkTemplate,
  meetings: readonly MeetingToAdd[],
): StoredLink {
  return world.store.transact(() => {
    const sequence = meetings.map(({ template: own, ...item }) => ({
      ...item,
      linkId: addLink(world, { ...own, partOfSequence: true }, 'api').linkId,
    }))
    return addLink(world, { ...template, sequence }, 'api')
  })
}

/** The meetings of a sequence, as they were listed; none where the link is for one meeting alone. */
export function partsOf({ store }: World, link: StoredLink): SequencePart[] {
  return (link.template.sequence ?? []).map(item => {
    const part = store.links.get(item.linkId)
    if (part === null) throw new Error(`the link ${item.linkId} of a sequence is gone`)
    return { item, link: part }
  })
}

/** Every way that the whole can begin now, by the rule that it is booked by. */
export function listSequences(world: World, parts: readonly SequencePart[]): Sequence[] {
  const steps = parts.map(({ item: { sequenceId, ordinal, gap }, link }) => ({
    sequenceId,
    ...(ordinal === undefined ? {} : { ordinal }),
    gap,
    query: link.template.query,
  }))
  return findSequencedAvailability(world, steps, mostOffers)
}

/** What the page of a link shows, whether it is for one meeting or for several. */
export function listLinkOffers(world: World, link: StoredLink): Offer[] {
  const parts = partsOf(world, link)
  if (parts.length === 0) return listOffers(world, link.template.query)
  return listSequences(world, parts).map(({ start, end, items }) => ({
    startMs: minuteToMs(start),
    endMs: minuteToMs(end),
    subs: [...new Set(items.flatMap(i => i.subs))],
  }))
}

/** What was booked through a link, in the order in which it happens. */
export function bookingsOfLink(world: World, link: StoredLink): BookingRow[] {
  const links = link.template.sequence?.map(i => i.linkId) ?? [link.linkId]
  return links.flatMap(id => world.store.bookings.ofLink(id) ?? []).sort((a, b) => a.startMs - b.startMs)
}
