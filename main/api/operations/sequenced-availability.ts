import { z } from 'zod'
import { findSequencedAvailability } from '../../scheduling/availability.ts'
import { readOrganizer } from '../../scheduling/organizer.ts'
import { ok, type WireFault } from '../answers.ts'
import { defineOperation } from '../operation.ts'
import { findUnknownMembers } from '../unknown-members.ts'
import { otherQueryFields, queryPeriods } from '../wire/availability.ts'
import { checkSequence, sequenceItem, sequenceList, toSteps } from '../wire/sequence.ts'
import { shownSlot, showSlot } from '../wire/show.ts'
import { always, fieldsOf, zone } from '../wire/values.ts'
import { coverQuery, mostResults } from './availability.ts'

const body = z
  .object({
    sequence: sequenceList(sequenceItem),
    ...queryPeriods,
    max_results: otherQueryFields.max_results,
    tzid: zone.nullish().meta({
      description:
        'Openslot’s own: whose midnight the grid of starts is counted from. Default: the organizer’s zone.',
      examples: ['Europe/London'],
    }),
  })
  .superRefine(checkSequence, always)

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
    const steps = toSteps(wire, {
      tzid: wire.tzid ?? readOrganizer(ground.world).tzid,
      minimumNoticeMinutes: 0,
    })
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
