import { checkStart } from '../engine/check-start.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { LinkRow } from '../store/links.ts'
import { cancelBooking, showBooking } from './bookings.ts'
import { completedCallback } from './completed-callback.ts'
import { isExcluded, minuteToMs, readFacts } from './facts.ts'
import { enqueueInvitation } from './invitations.ts'
import type { AvailabilityQuery, LinkTemplate } from './link-template.ts'
import { readOrganizerSub } from './organizer.ts'
import { chooseParticipants } from './participants.ts'
import { tokenDigest } from './secrets.ts'
import { sequenceCallback } from './sequence-callback.ts'
import { listSequences, partsOf, type SequencePart } from './sequence-links.ts'
import { conferencingFor, eventsToDeliver, inviterOf, joinUrl, resolveTargets } from './target-events.ts'
import type { World } from './world.ts'

export interface BookingRequest {
  readonly startMs: number
  /** Carried by the page that confirms: the same page sent twice is one booking. */
  readonly idempotencyKey: string
  readonly recipient: BookingRow['recipient']
  /** When each meeting of a sequence was shown to begin: booked so, or not at all. */
  readonly shownStartsMs?: readonly number[]
}

export type BookOutcome =
  | {
      readonly kind: 'booked'
      readonly link: Link
      readonly booking: BookingRow
      /** The later meetings of a sequence. */
      readonly others: readonly BookingRow[]
      readonly again: boolean
    }
  /** Not on offer, or not any more. Nothing was changed. */
  | { readonly kind: 'slot_taken'; readonly link: Link }
  | { readonly kind: 'completed'; readonly link: Link }
  | { readonly kind: 'disabled'; readonly link: Link }
  | { readonly kind: 'unknown_link' }

type Link = LinkRow<LinkTemplate>

/**
 * Claims a time. One write transaction finds the link, checks the start by the very rule that listed it, takes the
 * time of everyone who takes part, and leaves in the outbox all that must follow; whatever happens after it is
 * committed, the booking stands and its deliveries are made.
 */
export function book(world: World, token: string, request: BookingRequest): BookOutcome {
  const outcome = world.store.transact(() => claim(world, token, request))
  if (outcome.kind === 'booked' && !outcome.again) {
    for (const booking of [outcome.booking, ...outcome.others])
      world.announce('booking.arrived', showBooking(world, booking))
    world.announce('changed', { noun: 'bookings' })
    world.announce('changed', { noun: 'links' })
  }
  return outcome
}

function claim(world: World, token: string, request: BookingRequest): BookOutcome {
  const { store } = world
  const link = store.links.byTokenDigest(tokenDigest(token))
  if (link === null) return { kind: 'unknown_link' }
  const parts = partsOf(world, link)
  const firstLinkId = parts[0]?.link.linkId ?? link.linkId
  const earlier = store.bookings.byKey(firstLinkId, request.idempotencyKey)
  if (earlier?.status === 'confirmed')
    return { kind: 'booked', link, booking: earlier, others: [], again: true }
  if (link.status !== 'open') return { kind: link.status, link }
  const placed =
    parts.length > 0 ? placeSequence(world, link, parts, request) : placeBooking(world, link, request)
  const [booking, ...others] = [placed ?? []].flat()
  if (booking === undefined) return { kind: 'slot_taken', link }
  return { kind: 'booked', link: { ...link, status: 'completed' }, booking, others, again: false }
}

/** Inside the transaction: the check, the claim and the outbox. Null when the start is not on offer. */
function placeBooking(world: World, link: Link, request: BookingRequest): BookingRow | null {
  const place = findPlace(world, link.template.query, request.startMs)
  if (place === null) return null
  const booking = writeBooking(world, link, place, request)
  const callbackUrl = link.template.callbackUrls.completed
  const told = { ...link, url: world.linkUrl(link.token) }
  if (callbackUrl !== null) enqueue(world, booking, 'webhook', callbackUrl, completedCallback(told, booking))
  return booking
}

/** All of a sequence or none of it, inside the transaction; the bookings in the order in which they happen. */
function placeSequence(
  world: World,
  link: Link,
  parts: readonly SequencePart[],
  request: BookingRequest,
): BookingRow[] | null {
  const found = listSequences(world, parts).find(s => minuteToMs(s.start) === request.startMs)
  // Every meeting is checked before one is written: they do not stand in each other's way.
  const places = (found?.items ?? []).flatMap(({ id, start }) => {
    const part = parts.find(p => p.item.sequenceId === id)
    const startMs = minuteToMs(start)
    const query = part?.link.template.query
    const place =
      query === undefined ? null : findPlace(world, { ...query, querySlotsMs: [startMs] }, startMs)
    return part === undefined || place === null ? [] : [{ link: part.link, place }]
  })
  if (places.length < parts.length) return null
  const shown = request.shownStartsMs ?? []
  if (shown.length > 0 && places.some((p, i) => p.place.startMs !== shown[i])) return null
  const bookings = places.map(p => writeBooking(world, p.link, p.place, request))
  world.store.links.setStatus(link.linkId, 'completed', '')
  const [first] = bookings
  const callbackUrl = link.template.callbackUrls.completed
  if (callbackUrl !== null && first !== undefined)
    enqueue(world, first, 'webhook', callbackUrl, sequenceCallback(world, link, bookings))
  return bookings
}

