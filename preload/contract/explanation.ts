import { z } from 'zod'
import { availabilityQuery } from './availability.ts'
import { instantMs, sub } from './values.ts'

export const explanationRequest = z.strictObject({ query: availabilityQuery, startMs: instantMs })

const span = { startMs: instantMs, endMs: instantMs }

/** One reason why a start is not offered; several can hold at once. */
export const reason = z.discriminatedUnion('kind', [
  /** It does not lie whole inside one of the query's periods. */
  z.strictObject({ kind: z.literal('outside_periods') }),
  /** Starts fall on other minutes of the hour. */
  z.strictObject({ kind: z.literal('off_grid'), startIntervalMinutes: z.int() }),
  /** Sooner than the minimum notice allows, or past. */
  z.strictObject({ kind: z.literal('too_soon'), earliestMs: instantMs }),
  z.strictObject({ kind: z.literal('too_late'), latestMs: instantMs }),
  /** `summary` is null where nothing is known of that time, which then counts as busy. */
  z.strictObject({
    kind: z.literal('busy'),
    sub,
    calendarId: z.string().nullable(),
    summary: z.string().nullable(),
    ...span,
  }),
  /** Free itself, but too near to something busy. */
  z.strictObject({
    kind: z.literal('buffer'),
    sub,
    calendarId: z.string().nullable(),
    summary: z.string().nullable(),
    ...span,
    /** The buffer before the busy time, or after it. */
    side: z.enum(['before', 'after']),
  }),
  z.strictObject({ kind: z.literal('outside_hours'), sub }),
  z.strictObject({ kind: z.literal('outside_available_periods'), sub }),
  z.strictObject({ kind: z.literal('cap'), sub, period: z.enum(['day', 'week']), limit: z.int() }),
  /** `group` counts from 0. */
  z.strictObject({ kind: z.literal('too_few'), group: z.int(), available: z.int(), required: z.int() }),
])
export type Reason = z.infer<typeof reason>

/** No reasons: the start is offered. */
export const explanation = z.strictObject({ ...span, reasons: z.array(reason) })
export type Explanation = z.infer<typeof explanation>

/** One thing to give way on, and how many more starts that would offer. */
export const gain = z.strictObject({
  kind: z.enum([
    'member_optional',
    'fewer_required',
    'no_buffer',
    'shorter',
    'longer_hours',
    'no_notice',
    'no_caps',
  ]),
  group: z.int().nullable(),
  sub: sub.nullable(),
  /** What it would be then: the number required, the minutes of the duration, the minutes that hours grow by. */
  to: z.int().nullable(),
  more: z.int(),
})
export type Gain = z.infer<typeof gain>

/** Only what would give more, the most helpful first. */
export const relaxations = z.strictObject({ starts: z.int(), gains: z.array(gain) })
