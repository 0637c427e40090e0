import { z } from 'zod'
import { findSequencedAvailability, type SequenceStep } from '../../scheduling/availability.ts'
import { readOrganizer } from '../../scheduling/organizer.ts'
import { ok, type WireFault } from '../answers.ts'
import { defineOperation } from '../operation.ts'
import { findUnknownMembers } from '../unknown-members.ts'
import {
  buffer,
  isWithinReach,
  otherQueryFields,
  queryFields,
  queryPeriods,
  toQuery,
  type WireAvailability,
} from '../wire/availability.ts'
import { shownSlot, showSlot } from '../wire/show.ts'
import { always, fieldsOf, zone } from '../wire/values.ts'
import { coverQuery, mostResults } from './availability.ts'

/** As many as the engine can put in every order. */
const mostSteps = 8

const hasPeriods = (value: unknown): boolean =>
  ['query_periods', 'available_periods'].some(name => {
    const list = fieldsOf(value)[name]
    return list != null && (!Array.isArray(list) || list.length > 0)
  })

const step = z
  .object({
    sequence_id: z
      .string()
      .min(1)
      .max(64)
      .meta({ description: 'Names the item in the answer.', examples: ['interview'] }),
    ordinal: z
      .int()
      .min(0)
      .max(1000)
      .nullish()
      .meta({
        description:
          'Items with a lower one come before those with a higher one. Those without one, and equals, come in any order.',
        examples: [1],
      }),
    ...queryFields,
    ...queryPeriods,
    buffer: buffer.meta({
      description:
        'The gap kept to existing busy time (`minimum`), and to the items before and after (`minimum` and `maximum`).',
      examples: [{ before: { minimum: { minutes: 15 }, maximum: { minutes: 60 } } }],
    }),
  })
  .refine(isWithinReach, { error: 'must all lie within three years', path: ['query_periods'] })

const body = z
  .object({
    sequence: z
      .array(step)
      .min(1, 'must hold at least one item')
      .max(mostSteps, `must hold at most ${mostSteps} items`)
      .meta({ description: 'The meetings. Each has people of its own.' }),
    ...queryPeriods,
    max_results: otherQueryFields.max_results,
    tzid: zone.nullish().meta({
      description:
        'Openslot’s own: whose midnight the grid of starts is counted from. Default: the organizer’s zone.',
      examples: ['Europe/London'],
    }),
  })
  .superRefine((wire, context) => {
    const seen = new Set<unknown>()
    const { sequence } = fieldsOf(wire)
    const items: readonly unknown[] = Array.isArray(sequence) ? sequence : []
    if (!hasPeriods(wire) && items.some(item => !hasPeriods(item)))
      context.addIssue({ code: 'custom', message: 'required', path: ['query_periods'] })
    items.forEach((item, i) => {
      const { sequence_id: id } = fieldsOf(item)
      if (typeof id === 'string' && seen.has(id))
        context.addIssue({
          code: 'custom',
          message: 'is the id of an earlier item',
          path: ['sequence', i, 'sequence_id'],
        })
      seen.add(id)
    })
  }, always)
  .refine(isWithinReach, { error: 'must all lie within three years', path: ['query_periods'], ...always })

export type WireSequence = z.infer<typeof body>