interface Place {
  readonly startMs: number
  readonly endMs: number
  readonly subs: readonly string[]
}

/** Who takes part at this start, by the very rule that lists it; null when it is not on offer. */
function findPlace(world: World, query: AvailabilityQuery, startMs: number): Place | null {
  const { store, clock } = world
  const nowMs = clock.now()
  const endMs = startMs + query.requiredDurationMinutes * 60_000
  if (startMs % 60_000 !== 0) return null
  const facts = readFacts(store, query, { nowMs, within: { fromMs: startMs, toMs: endMs } })
  const check = checkStart(facts, startMs / 60_000)
  if (!check.ok) return null
  const subs = chooseParticipants(query.participants, check.byGroup, sub => store.bookings.load(sub, nowMs))
  return { startMs, endMs, subs }
}

/** The claim, the completed link and the outbox, for a place that was just found. */
function writeBooking(world: World, link: Link, place: Place, request: BookingRequest): BookingRow {
  const { store, clock } = world
  const nowMs = clock.now()
  const { subs } = place
  const targets = resolveTargets(store, link.template, subs, readOrganizerSub(store))
  const eventUid = keptUid(store, link.template, targets) ?? `${world.randomness.token()}@openslot`
  const booking: BookingRow = {
    bookingId: world.randomness.id('bkg'),
    linkId: link.linkId,
    status: 'confirmed',
    ...place,
    eventUid,
    conferencingUrl: joinUrl(store, conferencingFor(link.template, targets), world.randomness.token),
    recipient: request.recipient,
    idempotencyKey: request.idempotencyKey,
    createdMs: nowMs,
    sequence: store.bookings.nextSequence(eventUid),
    followed: null,
  }
  releaseMoved(world, link.template, targets)
  releaseExcluded(world, link.template, booking)
  store.bookings.add(booking)
  store.links.setStatus(link.linkId, 'completed', '')
  for (const event of eventsToDeliver(store, link.template, targets, booking))
    enqueue(world, booking, 'event', event.calendarId, event)
  if (inviterOf(store, targets) === null) enqueueInvitation(world, booking, 'REQUEST')
  return booking
}

/**
 * An event id names one event in a calendar: a second link with the same id moves it. The booking that put the
 * event there gives its time back. (Cronofy's users reschedule this way.)
 */
function releaseMoved(
  world: World,
  template: LinkTemplate,
  targets: readonly { calendarId: string }[],
): void {
  const { eventId } = template.event
  if (eventId === null) return
  const { store } = world
  const calendars = new Set(targets.map(t => t.calendarId))
  for (const old of store.bookings.confirmedWithEventId(eventId)) {
    // The deliveries name the calendar even while the event has not been written yet.
    const written = store.outbox
      .ofBooking(old.bookingId)
      .some(d => d.kind === 'event' && calendars.has(d.subscriber))
    if (written) store.bookings.cancel(old.bookingId)
  }
}

/** An event that is moved keeps its UID, so that removing it later, or a second download, finds the same one. */
function keptUid(
  store: World['store'],
  { event }: LinkTemplate,
  targets: readonly { calendarId: string }[],
): string | null {
  const { eventId } = event
  if (eventId === null) return null
  const written = targets.map(
    t =>
      store.events.byId(t.calendarId, eventId)?.eventUid ??
      store.writtenEvents.byId(t.calendarId, eventId)?.eventUid,
  )
  const awaited = store.bookings.confirmedWithEventId(eventId)[0]?.eventUid
  return written.find(uid => uid !== undefined) ?? awaited ?? null
}

/** What the query passes over and the new booking now lies on gives way: nobody is in two places. */
function releaseExcluded(world: World, { query, event }: LinkTemplate, booking: BookingRow): void {
  const { store } = world
  const excluded = query.excludedEvents ?? []
  if (excluded.length === 0) return
  const claims = booking.subs.flatMap(sub => store.bookings.claims(sub, booking.startMs, booking.endMs))
  for (const id of new Set(claims.map(c => c.bookingId))) {
    const old = store.bookings.get(id)
    if (old === null || !isExcluded(store, id, excluded)) continue
    const oldId = store.links.get(old.linkId)?.template.event.eventId ?? null
    // An event of the same id is moved by the new one; any other is taken out.
    if (oldId !== null && oldId === event.eventId) store.bookings.cancel(id)
    else cancelBooking(world, id)
  }
}

function enqueue(
  world: World,
  booking: BookingRow,
  kind: 'event' | 'webhook',
  subscriber: string,
  payload: unknown,
): void {
  const delivery = {
    deliveryId: world.randomness.id('dlv'),
    linkId: booking.linkId,
    bookingId: booking.bookingId,
    kind,
    subscriber,
    payload,
  }
  world.store.outbox.add(delivery, booking.createdMs)
}
