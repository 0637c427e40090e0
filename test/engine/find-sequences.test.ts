import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  findSequences,
  type Sequence,
  type SequenceItem,
  type SequenceQuery,
} from '../../main/engine/find-sequences.ts'
import { findOverlappingSlots } from '../../main/engine/find-slots.ts'
import type { Query, Slot } from '../../main/engine/query.ts'
import { at, iso, member, on, query } from './instants.ts'

const DAY = '2026-06-01'

function sequence(items: readonly SequenceItem[], more: Partial<SequenceQuery> = {}): SequenceQuery {
  const { groups: _, durationMinutes: __, ...rest } = query()
  return { ...rest, items, ...more }
}

function item(id: string, busy: readonly string[] = [], more: Partial<SequenceItem> = {}): SequenceItem {
  const groups = [{ members: [member(id, on(DAY, ...busy))], required: 'all' as const }]
  return { id, groups, durationMinutes: 30, ...more }
}

/** A sequence as `09:00 ada, 09:30 bo`. */
function told(sequences: readonly Sequence[]): string[] {
  return sequences.map(({ items }) => items.map(i => `${iso(i.start).slice(11, 16)} ${i.id}`).join(', '))
}

describe('several meetings in a row', () => {
  test('follow each other as soon as they can, from every start that works', () => {
    const items = [item('ada', ['10:00-11:00']), item('bo', ['09:30-10:00'])]
    expect(told(findSequences(sequence(items)))).toEqual([
      '09:00 bo, 09:30 ada',
      '09:30 ada, 10:00 bo',
      '10:00 bo, 11:00 ada',
      '10:30 bo, 11:00 ada',
      '11:00 ada, 11:30 bo',
    ])
  })

  test('keep the order of their ordinals; those without come anywhere', () => {
    const items = [
      item('ada', [], { ordinal: 2 }),
      item('bo', ['09:00-10:00'], { ordinal: 1 }),
      item('cy', ['10:00-12:00']),
    ]
    expect(told(findSequences(sequence(items)))).toEqual([
      '09:00 cy, 10:00 bo, 10:30 ada',
      '09:30 cy, 10:00 bo, 10:30 ada',
    ])
  })

  test('keep the gaps that the items on both sides ask for', () => {
    const items = [
      item('ada', [], { ordinal: 1, gap: { after: { minimum: 30, maximum: 60 } } }),
      item('bo', ['09:00-11:00'], { ordinal: 2, gap: { before: { minimum: 0, maximum: 30 } } }),
    ]
    expect(told(findSequences(sequence(items)))).toEqual(['10:00 ada, 11:00 bo', '10:30 ada, 11:30 bo'])
  })

  test('have their own duration, grid, buffer and periods, inside the query’s', () => {
    const items = [
      item('ada', [], { ordinal: 1, durationMinutes: 20, periods: on(DAY, '08:00-09:40') }),
      item('bo', ['09:50-10:00'], {
        ordinal: 2,
        startInterval: 10,
        buffer: { before: 0, after: 10 },
        durationMinutes: 10,
      }),
    ]
    expect(told(findSequences(sequence(items)))).toEqual(['09:00 ada, 09:20 bo'])
  })

  test('report span and people', () => {
    const [first] = findSequences(sequence([item('ada'), item('bo')]), { max: 1 })
    expect(first).toEqual({
      start: at(`${DAY}T09:00Z`),
      end: at(`${DAY}T10:00Z`),
      items: [
        { id: 'ada', start: at(`${DAY}T09:00Z`), end: at(`${DAY}T09:30Z`), subs: ['ada'] },
        { id: 'bo', start: at(`${DAY}T09:30Z`), end: at(`${DAY}T10:00Z`), subs: ['bo'] },
      ],
    })
  })

  test('are none where one item cannot happen, and none without items', () => {
    expect(findSequences(sequence([item('ada'), item('bo', ['09:00-12:00'])]))).toEqual([])
    expect(findSequences(sequence([]))).toEqual([])
  })

  test('are at most eight', () => {
    const items = Array.from({ length: 9 }, (_, i) => item(`m${i}`))
    expect(() => findSequences(sequence(items))).toThrow(RangeError)
  })
})

