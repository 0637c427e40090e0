import { type Bits, setRange } from './bits.ts'
import { type Grid, setCells } from './grid.ts'
import { fullSpans, openSpans } from './open-spans.ts'
import type { Buffer, Member, Minute, PackedSpans, Query, Span } from './query.ts'

/** How far before a busy span's start, and how far beyond its end, a start is no longer free. */
interface Reach {
  readonly lead: number
  readonly after: number
}

/**
 * Sets, in the row that begins at word `at`, every cell of the grid at which the member cannot start.
 *
 * A slot `[t, t + duration)` meets the rule for a busy span `[s, e)` when `t + duration <= s - before` or
 * `t >= e + after`. So each span forbids the starts `[s - before - duration + 1, e + after)`, and overlapping spans of
 * one member or several need no merging: they set the same bits. Hours and caps take no buffer.
 */
export function markBlocked(query: Query, member: Member, grid: Grid, bits: Bits, at: number): void {
  if (grid.count === 0) return
  const { before, after } = bufferOf(query, member)
  const reach = { lead: before + query.durationMinutes - 1, after }
  for (const source of member.busy) markBusy(source.spans, reach, grid, bits, at)
  markClosed(query, member, grid, bits, at)
  for (const cap of member.caps ?? []) {
    for (const full of fullSpans(cap, startsWindow(grid))) setCells(bits, grid, full.start, full.end, at)
  }
}

/** A member's own buffer replaces the query's. */
export function bufferOf(query: Query, member: Member): Buffer {
  return member.buffer ?? query.buffer
}

/** The hot loop: a few nanoseconds for each span, with no division and no allocation. */
function markBusy(
  spans: PackedSpans,
  reach: Reach,
  { base, cell, count }: Grid,
  bits: Bits,
  at: number,
): void {
  const perCell = 1 / cell
  // Half a minute less than a cell makes truncation round up, and keeps products clear of the next whole number.
  const fromStart = cell - 0.5 - base - reach.lead
  const fromEnd = cell - 0.5 - base + reach.after
  for (let i = firstInReach(spans, base - reach.after); i < spans.length; i += 2) {
    const start = (spans[i]! + fromStart) * perCell
    const stop = (spans[i + 1]! + fromEnd) * perCell
    if (start >= count) break
    // Clamped before truncation, so that no far-off end wraps around 32 bits.
    const first = start < 0 ? 0 : start | 0
    const end = stop > count ? count : stop | 0
    if (first < end) setRange(bits, at, first, end)
  }
}

function markClosed(query: Query, member: Member, grid: Grid, bits: Bits, at: number): void {
  const starts = startsWindow(grid)
  const open = openSpans(member, { start: starts.start, end: starts.end + query.durationMinutes - 1 })
  if (!open) return
  let closedFrom = starts.start
  for (const { start, end } of open) {
    const lastStart = end - query.durationMinutes
    if (lastStart < start) continue
    setCells(bits, grid, closedFrom, start, at)
    closedFrom = lastStart + 1
  }
  setCells(bits, grid, closedFrom, starts.end, at)
}

function startsWindow(grid: Grid): Span {
  return { start: grid.base, end: grid.base + (grid.count - 1) * grid.cell + 1 }
}

const longest = new WeakMap<PackedSpans, number>()

/** The index of a span from which on nothing that ends after `edge` is missed. Linear once for an array, then a search. */
export function firstInReach(spans: PackedSpans, edge: Minute): number {
  if (spans.length === 0 || spans[0]! >= edge) return 0
  const earliestStart = edge - longestIn(spans)
  let [low, high] = [0, spans.length >> 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[2 * middle]! < earliestStart) low = middle + 1
    else high = middle
  }
  return low * 2
}

function longestIn(spans: PackedSpans): number {
  const known = longest.get(spans)
  if (known !== undefined) return known
  let most = 0
  for (let i = 0; i < spans.length; i += 2) most = Math.max(most, spans[i + 1]! - spans[i]!)
  longest.set(spans, most)
  return most
}
