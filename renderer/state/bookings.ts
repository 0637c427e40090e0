import { create } from 'zustand'
import type { Booking } from '../../preload/contract/bookings.ts'
import type { Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useBookings = nounStore('bookings.list')

/** Bookings that came in while the desk was open: their rows arrive visibly. */
export const useArrivals = create<{ readonly ids: ReadonlySet<string> }>()(() => ({ ids: new Set() }))

/** Puts one booking in its place without waiting for a reading. True when it was not known before. */
export function placeBooking(booking: Booking): boolean {
  const known = useBookings.getState().value ?? []
  const isNew = known.every(b => b.bookingId !== booking.bookingId)
  const others = known.filter(b => b.bookingId !== booking.bookingId)
  useBookings.setState({ value: [booking, ...others], failure: null })
  return isNew
}

export function markArrived(bookingId: string): boolean {
  const { ids } = useArrivals.getState()
  if (ids.has(bookingId)) return false
  useArrivals.setState({ ids: new Set([...ids, bookingId]) })
  return true
}

export async function cancelBooking(bookingId: string): Promise<Outcome<Booking>> {
  const outcome = await call('bookings.cancel', { bookingId })
  if (outcome.ok) placeBooking(outcome.value)
  return outcome
}

export async function retryDelivery(deliveryId: string): Promise<Outcome<Booking>> {
  const outcome = await call('deliveries.retry', { deliveryId })
  if (outcome.ok) placeBooking(outcome.value)
  return outcome
}
