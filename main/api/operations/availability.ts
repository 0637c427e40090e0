import { z } from 'zod'
import { findAvailability } from '../../scheduling/availability.ts'
import { stretchToRead } from '../../scheduling/facts.ts'
import { staleCalendars } from '../../scheduling/freshness.ts'
import type { AvailabilityQuery } from '../../scheduling/link-template.ts'
import { readOrganizer } from '../../scheduling/organizer.ts'
import { ok } from '../answers.ts'
import { defineOperation, type Ground } from '../operation.ts'
import { findUnknownMembers } from '../unknown-members.ts'
import { availability, toQuery } from '../wire/availability.ts'
import { shownSlot, showSlot } from '../wire/show.ts'
import { duration, fieldsOf, zone } from '../wire/values.ts'

const body = availability.safeExtend({
  minimum_notice: duration.nullish().meta({
    description: 'Openslot’s own here: nothing sooner than this from now is offered.',
    default: { minutes: 0 },
    examples: [{ hours: 4 }],
  }),
  tzid: zone.nullish().meta({
    description:
      'Openslot’s own: whose midnight the grid of starts is counted from. Default: the organizer’s zone. Answers are in UTC ' +
      'all the same.',
    examples: ['Europe/London'],
  }),
})

export const mostResults = 512

export const memberStatuses = z
  .array(z.object({ sub: z.string(), sync_status: z.enum(['active', 'pending', 'disconnected']) }))
  .optional()

/** Files are read as far as the query looks; what cannot be read counts as busy. */
export async function coverQuery({ cover }: Ground, query: AvailabilityQuery): Promise<void> {
  const { fromMs, toMs } = stretchToRead(query)
  await cover(
    query.participants.flatMap(g => g.members.map(m => m.sub)),
    fromMs,
    toMs,
  )
}

export const availabilityOperation = defineOperation({
  method: 'POST',
  path: '/availability',
  group: 'Availability',
  title: 'Find when people are free',
  description:
    'Answers which times are really free for everyone the query asks for, from their calendars, hours and bookings as they ' +
    'are now. A link made with the same query offers exactly these times, and a time it offers can be booked.',
  auth: 'either',
  body,
  success: {
    status: 200,
    description: 'The earliest times on offer, in order. None at all is an empty list.',
    schema: z.object({
      available_periods: z
        .array(shownSlot)
        .optional()
        .meta({ description: 'For `response_format` `periods`.' }),
      available_slots: z
        .array(shownSlot)
        .optional()
        .meta({ description: 'For `slots` and `overlapping_slots`.' }),
      member_statuses: memberStatuses,
    }),
  },
  examples: [
    {
      title: 'Slots of an hour for one person and one of two others',
      body: {
        participants: [
          { members: [{ sub: 'acc_5ba21743f408617d1269ea1e', managed_availability: true }], required: 'all' },
          {
            members: [{ sub: 'acc_64b17d868090ea21640c914c' }, { sub: 'acc_5ba21743f408617d1269ea1e' }],
            required: 1,
          },
        ],
        required_duration: { minutes: 60 },
        query_periods: [{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }],
        buffer: { before: { minutes: 15 }, after: { minimum: { minutes: 15 } } },
        start_interval: { minutes: 30 },
        response_format: 'slots',
        max_results: 3,
        include_member_statuses: true,
      },
      answer: {
        available_slots: [
          {
            start: '2027-07-19T09:00:00Z',
            end: '2027-07-19T10:00:00Z',
            participants: [{ sub: 'acc_5ba21743f408617d1269ea1e' }, { sub: 'acc_64b17d868090ea21640c914c' }],
          },
        ],
        member_statuses: [{ sub: 'acc_5ba21743f408617d1269ea1e', sync_status: 'active' }],
      },
    },
    {
      title: 'The free stretches of a day',
      body: {
        participants: [{ members: [{ sub: 'acc_5ba21743f408617d1269ea1e' }], required: 'all' }],
        required_duration: { minutes: 45 },
        query_periods: [{ start: '2027-07-20T09:00:00Z', end: '2027-07-20T18:00:00Z' }],
      },
      answer: {
        available_periods: [
          {
            start: '2027-07-20T09:00:00Z',
            end: '2027-07-20T18:00:00Z',
            participants: [{ sub: 'acc_5ba21743f408617d1269ea1e' }],
          },
        ],
      },
    },
  ],
  findMore: ({ ground, body: sent }) =>
    findUnknownMembers(ground.world, fieldsOf(sent)['participants'], 'participants'),
  async run({ ground, body: wire }) {
    const { world } = ground
    const format = wire.response_format ?? 'periods'
    const query = toQuery(wire, {
      tzid: wire.tzid ?? readOrganizer(world).tzid,
      minimumNoticeMinutes: wire.minimum_notice ?? 0,
      ...(format === 'periods' ? { startInterval: 1 } : {}),
    })
    await coverQuery(ground, query)
    const found = findAvailability(world, query, { format, max: wire.max_results ?? mostResults })
    return ok({
      [format === 'periods' ? 'available_periods' : 'available_slots']: found.map(showSlot),
      ...(wire.include_member_statuses === true ? { member_statuses: statusesOf(world, query) } : {}),
    })
  },
})

/** `pending`: a calendar that counts was not read yet; `disconnected`: not lately enough, so that it counts as busy. */
export function statusesOf({ store, clock }: Ground['world'], query: AvailabilityQuery) {
  const stale = staleCalendars(store, query, clock.now())
  const subs = new Set(query.participants.flatMap(g => g.members.map(m => m.sub)))
  return [...subs].map(sub => {
    const theirs = stale.filter(c => c.sub === sub).map(c => store.calendarSources.get(c.calendarId))
    const isPending = theirs.every(s => s?.confirmedMs == null && s?.failure == null)
    if (theirs.length === 0) return { sub, sync_status: 'active' as const }
    return { sub, sync_status: isPending ? ('pending' as const) : ('disconnected' as const) }
  })
}
