import { z } from 'zod'
import type { SequenceStep } from '../../scheduling/availability.ts'
import {
  buffer,
  isWithinReach,
  queryFields,
  queryPeriods,
  toQuery,
  type WireAvailability,
} from './availability.ts'
import { fieldsOf } from './values.ts'

/** As many as the engine can put in every order. */
const mostSteps = 8

const hasPeriods = (value: unknown): boolean =>
  ['query_periods', 'available_periods'].some(name => {
    const list = fieldsOf(value)[name]
    return list != null && (!Array.isArray(list) || list.length > 0)
  })

export const sequenceItem = z
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

export const sequenceList = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1, 'must hold at least one item')
    .max(mostSteps, `must hold at most ${mostSteps} items`)
    .meta({ description: 'The meetings. Each has people of its own.' })

/** What holds between the items: somewhere to look for each of them, an id of its own, and all within reach. */
export function checkSequence(wire: unknown, context: z.RefinementCtx): void {
  const { sequence } = fieldsOf(wire)
  const items: readonly unknown[] = Array.isArray(sequence) ? sequence : []
  if (!hasPeriods(wire) && items.some(item => !hasPeriods(item)))
    context.addIssue({ code: 'custom', message: 'required', path: ['query_periods'] })
  const ids = items.map(item => fieldsOf(item)['sequence_id'])
  ids.forEach((id, i) => {
    if (typeof id !== 'string' || ids.indexOf(id) === i) return
    const path = ['sequence', i, 'sequence_id']
    context.addIssue({ code: 'custom', message: 'is the id of an earlier item', path })
  })
  if (!isWithinReach(wire))
    context.addIssue({ code: 'custom', message: 'must all lie within three years', path: ['query_periods'] })
}

/** The periods of the whole hold for each item; an item's own narrow them. */
export function toSteps(
  wire: WireSequence,
  at: { readonly tzid: string; readonly minimumNoticeMinutes: number },
): SequenceStep[] {
  const whole = wire.query_periods ?? wire.available_periods ?? []
  return wire.sequence.map(({ sequence_id, ordinal, ...item }) => {
    const own = item.query_periods ?? item.available_periods ?? []
    const query: WireAvailability = { ...item, query_periods: within(own, whole) }
    return {
      sequenceId: sequence_id,
      ...(ordinal == null ? {} : { ordinal }),
      query: toQuery(query, at),
      gap: gapsOf(item.buffer),
    }
  })
}

interface WireSequence extends Pick<WireAvailability, 'query_periods' | 'available_periods'> {
  readonly sequence: readonly z.infer<typeof sequenceItem>[]
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
