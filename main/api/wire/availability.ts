import { z } from 'zod'
import type { AvailabilityQuery } from '../../scheduling/link-template.ts'
import { duration, period, time } from './values.ts'

const member = z.object({
  sub: z.string().min(1).max(128),
  calendar_ids: z.array(z.string().max(128)).max(100).nullish(),
  available_periods: z.array(period).max(200).nullish(),
  managed_availability: z.boolean().nullish(),
  availability_rule_ids: z.array(z.string().max(64)).max(100).nullish(),
})

const group = z
  .object({
    members: z.array(member).min(1, 'must hold at least one member').max(1000),
    required: z
      .union([z.literal('all'), z.int().min(1)], { error: 'must be "all" or a number' })
      .default('all'),
  })
  .refine(g => g.required === 'all' || g.required <= g.members.length, {
    error: 'must not be more than the members of the group',
    path: ['required'],
  })

/** A gap, given plainly or as the least of a range. */
const gap = z.union([duration, z.object({ minimum: duration }).transform(g => g.minimum)], {
  error: 'must be a duration',
})

const startIntervals = [5, 10, 15, 20, 30, 60]

/** The availability query as it stands in a link: Cronofy's fields, by their names. */
export const availability = z
  .object({
    participants: z.array(group).min(1, 'must hold at least one group').max(100),
    required_duration: duration.refine(m => m >= 1 && m <= 1440, 'must be between a minute and a day'),
    query_periods: z.array(period).max(500).nullish(),
    available_periods: z.array(period).max(500).nullish(),
    query_slots: z
      .array(z.object({ start: time }))
      .max(2000)
      .nullish(),
    buffer: z.object({ before: gap.nullish(), after: gap.nullish() }).nullish(),
    start_interval: duration
      .refine(m => startIntervals.includes(m), `must be one of ${startIntervals.join(', ')} minutes`)
      .nullish(),
  })
  .refine(q => [q.query_periods, q.available_periods, q.query_slots].some(list => (list ?? []).length > 0), {
    error: 'required',
    path: ['query_periods'],
  })

export type WireAvailability = z.infer<typeof availability>

/** Half an hour apart, a quarter for what is shorter: Cronofy does not publish its own default. */
const defaultInterval = (durationMinutes: number) => (durationMinutes < 30 ? 15 : 30)

export function toQuery(
  wire: WireAvailability,
  link: { readonly tzid: string; readonly minimumNoticeMinutes: number },
): AvailabilityQuery {
  const slots = wire.query_slots?.map(s => s.start)
  const length = wire.required_duration
  const periods = wire.query_periods ?? wire.available_periods ?? []
  return {
    participants: wire.participants.map(g => ({ required: g.required, members: g.members.map(toMember) })),
    requiredDurationMinutes: length,
    queryPeriods:
      periods.length > 0 ? periods : (slots ?? []).map(s => ({ startMs: s, endMs: s + length * 60_000 })),
    ...(slots === undefined || slots.length === 0 ? {} : { querySlotsMs: slots }),
    bufferBeforeMinutes: wire.buffer?.before ?? 0,
    bufferAfterMinutes: wire.buffer?.after ?? 0,
    startIntervalMinutes: wire.start_interval ?? defaultInterval(length),
    minimumNoticeMinutes: link.minimumNoticeMinutes,
    tzid: link.tzid,
  }
}

function toMember(
  wire: z.infer<typeof member>,
): AvailabilityQuery['participants'][number]['members'][number] {
  return {
    sub: wire.sub,
    managedAvailability: wire.managed_availability ?? false,
    ...(wire.calendar_ids == null ? {} : { calendarIds: wire.calendar_ids }),
    ...(wire.availability_rule_ids == null ? {} : { availabilityRuleIds: wire.availability_rule_ids }),
    ...(wire.available_periods == null ? {} : { availablePeriods: wire.available_periods }),
  }
}
