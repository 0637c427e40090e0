import type { Person } from '../../preload/contract/people.ts'
import { HOUR_MS } from '../time/zones.ts'
import { nowMs } from './clock.ts'
import { type Draft, queryOf } from './draft.ts'
import { type Loosening, looseningOf, looseningsToTry } from './loosening.ts'
import { call } from './program-calls.ts'

/** How many more times giving way on one thing would bring. */
export interface MoreTimes {
  readonly loosening: Loosening
  readonly more: number
  /** The program stopped counting: there are more still. */
  readonly atLeast: boolean
}

/** A preview counts no further. */
const MOST_COUNTED = 2000

/**
 * What would give more times, the most helpful first; what would bring none is left out. The program weighs most of it
 * in one call; what only the form knows of (other dates, finer starts, hours set aside) is previewed.
 */
export async function moreTimesOf(draft: Draft, people: readonly Person[]): Promise<readonly MoreTimes[]> {
  const relaxed = await call('availability.relax', { query: queryOf(draft, nowMs()) })
  if (!relaxed.ok) return []
  const { starts, gains } = relaxed.value
  const weighed = gains.flatMap(gain => {
    const loosening = looseningOf(gain, draft, people)
    return loosening ? [{ loosening, more: gain.more, atLeast: false }] : []
  })
  const toTry = looseningsToTry(draft, people)
  const tried = await Promise.all(toTry.map(loosening => tryOut(loosening, draft, starts)))
  return [...weighed, ...tried].filter(m => m.more > 0).sort((a, b) => b.more - a.more)
}

async function tryOut(loosening: Loosening, draft: Draft, starts: number): Promise<MoreTimes> {
  const startMs = nowMs()
  const query = queryOf(loosening.apply(draft), startMs)
  const window = { startMs, endMs: startMs + HOUR_MS }
  const outcome = await call('availability.preview', { query, window })
  const total = outcome.ok ? outcome.value.totalSlots : 0
  return { loosening, more: total - starts, atLeast: total >= MOST_COUNTED }
}
