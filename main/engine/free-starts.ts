import { type Bits, markOver, wordsFor } from './bits.ts'
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
  const words = wordsFor(grid.count)
  const most = members.size - requiredOf(group)
  const joint = most === 0 && !apart
  const count = joint ? 1 : members.size
  const rows = new Int32Array(count * words)
  let row = 0
  for (const entries of members.values()) {
    for (const member of entries) markBlocked(query, member, grid, rows, joint ? 0 : row * words)
    row++
  }
  const over = joint ? rows : new Int32Array(words)
  if (!joint) markOver(rows, words, count, most, over)
  for (let w = 0; w < words; w++) free[w]! &= ~over[w]!
  return { subs: [...members.keys()], rows, words, joint }
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

/** How many different people of the group must be free. */
export function requiredOf(group: Group): number {
  return group.required === 'all' ? new Set(group.members.map(m => m.sub)).size : group.required
}

/** Who of a group is available at a cell. Where rows are joint, this holds for free cells only. */
export function availableAt(group: GroupRows, index: number): readonly string[] {
  if (group.joint) return group.subs
  const { subs, rows, words } = group
  const available = subs.slice()
  const shift = index & 31
  let count = 0
  for (let row = 0, at = index >>> 5; row < subs.length; row++, at += words) {
    available[count] = subs[row]!
    count += 1 - ((rows[at]! >>> shift) & 1)
  }
  available.length = count
  return available
}

/** Everybody available, group order then member order, each once. */
export function subsAt(groups: readonly GroupRows[], index: number): readonly string[] {
  const [only] = groups
  if (groups.length === 1 && only) return availableAt(only, index)
  return [...new Set(groups.flatMap(group => availableAt(group, index)))]
}

export function minuteAt(grid: Grid, index: number): Minute {
  return grid.base + index * grid.cell
}
