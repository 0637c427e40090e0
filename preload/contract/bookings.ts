import { z } from 'zod'
import { bookingId, deliveryId, instantMs, linkId, sub } from './values.ts'

/** One thing that follows from a booking, and what became of it. */
export const delivery = z.strictObject({
  deliveryId,
  kind: z.enum(['event', 'event_removal', 'webhook', 'mail']),
  /** The calendar's name, the callback address, or the recipient's. */
  target: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.int(),
  nextAttemptMs: instantMs.nullable(),
  /** A sentence about the last try that failed. */
  lastError: z.string().nullable(),
  deliveredMs: instantMs.nullable(),
})
export type Delivery = z.infer<typeof delivery>

/** Something busy that came to lie on a booking after it was made. */
export const bookingConflict = z.strictObject({
  sub,
  calendarId: z.string(),
  summary: z.string(),
  startMs: instantMs,
  endMs: instantMs,
})
export type BookingConflict = z.infer<typeof bookingConflict>

export const booking = z.strictObject({
  bookingId,
  linkId,
  summary: z.string(),
  location: z.string(),
  startMs: instantMs,
  endMs: instantMs,
  participants: z.array(z.strictObject({ sub, name: z.string() })),
  recipient: z.strictObject({
    name: z.string(),
    email: z.string(),
    note: z.string(),
    /** The zone the page was in when the time was chosen. */
    tzid: z.string(),
  }),
  status: z.enum(['confirmed', 'cancelled']),
  createdMs: instantMs,
  conferencingUrl: z.string().nullable(),
  /** The organizer moved or deleted its event in their own calendar, and the booking followed. */
  followed: z.enum(['moved', 'deleted']).nullable(),
  conflicts: z.array(bookingConflict),
  deliveries: z.array(delivery),
})
export type Booking = z.infer<typeof booking>
