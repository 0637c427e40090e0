import { z } from 'zod'
import type { AvailabilityQuery, Cap, Member } from '../../scheduling/link-template.ts'
import { always, duration, fieldsOf, period, time, zone } from './values.ts'

/** A gap, given plainly or as the least of a range. */
const gap = z
  .union(
    [
      duration.transform(minimum => ({ minimum, maximum: null })),
      z
        .object({
          minimum: duration.nullish().meta({ description: 'At least so long.', examples: [{ minutes: 15 }] }),
          maximum: duration.nullish().meta({
            description: 'At most so long. It bounds the gap to the next item of a sequence only.',
            examples: [{ minutes: 60 }],
          }),
        })
        .refine(g => g.minimum != null || g.maximum != null, 'must be a duration')
        .refine(g => g.maximum == null || g.maximum >= (g.minimum ?? 0), {
          error: 'must not be less than the minimum',
          path: ['maximum'],
        })
        .transform(g => ({ minimum: g.minimum ?? 0, maximum: g.maximum ?? null })),
    ],
    { error: 'must be a duration, or {minimum, maximum}' },
  )
  .nullish()

export const buffer = z
  .object({
    before: gap.meta({
      description: 'Kept free before existing busy time: a slot ends so long before it, or earlier.',
      default: { minutes: 0 },
      examples: [{ minutes: 30 }],
    }),
    after: gap.meta({
      description: 'Kept free after existing busy time: a slot starts so long after it, or later.',
      default: { minutes: 0 },
      examples: [{ minimum: { minutes: 15 } }],
    }),
  })
  .nullish()

const constraint = z.object({
  period: z.enum(['day', 'week']).meta({ description: 'A day, or a week from Monday.', examples: ['day'] }),
  limit: z
    .int()
    .min(0)
    .max(1000)
    .meta({ description: 'At most so many in it.', examples: [3] }),
  tzid: zone.nullish().meta({
    description: 'Whose days and weeks. Default: the zone of the query.',
    examples: ['Europe/London'],
  }),
})

const periods = z.array(period).max(500)

const constraints = z.array(constraint).max(10).nullish()

