import type { Booking, BookingConflict, Delivery } from '../../preload/contract/bookings.ts'
import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection } from '../../preload/contract/connections.ts'
import type { Reach } from '../../preload/contract/reach.ts'

export type Attention =
  | { readonly kind: 'reach'; readonly reach: Reach }
  /** An account that cannot be read; `unread`: those of its calendars that count as busy because of it. */
  | { readonly kind: 'connection'; readonly connection: Connection; readonly unread: readonly Calendar[] }
  | { readonly kind: 'unread'; readonly calendar: Calendar }
  | { readonly kind: 'conflict'; readonly booking: Booking; readonly conflict: BookingConflict }
  | { readonly kind: 'delivery'; readonly booking: Booking; readonly delivery: Delivery }
  | { readonly kind: 'uncertain'; readonly calendar: Calendar }
  /** Moved or deleted in the organizer's own calendar, and the booking with it. */
  | { readonly kind: 'followed'; readonly booking: Booking }

export interface Known {
  readonly bookings: readonly Booking[]
  readonly calendars: readonly Calendar[]
  readonly connections: readonly Connection[]
  readonly reach: Reach | null
  /** Keys of what was put away. */
  readonly seen: ReadonlySet<string>
  readonly nowMs: number
}

/** What went wrong and stays wrong until somebody looks, and what happened unasked: the worst first. */
export function attentionOf(known: Known): readonly Attention[] {
  const { bookings, calendars, connections, reach, seen, nowMs } = known
  const ahead = bookings.filter(b => b.endMs > nowMs)
  const down: Attention[] = reach?.status === 'down' ? [{ kind: 'reach', reach }] : []
  const all: Attention[] = [
    ...down,
    ...troubled(connections, calendars),
    ...ahead.filter(b => b.status === 'confirmed').flatMap(conflictsOf),
    ...bookings.flatMap(failuresOf),
    ...calendars
      .filter(c => c.state === 'uncertain')
      .map(calendar => ({ kind: 'uncertain' as const, calendar })),
    ...ahead.filter(b => b.followed !== null).map(booking => ({ kind: 'followed' as const, booking })),
  ]
  return all.filter(one => !seen.has(keyOf(one)))
}

/** The same matter has the same key for as long as it lasts; a booking moved once more is another matter. */
export function keyOf(one: Attention): string {
  switch (one.kind) {
    case 'reach':
      return 'reach'
    case 'connection':
      return `connection ${one.connection.connectionId} ${one.connection.state}`
    case 'unread':
      return `unread ${one.calendar.calendarId}`
    case 'uncertain':
      return `uncertain ${one.calendar.calendarId}`
    case 'conflict':
      return `conflict ${one.booking.bookingId} ${one.conflict.calendarId} ${one.conflict.startMs}`
    case 'delivery':
      return `delivery ${one.delivery.deliveryId}`
    case 'followed':
      return `followed ${one.booking.bookingId} ${one.booking.followed} ${one.booking.startMs}`
  }
}

/** What an account cannot do is told once, not for each of its calendars. */
function troubled(connections: readonly Connection[], calendars: readonly Calendar[]): Attention[] {
  const broken = connections.filter(c => c.state !== 'ok')
  const covered = new Set(broken.map(c => c.connectionId))
  const alone = calendars.filter(
    c => isFailing(c) && c.state === 'unread' && (c.connectionId === null || !covered.has(c.connectionId)),
  )
  return [
    ...broken.map(connection => ({
      kind: 'connection' as const,
      connection,
      unread: calendars.filter(c => c.connectionId === connection.connectionId && c.state === 'unread'),
    })),
    ...alone.map(calendar => ({ kind: 'unread' as const, calendar })),
  ]
}

/** One that merely was not read yet, or not since the machine slept, is about to be. */
export function isFailing({ freshness }: Calendar): boolean {
  return freshness !== null && freshness.failure !== null
}

function conflictsOf(booking: Booking): Attention[] {
  return booking.conflicts.map(conflict => ({ kind: 'conflict', booking, conflict }))
}

function failuresOf(booking: Booking): Attention[] {
  const failed = booking.deliveries.filter(d => d.state === 'failed')
  return failed.map(delivery => ({ kind: 'delivery', booking, delivery }))
}

/** Confirmed ones that are not over, the next first. */
export function upcoming(bookings: readonly Booking[], nowMs: number): readonly Booking[] {
  return bookings
    .filter(b => b.status === 'confirmed' && b.endMs > nowMs)
    .toSorted((a, b) => a.startMs - b.startMs)
}

/** All others, the latest first. */
export function past(bookings: readonly Booking[], nowMs: number): readonly Booking[] {
  return bookings
    .filter(b => b.status === 'cancelled' || b.endMs <= nowMs)
    .toSorted((a, b) => b.startMs - a.startMs)
}
