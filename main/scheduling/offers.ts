import type { Preview } from '../../preload/contract/availability.ts'
import type { SpanMs } from '../../preload/contract/values.ts'
import { findOverlappingSlots } from '../engine/find-slots.ts'
import type { Slot } from '../engine/query.ts'
import { countedOf } from './counted-calendars.ts'
import { minuteToMs, readFacts } from './facts.ts'
import type { AvailabilityQuery, Member } from './link-template.ts'
import type { World } from './world.ts'

export interface Offer {
  readonly startMs: number
  readonly endMs: number
  /** Everyone available then, group order then member order. */
  readonly subs: readonly string[]
}

/** More starts than a person would look at; beyond it a query is told to be narrower. */
export const mostOffers = 2000

const toOffer = (slot: Slot): Offer => ({
  startMs: minuteToMs(slot.start),
  endMs: minuteToMs(slot.end),
  subs: slot.subs,
})

/** Every start on offer now, in order; each can be booked as long as nothing changes. */
export function listOffers(world: World, query: AvailabilityQuery): Offer[] {
  const facts = readFacts(world.store, query, { nowMs: world.clock.now() })
  return findOverlappingSlots(facts, { max: mostOffers }).map(toOffer)
}

/** The listing, and the busy time around it, for somebody who is still composing. */
export function previewOffers(
  world: World,
  query: AvailabilityQuery,
  window: SpanMs,
): Omit<Preview, 'computedInMs'> {
  const offers = listOffers(world, query)
  const inWindow = (s: { startMs: number; endMs: number }) =>
    s.startMs < window.endMs && s.endMs > window.startMs
  return {
    slots: offers.filter(inWindow).map(o => ({ ...o, subs: [...o.subs] })),
    totalSlots: offers.length,
    firstStartMs: offers[0]?.startMs ?? null,
    busy: query.participants.flatMap(g => g.members).flatMap(m => busyOf(world, m, window)),
  }
}

type PreviewBusy = Preview['busy'][number]

function busyOf(world: World, member: Member, window: SpanMs): PreviewBusy[] {
  const { store } = world
  return countedOf(store, member)
    .counted.flatMap(c =>
      c.kind === 'built_in'
        ? store.events.within(c.calendarId, window.startMs, window.endMs)
        : store.calendarObjects.occurrences(c.calendarId, window.startMs, window.endMs),
    )
    .flatMap(e =>
      e.status === 'free'
        ? []
        : [{ sub: member.sub, summary: e.summary, startMs: e.startMs, endMs: e.endMs, status: e.status }],
    )
}
