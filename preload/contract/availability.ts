import { z } from 'zod'
import { calendarId, instantMs, spanMs, sub, tzid } from './values.ts'

export const member = z.strictObject({
  sub,
  /** Only these calendars count as busy; absent: every calendar of theirs that counts. */
  calendarIds: z.array(calendarId).max(100).optional(),
  /** Keep to the person's weekly hours. */
  managedAvailability: z.boolean(),
  /** What stands in their calendars leaves its time on offer; what was booked through Openslot never does. */
  overBusy: z.literal('always').optional(),
})

export const participantGroup = z
  .strictObject({
    members: z.array(member).min(1, 'Somebody must take part.').max(100),
    /** Everybody, or at least this many of the group. */
    required: z.union([z.literal('all'), z.int().min(1)]),
  })
  .refine(g => g.required === 'all' || g.required <= g.members.length, {
    error: 'More people are asked for than there are in the group.',
    path: ['required'],
  })
export type ParticipantGroup = z.infer<typeof participantGroup>

/** At most so many bookings in a day or an ISO week of the zone, for each who takes part. */
export const cap = z.strictObject({
  period: z.enum(['day', 'week']),
  limit: z.int().min(1, 'At least one.').max(100, 'At most 100.'),
  tzid,
})

/** Cronofy's availability query, in the desk's spelling. */
export const availabilityQuery = z.strictObject({
  participants: z.array(participantGroup).min(1, 'Somebody must take part.').max(20),
  requiredDurationMinutes: z.int().min(5, 'At least 5 minutes.').max(1440, 'At most a day.'),
  queryPeriods: z.array(spanMs).min(1, 'Say when it may be: at least one period.').max(200),
  bufferBeforeMinutes: z.int().min(0).max(1440),
  bufferAfterMinutes: z.int().min(0).max(1440),
  startIntervalMinutes: z.union([5, 10, 15, 20, 30, 60].map(n => z.literal(n))),
  minimumNoticeMinutes: z.int().min(0).max(525_600),
  /** Nothing ends later than so long from now. Absent: as far as the periods go. */
  bookingHorizonMinutes: z.int().min(5).max(1_051_200).optional(),
  caps: z.array(cap).max(10).optional(),
  /** Anchors the grid of starts; the recipient sees the same instants in a zone of their own. */
  tzid,
  /** How old the last look at a calendar on a server may be; older ones count as busy. Absent: 10. */
  maximumAgeMinutes: z.int().min(1).max(1440).optional(),
})
export type AvailabilityQuery = z.infer<typeof availabilityQuery>

export const previewRequest = z.strictObject({
  query: availabilityQuery,
  /** What the week view shows; busy time comes back for this window only. */
  window: spanMs.refine(s => s.endMs - s.startMs <= 62 * 86_400_000, {
    error: 'At most 62 days at once.',
    path: ['endMs'],
  }),
})

export const offeredSlot = z.strictObject({ startMs: instantMs, endMs: instantMs, subs: z.array(sub) })
export type OfferedSlot = z.infer<typeof offeredSlot>

export const preview = z.strictObject({
  /** Every start that a link with this query would offer inside the window. */
  slots: z.array(offeredSlot),
  /** How many it would offer in all its periods (counted up to 2,000). */
  totalSlots: z.int(),
  /** The first start on offer, in the window or not. */
  firstStartMs: instantMs.nullable(),
  busy: z.array(
    z.strictObject({
      sub,
      summary: z.string(),
      startMs: instantMs,
      endMs: instantMs,
      status: z.enum(['busy', 'tentative']),
    }),
  ),
  computedInMs: z.number(),
})
export type Preview = z.infer<typeof preview>
