import { countBits, eachBit } from './bits.ts'
import { type FreeStarts, freeStarts, minuteAt, subsAt } from './free-starts.ts'
import { candidates } from './grid.ts'
import type { Query, Slot } from './query.ts'

export interface ListOptions {
  /** At most this many, the earliest ones. Absent: all. */
  readonly max?: number
}

/**
 * Free slots that do not overlap, each exactly the duration long: the earliest start on the grid, then the earliest one
 * after its end, and so on. No other choice gives more. Where the query names its `slots`, each of them that is free.
 */
export function findSlots(query: Query, options: ListOptions = {}): Slot[] {
  return listSlots(query, query.slots === undefined, options)
}

/** A free slot at every start of the grid (or of `slots`) that has one; they may overlap. */
export function findOverlappingSlots(query: Query, options: ListOptions = {}): Slot[] {
  return listSlots(query, false, options)
}

/** How many slots `findOverlappingSlots` would list. */
export function countStarts(query: Query): number {
  return countBits(freeStarts(query, candidates(query)).bits)
}

function listSlots(query: Query, disjoint: boolean, { max = Number.POSITIVE_INFINITY }: ListOptions): Slot[] {
  const found = freeStarts(query, candidates(query))
  const slots: Slot[] = []
  let freeFrom = Number.NEGATIVE_INFINITY
  for (const index of eachBit(found.bits)) {
    if (slots.length >= max) break
    const slot = slotAt(query, found, index)
    if (disjoint && slot.start < freeFrom) continue
    slots.push(slot)
    freeFrom = slot.end
  }
  return slots
}

/** The slot that begins at a free cell. */
export function slotAt(query: Query, { grid, groups }: FreeStarts, index: number): Slot {
  const start = minuteAt(grid, index)
  return { start, end: start + query.durationMinutes, subs: subsAt(groups, index) }
}
