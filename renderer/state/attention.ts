import type { Booking, Delivery } from '../../preload/contract/bookings.ts'
import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Reach } from '../../preload/contract/reach.ts'

export type Attention =
  | { readonly kind: 'delivery'; readonly booking: Booking; readonly delivery: Delivery }
  | { readonly kind: 'calendar'; readonly calendar: Calendar }
  | { readonly kind: 'reach'; readonly reach: Reach }

/** What went wrong and stays wrong until somebody looks: the worst first. */
export function attentionOf(
  bookings: readonly Booking[],
  calendars: readonly Calendar[],
  reach: Reach | null,
): readonly Attention[] {
  const down: Attention[] = reach?.status === 'down' ? [{ kind: 'reach', reach }] : []
  const failed = bookings.flatMap(booking =>
    booking.deliveries
      .filter(d => d.state === 'failed')
      .map(delivery => ({ kind: 'delivery' as const, booking, delivery })),
  )
  const uncertain = calendars
    .filter(c => c.state === 'uncertain')
    .map(calendar => ({ kind: 'calendar' as const, calendar }))
  return [...down, ...failed, ...uncertain]
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
