import { z } from 'zod'
import { booking } from './bookings.ts'
import { reach } from './reach.ts'
import { instantMs, linkId } from './values.ts'

/**
 * What the program pushes to every desk. Each push carries a sequence number; a desk that missed some (it slept,
 * its stream broke) is sent `resync` and reads everything again.
 */
export const topics = {
  /** A recipient chose a time. */
  'booking.arrived': booking,
  /** A recipient said that none of the times suits, or opened a page that had none to show. */
  'link.noTimes': z.strictObject({
    linkId,
    summary: z.string(),
    kind: z.enum(['no_times_suit', 'no_times_shown']),
    message: z.string(),
    createdMs: instantMs,
  }),
  /** Something of this noun changed: read it again. */
  changed: z.strictObject({
    noun: z.enum([
      'organizer',
      'people',
      'calendars',
      'connections',
      'links',
      'bookings',
      'conferencing',
      'network',
      'mail',
    ]),
  }),
  'reach.changed': reach,
  resync: z.strictObject({}),
} as const

export type Topics = typeof topics
export type TopicName = keyof Topics
export type PayloadOf<T extends TopicName> = z.infer<Topics[T]>

export type Push = {
  [T in TopicName]: { readonly seq: number; readonly topic: T; readonly payload: PayloadOf<T> }
}[TopicName]
