import { type Bits, eachBit, hasBit } from './bits.ts'
import { findOverlappingSlots, type ListOptions, slotAt } from './find-slots.ts'
import { type FreeStarts, freeStarts, minuteAt, subsAt } from './free-starts.ts'
import { candidates, nextOnGrid } from './grid.ts'
import type { Query, Slot } from './query.ts'

/**
 * Contiguous free stretches, separate and in order, each cut where the set of free members changes. A stretch begins at
 * a start of the grid and has room for the duration, so each can be booked as it begins. A day or week whose cap is
 * reached counts as closed throughout.
 *
 * With n of m, a slot can be on offer across a change of who is free. Slots that overlap no stretch are therefore listed
 * too, the earliest first, each with those who are free for the whole of it: every slot on offer meets some period.
 *
 * Where the query names its `slots`, each one that is free is a stretch.
 */
export function findPeriods(query: Query, options: ListOptions = {}): Slot[] {
  if (query.slots) return findOverlappingSlots(query, options)
  const stretches = findStretches(query)
  const lone = findLoneSlots(query, stretches)
  return [...stretches, ...lone].sort((a, b) => a.start - b.start).slice(0, options.max)
}

/** Free for a moment is free for a slot of one minute: the same rule, so the same code. */
function findStretches(query: Query): Slot[] {
  const moments: Query = { ...query, durationMinutes: 1, startInterval: 1 }
  const found = freeStarts(moments, candidates(moments))
  const stretches: Slot[] = []
  let from = 0
  for (const to of eachCut(found)) {
    if (to - from >= query.durationMinutes && hasBit(found.bits, 0, from)) {
      const [start, end] = [nextOnGrid(query, minuteAt(found.grid, from)), minuteAt(found.grid, to)]
      if (start + query.durationMinutes <= end)
        stretches.push({ start, end, subs: subsAt(found.groups, from) })
    }
    from = to
  }
  return stretches
}

/** Every cell at which something differs from the cell before, free or not, or who is; then the end of the grid. */
function* eachCut({ grid, bits, groups }: FreeStarts): Generator<number> {
  const cuts = new Int32Array(bits.length)
  markChanges(bits, 0, cuts)
  for (const { rows, words, joint } of groups) {
    // Joint rows differ only where being free does.
    for (let at = 0; !joint && at < rows.length; at += words) markChanges(rows, at, cuts)
  }
  yield* eachBit(cuts)
  yield grid.count
}

function markChanges(rows: Bits, at: number, cuts: Bits): void {
  let before = 0
  for (let w = 0; w < cuts.length; w++) {
    const word = rows[at + w]!
    cuts[w]! |= word ^ ((word << 1) | (before >>> 31))
    before = word
  }
}

function findLoneSlots(query: Query, stretches: readonly Slot[]): Slot[] {
  const found = freeStarts(query, candidates(query))
  const lone: Slot[] = []
  let freeFrom = Number.NEGATIVE_INFINITY
  let next = 0
  for (const index of eachBit(found.bits)) {
    const start = minuteAt(found.grid, index)
    while (next < stretches.length && stretches[next]!.end <= start) next++
    const meets = next < stretches.length && stretches[next]!.start < start + query.durationMinutes
    if (start < freeFrom || meets) continue
    lone.push(slotAt(query, found, index))
    freeFrom = start + query.durationMinutes
  }
  return lone
}
