import { cancelBooking, listBookings, retryDelivery } from '../../scheduling/bookings.ts'
import type { HandlersOf } from '../desk.ts'

export const bookingHandlers: HandlersOf<'bookings'> & HandlersOf<'deliveries'> = {
  'bookings.list': ({ world }) => listBookings(world),
  'bookings.cancel': ({ world, wakeOutbox }, { bookingId }) => {
    const booking = cancelBooking(world, bookingId)
    wakeOutbox()
    return booking
  },
  'deliveries.retry': ({ world, wakeOutbox }, { deliveryId }) => {
    const booking = retryDelivery(world, deliveryId)
    wakeOutbox()
    return booking
  },
}