const durations = fc.constantFrom(15, 30, 60)
const gap = fc.record(
  { minimum: fc.constantFrom(0, 15, 30), maximum: fc.constantFrom(0, 15, 30, 90) },
  { requiredKeys: ['minimum'] },
)
const someItem = fc
  .record({
    ordinal: fc.option(fc.nat(2), { nil: undefined }),
    durationMinutes: durations,
    busy: fc.array(fc.tuple(fc.nat(23), fc.integer({ min: 1, max: 4 })), { maxLength: 4 }),
    gap: fc.record({ before: gap, after: gap }, { requiredKeys: [] }),
  })
  .map(({ ordinal, durationMinutes, busy, gap: gaps }) => {
    const spans = busy.map(([start, length]) => ({
      start: at(`${DAY}T09:00Z`) + start * 15,
      end: at(`${DAY}T09:00Z`) + (start + length) * 15,
    }))
    const groups = [{ members: [member('m', spans)], required: 'all' as const }]
    return { durationMinutes, groups, gap: gaps, ...(ordinal !== undefined && { ordinal }) }
  })
const someItems = fc
  .array(someItem, { minLength: 1, maxLength: 4 })
  .map(items => items.map((each, i): SequenceItem => ({ id: `i${i}`, ...each })))

/** The earliest end of what remains, by trying every order and every start. */
function earliestEnd(
  listed: ReadonlyMap<SequenceItem, readonly Slot[]>,
  rest: readonly SequenceItem[],
  before?: { item: SequenceItem; end: number },
): Map<number, number> {
  const ends = new Map<number, number>()
  for (const item of rest) {
    if (rest.some(other => (other.ordinal ?? 9) < (item.ordinal ?? -1))) continue
    for (const slot of listed.get(item)!) {
      if (before && !fits(before.item, item, slot.start - before.end)) continue
      const after = rest.filter(other => other !== item)
      const tails =
        after.length > 0 ? earliestEnd(listed, after, { item, end: slot.end }).values() : [slot.end]
      const end = Math.min(ends.get(slot.start) ?? Infinity, ...tails)
      if (end < Infinity) ends.set(slot.start, end)
    }
  }
  return ends
}

/** The query for one item by itself. */
function alone({ items: _, ...rest }: SequenceQuery, { groups, durationMinutes }: SequenceItem): Query {
  return { ...rest, groups, durationMinutes }
}

function fits(first: SequenceItem, second: SequenceItem, wait: number): boolean {
  const gaps = [first.gap?.after, second.gap?.before]
  return wait >= 0 && gaps.every(g => !g || (wait >= g.minimum && wait <= (g.maximum ?? Infinity)))
}

test('400 random sequences begin and end as by trying every order and every start', () => {
  const property = fc.property(someItems, items => {
    const asked = sequence(items, { startInterval: 15, periods: on(DAY, '09:00-12:30') })
    const listed = new Map(items.map(each => [each, findOverlappingSlots(alone(asked, each))]))
    const found = findSequences(asked)
    expect(new Map(found.map(each => [each.start, each.end]))).toEqual(
      new Map([...earliestEnd(listed, items)].sort(([a], [b]) => a - b)),
    )
    for (const each of found) expectValid(each, items)
  })
  fc.assert(property, { numRuns: 400 })
})

function expectValid({ items: slots, end }: Sequence, items: readonly SequenceItem[]): void {
  const inOrder = slots.map(slot => items.find(each => each.id === slot.id)!)
  expect(new Set(inOrder).size).toBe(items.length)
  expect(slots.at(-1)?.end).toBe(end)
  slots.slice(1).forEach((slot, i) => {
    expect(fits(inOrder[i]!, inOrder[i + 1]!, slot.start - slots[i]!.end)).toBe(true)
  })
  const ordinals = inOrder.flatMap(each => each.ordinal ?? [])
  expect(ordinals).toEqual(ordinals.toSorted((a, b) => a - b))
}
