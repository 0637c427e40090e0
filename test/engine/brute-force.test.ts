import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkStart } from '../../main/engine/check-start.ts'
import { findOverlappingSlots, findSlots } from '../../main/engine/find-slots.ts'
import type { Query, Slot } from '../../main/engine/query.ts'
import { type Oracle, oracleFor } from './oracle.ts'
import { randomQuery } from './random-query.ts'

const runs = Number(process.env['OPENSLOT_RUNS'] ?? 10_000)
const seed = Number(process.env['OPENSLOT_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** A busy machine takes a few milliseconds for each. */
const TIMEOUT_MS = 60_000 + runs * 10

test(
  `${runs} random queries are answered as by brute force, minute by minute (OPENSLOT_SEED=${seed})`,
  () => {
    let offered = 0
    const property = fc.property(randomQuery, fc.array(fc.nat()), ({ query, window }, picks) => {
      const oracle = oracleFor(query)
      const slots = bruteForce(query, oracle)
      offered += slots.length
      expectSame(findOverlappingSlots(query), slots)
      expectSame(findSlots(query), query.slots ? slots : withoutOverlap(slots))
      for (const pick of picks) {
        expectSameVerdict(query, oracle, window.start + (pick % (window.end - window.start)))
      }
    })
    fc.assert(property, { numRuns: runs, seed })
    // A generator that lets nothing through would prove nothing.
    expect(offered).toBeGreaterThan(runs)
  },
  TIMEOUT_MS,
)

/** The comparison that explains itself is slow: it is for the one query that fails. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}

function bruteForce(query: Query, oracle: Oracle): Slot[] {
  const slots: Slot[] = []
  for (const start of possibleStarts(query)) {
    const byGroup = oracle.offerAt(start)
    if (byGroup) slots.push({ start, end: start + query.durationMinutes, subs: [...new Set(byGroup.flat())] })
  }
  return slots
}

/** Every minute of the stretch that the query speaks of. */
function possibleStarts({ slots, periods }: Query): number[] {
  if (slots) return [...new Set(slots)].sort((a, b) => a - b)
  const first = Math.min(...periods.map(period => period.start))
  const end = Math.max(...periods.map(period => period.end))
  return Array.from({ length: end - first }, (_, i) => first + i)
}

function withoutOverlap(slots: readonly Slot[]): Slot[] {
  const kept: Slot[] = []
  for (const slot of slots) if (slot.start >= (kept.at(-1)?.end ?? 0)) kept.push(slot)
  return kept
}

function expectSameVerdict(query: Query, oracle: Oracle, start: number): void {
  const check = checkStart(query, start)
  expect(check.ok).toBe(oracle.offerAt(start) !== undefined)
  expectSame(check.byGroup, oracle.availableFor(start, query.durationMinutes))
  if (!check.ok) expect(check.reasons.length).toBeGreaterThan(0)
}