const member = z.object({
  sub: z
    .string()
    .min(1)
    .max(128)
    .meta({
      description: 'The account: as `userinfo` names it, or as `application_calendars` gave it.',
      examples: ['acc_5ba21743f408617d1269ea1e'],
    }),
  calendar_ids: z
    .array(z.string().max(128))
    .max(100)
    .nullish()
    .meta({
      description: 'Only these count as busy. Default: every calendar of the account that counts.',
      examples: [['cal_n23kjnwrw2_sakdnawerd3']],
    }),
  available_periods: periods.nullish().meta({
    description: 'Only inside these is the member free, whatever the query looks at.',
    examples: [[{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T12:00:00Z' }]],
  }),
  managed_availability: z
    .boolean()
    .nullish()
    .meta({
      description:
        'Keep to the hours and periods stored for the account, as they are when the query is answered.',
      default: false,
      examples: [true],
    }),
  availability_rule_ids: z
    .array(z.string().max(64))
    .max(100)
    .nullish()
    .meta({
      description:
        'With `managed_availability`: of the stored rules only these. Null or left out: all of them; `[]`: none, so only ' +
        'the stored periods.',
      examples: [['work_hours']],
    }),
  buffer: buffer.meta({
    description: 'Replaces the buffer of the query for this member.',
    examples: [{ before: { minutes: 15 } }],
  }),
  availability_constraints: constraints.meta({
    description:
      'Caps on bookings and on events that programs wrote, together. A day or week that is full offers nothing more.',
    examples: [[{ period: 'day', limit: 3 }]],
  }),
  ignore_tentative: z
    .boolean()
    .nullish()
    .meta({
      description: 'Tentative events leave their time on offer.',
      default: false,
      examples: [true],
    }),
  only_managed_events: z
    .boolean()
    .nullish()
    .meta({
      description: 'Of the calendars, only events that programs or bookings wrote count as busy.',
      default: false,
      examples: [false],
    }),
  over_busy: z
    .union([z.literal('always'), periods], { error: 'must be "always" or a list of periods' })
    .nullish()
    .meta({
      description:
        'Openslot’s own: where what stands in the member’s calendars leaves its time on offer all the same, in these periods ' +
        'or `always`. Time booked through Openslot is never offered. Left out: busy time is never offered.',
      examples: [[{ start: '2027-07-19T12:00:00Z', end: '2027-07-19T13:00:00Z' }]],
    }),
})

const group = z
  .object({
    members: z
      .array(member)
      .min(1, 'must hold at least one member')
      .max(1000)
      .meta({ description: 'Who may take part.', examples: [[{ sub: 'acc_5ba21743f408617d1269ea1e' }]] }),
    required: z
      .union([z.literal('all'), z.int().min(1)], { error: 'must be "all" or a number' })
      .default('all')
      .meta({
        description: 'Everybody, or the same so many people for the whole of a slot.',
        examples: ['all', 1],
      }),
  })
  .refine(
    g => {
      const { required, members } = fieldsOf(g)
      return typeof required !== 'number' || !Array.isArray(members) || required <= members.length
    },
    { error: 'must not be more than the members of the group', path: ['required'], ...always },
  )

const startIntervals = [5, 10, 15, 20, 30, 60]
const longestSpanMs = 1100 * 86_400_000

/** What a query and an item of a sequence have in common. */
export const queryFields = {
  participants: z
    .array(group)
    .min(1, 'must hold at least one group')
    .max(100)
    .meta({
      description: 'Groups of members. A time is on offer when every group has enough members free.',
      examples: [[{ members: [{ sub: 'acc_5ba21743f408617d1269ea1e' }], required: 'all' }]],
    }),
  required_duration: duration
    .refine(m => m >= 1 && m <= 1440, 'must be between a minute and a day')
    .meta({ description: 'How long it takes: a minute to a day.', examples: [{ minutes: 60 }] }),
  start_interval: duration
    .refine(m => startIntervals.includes(m), `must be one of ${startIntervals.join(', ')} minutes`)
    .nullish()
    .meta({
      description:
        'Starts fall on multiples of it after midnight in the zone of the query: 5, 10, 15, 20, 30 or 60 minutes. Default: ' +
        '30, and 15 for what is shorter than half an hour; `periods` begin on any minute unless it is given.',
      examples: [{ minutes: 15 }],
    }),
}

export const queryPeriods = {
  query_periods: periods.nullish().meta({
    description: 'Where to look; overlapping ones count as one. All within three years.',
    examples: [[{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }]],
  }),
  available_periods: periods.nullish().meta({
    description: 'The older name of `query_periods`, which comes first where both are given.',
    deprecated: true,
    examples: [[{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }]],
  }),
}

const excludedEvent = z
  .object({
    event_id: z
      .string()
      .min(1)
      .max(1024)
      .nullish()
      .meta({ description: 'As the program wrote it.', examples: ['qTtZdczOccgaPncGJaCiLg'] }),
    event_uid: z
      .string()
      .min(1)
      .max(1024)
      .nullish()
      .meta({ description: 'As `events` reads it.', examples: ['q9vQ3Xw0ZkCdlGm8ZtVJ4w@openslot'] }),
  })
  .refine(e => e.event_id != null || e.event_uid != null, { error: 'required', path: ['event_id'] })

export const otherQueryFields = {
  query_slots: z
    .array(
      z.object({
        start: time.meta({ description: 'A start to consider.', examples: ['2027-07-19T09:00:00Z'] }),
      }),
    )
    .max(2000)
    .nullish()
    .meta({
      description:
        'Exact starts to consider instead of a grid. With `query_periods` too, they must lie inside those.',
      examples: [[{ start: '2027-07-19T09:00:00Z' }, { start: '2027-07-19T14:30:00Z' }]],
    }),
  buffer: buffer.meta({
    description: 'The gap kept to existing busy time.',
    examples: [{ before: { minutes: 30 }, after: { minimum: { minutes: 30 } } }],
  }),
  response_format: z
    .enum(['periods', 'slots', 'overlapping_slots'])
    .nullish()
    .meta({
      description:
        '`periods`: free stretches, cut where the set of free members changes. `slots`: as long as required, none over another. ' +
        '`overlapping_slots`: one for every start. A link always offers every start.',
      default: 'periods',
      examples: ['slots'],
    }),
  max_results: z
    .int()
    .min(1)
    .max(512)
    .nullish()
    .meta({
      description: 'At most so many, the earliest ones.',
      default: 512,
      examples: [20],
    }),
  excluded_events: z
    .array(excludedEvent)
    .max(200)
    .nullish()
    .meta({
      description:
        'Events to pass over, so that what is being moved does not stand in its own way. A booking among them gives way to ' +
        'the new one where they meet.',
      examples: [[{ event_id: 'qTtZdczOccgaPncGJaCiLg' }]],
    }),
  include_member_statuses: z
    .boolean()
    .nullish()
    .meta({
      description: 'Adds `member_statuses` to the answer.',
      default: false,
      examples: [true],
    }),
}

const listOf = (query: unknown, name: string): readonly unknown[] => {
  const list = fieldsOf(query)[name]
  return Array.isArray(list) ? list : []
}

export const looksSomewhere = (query: unknown): boolean =>
  // What is there but of the wrong kind has its own fault already.
  ['query_periods', 'available_periods', 'query_slots'].some(name => {
    const value = fieldsOf(query)[name]
    return value != null && (!Array.isArray(value) || value.length > 0)
  })

/** Everything asked about lies close enough together to be answered at once. */
export function isWithinReach(query: unknown): boolean {
  const lists = ['query_periods', 'available_periods', 'query_slots'].flatMap(n => listOf(query, n))
  const times = lists.flatMap(entry => Object.values(fieldsOf(entry)).filter(v => typeof v === 'number'))
  return times.length === 0 || Math.max(...times) - Math.min(...times) <= longestSpanMs
}

/** What Openslot knows beyond Cronofy's fields. */
const ownQueryFields = {
  availability_constraints: constraints.meta({
    description: 'Openslot’s own: caps that hold for every member, beside those of the members themselves.',
    examples: [[{ period: 'week', limit: 10 }]],
  }),
  booking_horizon: duration.nullish().meta({
    description:
      'Openslot’s own: nothing is offered that ends later than so long from now. Default: no limit.',
    examples: [{ hours: 1440 }],
  }),
}

/** The availability query: the body of `/availability`, and as it stands in a link. Cronofy's fields, by their names. */
export const availability = z
  .object({ ...queryFields, ...queryPeriods, ...otherQueryFields, ...ownQueryFields })
  .refine(looksSomewhere, { error: 'required', path: ['query_periods'], ...always })
  .refine(isWithinReach, { error: 'must all lie within three years', path: ['query_periods'] })

export type WireAvailability = z.infer<typeof availability>
export type WireGroup = WireAvailability['participants'][number]

/** Half an hour apart, a quarter for what is shorter: Cronofy does not publish its own default. */
export const defaultInterval = (durationMinutes: number) => (durationMinutes < 30 ? 15 : 30)

export function toQuery(
  wire: WireAvailability,
  at: { readonly tzid: string; readonly minimumNoticeMinutes: number; readonly startInterval?: number },
): AvailabilityQuery {
  const slots = wire.query_slots?.map(s => s.start) ?? []
  const length = wire.required_duration
  const periods = wire.query_periods ?? wire.available_periods ?? []
  return {
    participants: toGroups(wire.participants, at.tzid),
    requiredDurationMinutes: length,
    queryPeriods: periods.length > 0 ? periods : slots.map(s => ({ startMs: s, endMs: s + length * 60_000 })),
    ...(slots.length === 0 ? {} : { querySlotsMs: slots }),
    bufferBeforeMinutes: wire.buffer?.before?.minimum ?? 0,
    bufferAfterMinutes: wire.buffer?.after?.minimum ?? 0,
    startIntervalMinutes: wire.start_interval ?? at.startInterval ?? defaultInterval(length),
    minimumNoticeMinutes: at.minimumNoticeMinutes,
    ...(wire.booking_horizon == null ? {} : { bookingHorizonMinutes: wire.booking_horizon }),
    ...(wire.availability_constraints == null
      ? {}
      : { caps: toCaps(wire.availability_constraints, at.tzid) }),
    tzid: at.tzid,
    ...(wire.excluded_events == null ? {} : { excludedEvents: wire.excluded_events.flatMap(toExcluded) }),
  }
}

type WireExcluded = NonNullable<WireAvailability['excluded_events']>[number]

const toExcluded = ({ event_id, event_uid }: WireExcluded) => [
  ...(event_id == null ? [] : [{ eventId: event_id }]),
  ...(event_uid == null ? [] : [{ eventUid: event_uid }]),
]

export function toGroups(wire: readonly WireGroup[], tzid: string): AvailabilityQuery['participants'] {
  return wire.map(g => ({ required: g.required, members: g.members.map(m => toMember(m, tzid)) }))
}

const toCaps = (wire: readonly z.infer<typeof constraint>[], zone: string): Cap[] =>
  wire.map(({ period, limit, tzid }) => ({ period, limit, tzid: tzid ?? zone }))

function toMember(wire: WireGroup['members'][number], tzid: string): Member {
  const { before, after } = wire.buffer ?? {}
  return {
    sub: wire.sub,
    managedAvailability: wire.managed_availability ?? false,
    ...(wire.calendar_ids == null ? {} : { calendarIds: wire.calendar_ids }),
    ...(wire.availability_rule_ids == null ? {} : { availabilityRuleIds: wire.availability_rule_ids }),
    ...(wire.available_periods == null ? {} : { availablePeriods: wire.available_periods }),
    ...(wire.buffer == null
      ? {}
      : { buffer: { beforeMinutes: before?.minimum ?? 0, afterMinutes: after?.minimum ?? 0 } }),
    ...(wire.availability_constraints == null ? {} : { caps: toCaps(wire.availability_constraints, tzid) }),
    ...(wire.over_busy == null ? {} : { overBusy: wire.over_busy }),
    ...(wire.ignore_tentative === true ? { ignoreTentative: true } : {}),
    ...(wire.only_managed_events === true ? { onlyManagedEvents: true } : {}),
  }
}
