import type { Booking, Delivery } from '../../preload/contract/bookings.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { DeliveryRow } from '../store/outbox.ts'
import { findConflicts } from './conflicts.ts'
import { enqueueInvitation } from './invitations.ts'
import { conflict, notFound } from './refusal.ts'
import { fillPlaceholders, isInvitedByServer } from './target-events.ts'
import type { World } from './world.ts'

export function listBookings(world: World): Booking[] {
  return world.store.bookings.all().map(row => showBooking(world, row))
}

export function readBooking(world: World, bookingId: string): Booking {
  const row = world.store.bookings.get(bookingId)
  if (row === null) throw notFound('booking')
  return showBooking(world, row)
}

/** A booking as the desk shows it, with what became of its deliveries. */
export function showBooking(world: World, row: BookingRow): Booking {
  const { store } = world
  const event = store.links.get(row.linkId)?.template.event
  return {
    bookingId: row.bookingId,
    linkId: row.linkId,
    summary: event?.summary ?? '',
    location: event === undefined ? '' : fillPlaceholders(event, row.conferencingUrl).location,
    startMs: row.startMs,
    endMs: row.endMs,
    participants: row.subs.map(sub => ({
      sub,
      name: store.people.get(sub)?.name || 'Someone removed since',
    })),
    recipient: row.recipient,
    status: row.status,
    createdMs: row.createdMs,
    conferencingUrl: row.conferencingUrl,
    followed: row.followed,
    conflicts: findConflicts(world, row),
    deliveries: store.outbox
      .ofBooking(row.bookingId)
      .map(d => showDelivery(d, id => store.calendars.get(id)?.name)),
  }
}

function showDelivery(row: DeliveryRow, calendarName: (id: string) => string | undefined): Delivery {
  const { deliveryId, kind, state, attempts, nextAttemptMs, lastError, deliveredMs } = row
  const target =
    kind === 'webhook' || kind === 'mail'
      ? row.subscriber
      : (calendarName(row.subscriber) ?? 'A calendar removed since')
  return { deliveryId, kind, target, state, attempts, nextAttemptMs, lastError, deliveredMs }
}

/** Gives the time back at once; the events are taken out of their calendars by the outbox. */
export function cancelBooking(world: World, bookingId: string): Booking {
  const row = world.store.bookings.get(bookingId)
  if (row === null) throw notFound('booking')
  if (row.status === 'cancelled') throw conflict('This booking was cancelled already.')
  world.store.transact(() => {
    world.store.bookings.cancel(bookingId)
    tellCalledOff(world, row)
    const written = world.store.outbox.ofBooking(bookingId).filter(d => d.kind === 'event')
    for (const subscriber of new Set(written.map(d => d.subscriber))) {
      const delivery = {
        deliveryId: world.randomness.id('dlv'),
        linkId: row.linkId,
        bookingId,
        kind: 'event_removal' as const,
        subscriber,
      }
      world.store.outbox.add(
        { ...delivery, payload: { calendarId: subscriber, eventUid: row.eventUid } },
        world.clock.now(),
      )
    }
  })
  world.announce('changed', { noun: 'bookings' })
  world.announce('changed', { noun: 'links' })
  return readBooking(world, bookingId)
}

/** By mail, unless a calendar's server does it when the event is taken out. Call after the booking was cancelled. */
export function tellCalledOff(world: World, { bookingId }: BookingRow): void {
  const row = world.store.bookings.get(bookingId)
  if (row !== null && !isInvitedByServer(world.store, bookingId)) enqueueInvitation(world, row, 'CANCEL')
}

export function retryDelivery(world: World, deliveryId: string): Booking {
  const delivery = world.store.outbox.get(deliveryId)
  if (delivery === null || delivery.bookingId === null) throw notFound('delivery')
  if (!world.store.outbox.again(deliveryId, world.clock.now())) throw conflict('This was delivered already.')
  world.announce('changed', { noun: 'bookings' })
  return readBooking(world, delivery.bookingId)
}
