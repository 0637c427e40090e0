import { type Bits, countColumns, ROWS_AT_ONCE, wordsFor } from './bits.ts'
import { markBlocked } from './blocked-starts.ts'
import type { Candidates, Grid } from './grid.ts'
import type { Group, Member, Minute, Query } from './query.ts'

/** The one answer that listing, re-check and explanation are read from. */
export interface FreeStarts {
  readonly grid: Grid
  /** The cells at which every group has enough members. */
  readonly bits: Bits
  readonly groups: readonly GroupRows[]
}

/** One member of a group a row; set bits are starts that the member cannot take. */
export interface GroupRows {
  readonly subs: readonly string[]
  readonly rows: Bits
  readonly words: number
  /** All rows are one: where a cell is free, all of the group are. */
  readonly joint: boolean
  /** Who is available at a cell. Where rows are joint, this holds for free cells only. */
  availableAt(index: number): readonly string[]
}

/**
 * Narrows the candidates to those at which, in each group, enough members are free for the whole duration.
 *
 * With `apart`, every member keeps a row even where all are required; the explanation needs to tell them apart.
 */
export function freeStarts(query: Query, { grid, bits }: Candidates, apart = false): FreeStarts {
  const free = bits.slice()
  const groups = query.groups.map(group => markGroup(query, group, grid, free, apart))
  return { grid, bits: free, groups }
}

function markGroup(query: Query, group: Group, grid: Grid, free: Bits, apart: boolean): GroupRows {
  const members = bySub(group)
  const most = members.size - requiredOf(group, members.size)
  const joint = most === 0 && !apart
  const { rows, over, words } = joint
    ? markTogether(query, group.members, grid)
    : markApart(query, [...members.values()], grid, most)
  for (let w = 0; w < words; w++) free[w]! &= ~over[w]!
  const subs = [...members.keys()]
  return { subs, rows, words, joint, availableAt: joint ? () => subs : readRows(subs, rows, words) }
}

interface Marked {
  readonly rows: Bits
  readonly words: number
  /** The cells at which too many cannot. */
  readonly over: Bits
}

function markTogether(query: Query, members: readonly Member[], grid: Grid): Marked {
  const words = wordsFor(grid.count)
  const rows = new Int32Array(words)
  for (const member of members) markBlocked(query, member, grid, rows, 0)
  return { rows, words, over: rows }
}

function markApart(query: Query, members: readonly Member[][], grid: Grid, most: number): Marked {
  const words = wordsFor(grid.count)
  const rows = new Int32Array(members.length * words)
  const counter = countColumns(words, most)
  for (let first = 0; first < members.length; first += ROWS_AT_ONCE) {
    const some = members.slice(first, first + ROWS_AT_ONCE)
    for (const [i, entries] of some.entries()) {
      for (const member of entries) markBlocked(query, member, grid, rows, (first + i) * words)
    }
    counter.add(rows, first * words, some.length)
  }
  return { rows, words, over: counter.over }
}

/** Somebody listed twice in a group is one person, bound by both entries. */
export function bySub(group: Group): Map<string, Member[]> {
  const members = new Map<string, Member[]>()
  for (const member of group.members) {
    const entries = members.get(member.sub)
    if (entries) entries.push(member)
    else members.set(member.sub, [member])
  }
  return members
}

/** How many of the group's people must be free; `size` is how many different ones there are. */
export function requiredOf(group: Group, size: number): number {
  return group.required === 'all' ? size : group.required
}

/** Reads who is available, cell by cell; the words of all rows that hold a cell are gathered once for its neighbours. */
function readRows(subs: readonly string[], rows: Bits, words: number): GroupRows['availableAt'] {
  const column = new Int32Array(subs.length)
  let gathered = -1
  return index => {
    if (gathered !== index >>> 5) {
      gathered = index >>> 5
      for (let row = 0; row < column.length; row++) column[row] = rows[row * words + gathered]!
    }
    const available = subs.slice()
    let count = 0
    // Written without a branch on who is free: there is no guessing it, and wrong guesses cost more than the writing.
    for (let row = 0; row < column.length; row++) {
      available[count] = subs[row]!
      count += 1 - ((column[row]! >>> (index & 31)) & 1)
    }
    available.length = count
    return available
  }
}

/** Everybody available, group order then member order, each once. */
export function subsAt(groups: readonly GroupRows[], index: number): readonly string[] {
  const [only] = groups
  if (groups.length === 1 && only) return only.availableAt(index)
  return [...new Set(groups.flatMap(group => group.availableAt(index)))]
}

export function minuteAt(grid: Grid, index: number): Minute {
  return grid.base + index * grid.cell
}
