import { type Bits, eachBit, hasBit } from './bits.ts'
import { findOverlappingSlots, type ListOptions } from './find-slots.ts'
import { bySub, type FreeStarts, freeStarts, minuteAt, requiredOf } from './free-starts.ts'
import { candidates, nextOnGrid } from './grid.ts'
import type { Query, Slot, Span } from './query.ts'

/** A stretch throughout which the same members of each group are free. */
interface Piece extends Span {
  readonly byGroup: readonly (readonly string[])[]
}

/**
 * Contiguous free stretches, separate and in order, each cut where the set of free members changes. A stretch begins at
 * a start of the grid and has room for the duration, so each can be booked as it begins. A day or week whose cap is
 * reached counts as closed throughout.
 *
 * Pieces too short for the duration are not lost where they adjoin: they are joined, reporting those who are free
 * throughout, as long as these are enough. Hence there is a stretch whenever there is a start.
 *
 * Where the query names its `slots`, each one that is free is a stretch.
 */
export function findPeriods(query: Query, options: ListOptions = {}): Slot[] {
  if (query.slots) return findOverlappingSlots(query, options)
  // Free for a moment is free for a slot of one minute: the same rule, so the same code.
  const moments: Query = { ...query, durationMinutes: 1, startInterval: 1 }
  const pieces = readPieces(freeStarts(moments, candidates(moments)))
  return joinPieces(query, pieces).slice(0, options.max)
}

function readPieces(found: FreeStarts): Piece[] {
  const { grid, bits, groups } = found
  const cuts = [...eachBit(markCuts(found)), grid.count]
  const pieces: Piece[] = []
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i]!, cuts[i + 1]!]
    if (from >= to || !hasBit(bits, 0, from)) continue
    const byGroup = groups.map(group => group.availableAt(from))
    pieces.push({ start: minuteAt(grid, from), end: minuteAt(grid, to), byGroup })
  }
  return pieces
}

/** The first cell, and every cell at which something differs from the cell before: free or not, or who is. */
function markCuts({ bits, groups }: FreeStarts): Bits {
  const cuts = new Int32Array(bits.length)
  markChanges(bits, 0, cuts)
  for (const { rows, words, joint } of groups) {
    if (joint) continue
    for (let at = 0; at < rows.length; at += words) markChanges(rows, at, cuts)
  }
  if (cuts.length > 0) cuts[0]! |= 1
  return cuts
}

function markChanges(rows: Bits, at: number, cuts: Bits): void {
  let before = 0
  for (let w = 0; w < cuts.length; w++) {
    const word = rows[at + w]!
    cuts[w]! |= word ^ ((word << 1) | (before >>> 31))
    before = word
  }
}

function joinPieces(query: Query, pieces: readonly Piece[]): Slot[] {
  const periods: Slot[] = []
  for (let i = 0; i < pieces.length; ) {
    let last = i
    let piece: Piece | undefined = pieces[i]!
    let period = periodFrom(query, piece)
    while (!period && piece) {
      piece = extend(query, piece, pieces[++last])
      period = piece && periodFrom(query, piece)
    }
    if (period) periods.push(period)
    i = period ? last + 1 : i + 1
  }
  return periods
}

/** The piece as a stretch on offer, where it has room for the duration from the grid's first start in it. */
function periodFrom(query: Query, piece: Piece): Slot | undefined {
  const start = nextOnGrid(query, piece.start)
  if (start + query.durationMinutes > piece.end) return
  return { start, end: piece.end, subs: [...new Set(piece.byGroup.flat())] }
}

/** Both pieces as one, where they adjoin, the second is too short on its own, and enough are free throughout. */
function extend(query: Query, piece: Piece, next: Piece | undefined): Piece | undefined {
  if (!next || next.start !== piece.end || periodFrom(query, next)) return
  const byGroup = piece.byGroup.map((subs, i) => subs.filter(sub => next.byGroup[i]!.includes(sub)))
  const enough = query.groups.every((group, i) => byGroup[i]!.length >= requiredOf(group, bySub(group).size))
  return enough ? { start: piece.start, end: next.end, byGroup } : undefined
}
