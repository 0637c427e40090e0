import { findPeriods } from '../engine/find-periods.ts'
import { findSequences, type Gap, type Sequence } from '../engine/find-sequences.ts'
import { findOverlappingSlots, findSlots } from '../engine/find-slots.ts'
import type { Slot } from '../engine/query.ts'
import { readFacts } from './facts.ts'
import type { AvailabilityQuery } from './link-template.ts'
import type { World } from './world.ts'

export type ResponseFormat = 'periods' | 'slots' | 'overlapping_slots'

const finders = { periods: findPeriods, slots: findSlots, overlapping_slots: findOverlappingSlots }

/** What is on offer now, the earliest `max`, from the facts and by the rule that links are booked by. */
export function findAvailability(
  world: World,
  query: AvailabilityQuery,
  wanted: { readonly format: ResponseFormat; readonly max: number },
): Slot[] {
  const facts = readFacts(world.store, query, { nowMs: world.clock.now() })
  return finders[wanted.format](facts, { max: wanted.max })
}

/** One meeting of a sequence. Its query says everything about it but how far it stands from its neighbours. */
export interface SequenceStep {
  readonly sequenceId: string
  readonly ordinal?: number
  readonly query: AvailabilityQuery
  readonly gap: { readonly before?: Gap; readonly after?: Gap }
}

/**
 * Several meetings in a row, different people in each: every minute at which the whole can begin, the earliest `max`.
 * A sequence counts as one booking against caps.
 *
 * @throws RangeError for more than eight steps
 */
export function findSequencedAvailability(
  world: World,
  steps: readonly SequenceStep[],
  max: number,
): Sequence[] {
  const nowMs = world.clock.now()
  const items = steps.map(step => {
    const facts = readFacts(world.store, step.query, { nowMs })
    const { groups, durationMinutes, startInterval, buffer, periods } = facts
    const { sequenceId: id, ordinal, gap } = step
    const item = { id, groups, durationMinutes, startInterval, buffer, periods, gap }
    return { facts, item: ordinal === undefined ? item : { ...item, ordinal } }
  })
  const first = items[0]
  if (first === undefined) return []
  const { zone, startInterval, buffer, earliest } = first.facts
  const periods = items.flatMap(i => i.facts.periods)
  return findSequences(
    { items: items.map(i => i.item), periods, zone, startInterval, buffer, earliest },
    { max },
  )
}
