import { checkStart } from '../engine/check-start.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { LinkRow } from '../store/links.ts'
import { cancelBooking, showBooking } from './bookings.ts'
import { completedCallback } from './completed-callback.ts'
import { isExcluded, readFacts } from './facts.ts'
import { enqueueInvitation } from './invitations.ts'
import type { LinkTemplate } from './link-template.ts'
import { readOrganizerSub } from './organizer.ts'
import { chooseParticipants } from './participants.ts'
import { tokenDigest } from './secrets.ts'
import { conferencingFor, eventsToDeliver, inviterOf, joinUrl, resolveTargets } from './target-events.ts'
import type { World } from './world.ts'

export interface BookingRequest {
  readonly startMs: number
  /** Carried by the page that confirms: the same page sent twice is one booking. */
  readonly idempotencyKey: string
  readonly recipient: BookingRow['recipient']
}

export type BookOutcome =
  | { readonly kind: 'booked'; readonly link: Link; readonly booking: BookingRow; readonly again: boolean }
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
    world.announce('booking.arrived', showBooking(world, outcome.booking))
    world.announce('changed', { noun: 'bookings' })
    world.announce('changed', { noun: 'links' })
  }
  return outcome
}

function claim(world: World, token: string, request: BookingRequest): BookOutcome {
  const { store } = world
  const link = store.links.byTokenDigest(tokenDigest(token))
  if (link === null) return { kind: 'unknown_link' }
  const earlier = store.bookings.byKey(link.linkId, request.idempotencyKey)
  if (earlier?.status === 'confirmed') return { kind: 'booked', link, booking: earlier, again: true }
  if (link.status !== 'open') return { kind: link.status, link }
  const booking = placeBooking(world, link, request)
  if (booking === null) return { kind: 'slot_taken', link }
  return { kind: 'booked', link: { ...link, status: 'completed' }, booking, again: false }
}

/** Inside the transaction: the check, the claim and the outbox. Null when the start is not on offer. */
function placeBooking(world: World, link: Link, request: BookingRequest): BookingRow | null {
  const { store, clock } = world
  const { query } = link.template
  const nowMs = clock.now()
  const endMs = request.startMs + query.requiredDurationMinutes * 60_000
  if (request.startMs % 60_000 !== 0) return null
  const facts = readFacts(store, query, { nowMs, within: { fromMs: request.startMs, toMs: endMs } })
  const check = checkStart(facts, request.startMs / 60_000)
  if (!check.ok) return null
  const subs = chooseParticipants(query.participants, check.byGroup, sub => store.bookings.load(sub, nowMs))
  const targets = resolveTargets(store, link.template, subs, readOrganizerSub(store))
  const eventUid = keptUid(store, link.template, targets) ?? `${world.randomness.token()}@openslot`
  const booking: BookingRow = {
    bookingId: world.randomness.id('bkg'),
    linkId: link.linkId,
    status: 'confirmed',
    startMs: request.startMs,
    endMs,
    subs,
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
  const callbackUrl = link.template.callbackUrls.completed
  if (callbackUrl !== null)
    enqueue(
      world,
      booking,
      'webhook',
      callbackUrl,
      completedCallback({ ...link, url: world.linkUrl(link.token) }, booking),
    )
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