export const sequencedAvailability = defineOperation({
  method: 'POST',
  path: '/sequenced_availability',
  group: 'Availability',
  title: 'Find times for several meetings in a row',
  description:
    'For interview panels: each item has people and a length of its own, items come in any order that their ordinals allow, ' +
    'and the gaps between them stay within their buffers. Each way that the whole can begin is answered once, in the order ' +
    'that ends earliest. A sequence counts as one booking against caps.',
  auth: 'either',
  body,
  success: {
    status: 200,
    description: 'The earliest sequences, each with its items in the order in which they happen.',
    schema: z.object({
      sequences: z.array(z.object({ sequence: z.array(shownSlot.extend({ sequence_id: z.string() })) })),
    }),
  },
  examples: [
    {
      title: 'Two interviews with at most half an hour between them',
      body: {
        query_periods: [{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }],
        sequence: [
          {
            sequence_id: 'technical',
            ordinal: 1,
            participants: [{ members: [{ sub: 'acc_5ba21743f408617d1269ea1e' }], required: 'all' }],
            required_duration: { minutes: 60 },
            start_interval: { minutes: 30 },
            buffer: { after: { minimum: { minutes: 0 }, maximum: { minutes: 30 } } },
          },
          {
            sequence_id: 'team',
            ordinal: 2,
            participants: [{ members: [{ sub: 'acc_64b17d868090ea21640c914c' }], required: 'all' }],
            required_duration: { minutes: 30 },
            start_interval: { minutes: 30 },
          },
        ],
        max_results: 2,
      },
      answer: {
        sequences: [
          {
            sequence: [
              {
                sequence_id: 'technical',
                start: '2027-07-19T09:00:00Z',
                end: '2027-07-19T10:00:00Z',
                participants: [{ sub: 'acc_5ba21743f408617d1269ea1e' }],
              },
              {
                sequence_id: 'team',
                start: '2027-07-19T10:00:00Z',
                end: '2027-07-19T10:30:00Z',
                participants: [{ sub: 'acc_64b17d868090ea21640c914c' }],
              },
            ],
          },
        ],
      },
    },
  ],
  findMore({ ground, body: sent }): WireFault[] {
    const { sequence } = fieldsOf(sent)
    const items: readonly unknown[] = Array.isArray(sequence) ? sequence : []
    return items.flatMap((item, i) =>
      findUnknownMembers(ground.world, fieldsOf(item)['participants'], `sequence.${i}.participants`),
    )
  },
  async run({ ground, body: wire }) {
    const steps = toSteps(wire, wire.tzid ?? readOrganizer(ground.world).tzid)
    if (steps.some(s => s.query.queryPeriods.length === 0)) return ok({ sequences: [] })
    for (const { query } of steps) await coverQuery(ground, query)
    const found = findSequencedAvailability(ground.world, steps, wire.max_results ?? mostResults)
    return ok({
      sequences: found.map(({ items }) => ({
        sequence: items.map(({ id, ...slot }) => ({ sequence_id: id, ...showSlot(slot) })),
      })),
    })
  },
})

/** The periods of the whole hold for each item; an item's own narrow them. */
function toSteps(wire: WireSequence, tzid: string): SequenceStep[] {
  const whole = wire.query_periods ?? wire.available_periods ?? []
  return wire.sequence.map(({ sequence_id, ordinal, ...item }) => {
    const own = item.query_periods ?? item.available_periods ?? []
    const query: WireAvailability = { ...item, query_periods: within(own, whole) }
    return {
      sequenceId: sequence_id,
      ...(ordinal == null ? {} : { ordinal }),
      query: toQuery(query, { tzid, minimumNoticeMinutes: 0 }),
      gap: gapsOf(item.buffer),
    }
  })
}

type WirePeriods = NonNullable<WireAvailability['query_periods']>

function within(own: WirePeriods, whole: WirePeriods): WirePeriods {
  if (own.length === 0 || whole.length === 0) return own.length === 0 ? whole : own
  return own.flatMap(a =>
    whole
      .map(b => ({ startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) }))
      .filter(p => p.endMs > p.startMs),
  )
}

function gapsOf(wire: WireAvailability['buffer']): SequenceStep['gap'] {
  const toGap = (gap: { minimum: number; maximum: number | null }) => ({
    minimum: gap.minimum,
    ...(gap.maximum === null ? {} : { maximum: gap.maximum }),
  })
  return {
    ...(wire?.before == null ? {} : { before: toGap(wire.before) }),
    ...(wire?.after == null ? {} : { after: toGap(wire.after) }),
  }
}
