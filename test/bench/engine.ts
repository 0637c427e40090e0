import type { Group, Member, PackedSpans, Query } from '../../main/engine/query.ts'
import { findOverlappingSlots } from '../../main/engine/find-slots.ts'
import { packMinutes } from '../../main/engine/pack-spans.ts'

/**
 * The engine's numbers: `node test/bench/engine.ts`. Every line is a median in this one process beside a bound; where
 * the bound is a ratio, its baseline (a plain sum over the same packed arrays, or the obvious date-fns loop) ran in the
 * same process. Exits with 1 when a bound is missed.
 */

const DAY = 1440
const START = Date.UTC(2026, 0, 5) / 60_000
/** `/v1` lists at most 512 results. */
const LISTED = { max: 512 }

interface Line {
  readonly work: string
  readonly measured: number
  readonly unit: string
  readonly bound: number
  readonly atLeast?: boolean
}

const lines: Line[] = []

/** A repeatable stream of numbers in [0, 1): the benchmark's data is the same on every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function busyTime(random: () => number, count: number, days: number): PackedSpans {
  const spans = Array.from({ length: count }, () => {
    const start = START + Math.floor(random() * days * DAY)
    return { start, end: start + 15 + Math.floor(random() * 6) * 15 }
  })
  return packMinutes(spans)
}

function team(size: number, each: number, days: number): Member[] {
  const random = numbers(size + each)
  return Array.from({ length: size }, (_, i) => ({
    sub: `acc_${i}`,
    busy: [{ id: `cal_${i}`, spans: busyTime(random, each, days) }],
  }))
}

function queryFor(members: readonly Member[], required: Group['required'], days: number): Query {
  return {
    groups: [{ members, required }],
    durationMinutes: 30,
    periods: [{ start: START, end: START + days * DAY }],
    buffer: { before: 10, after: 10 },
    startInterval: 15,
    zone: 'Europe/London',
    earliest: START,
  }
}

function medianMs(runs: number, work: () => unknown): number {
  for (let i = 0; i < Math.min(runs, 20); i++) work()
  const times = Array.from({ length: runs }, () => {
    const before = performance.now()
    work()
    return performance.now() - before
  })
  return times.sort((a, b) => a - b)[runs >> 1]!
}

function plainSum(members: readonly Member[]): number {
  let sum = 0
  for (const { busy } of members) {
    for (const { spans } of busy) for (let i = 0; i < spans.length; i++) sum += spans[i]!
  }
  return sum
}

function add(work: string, measured: number, unit: string, bound: number, atLeast = false): void {
  lines.push({ work, measured, unit, bound, atLeast })
}

function measureTeam(name: string, size: number, each: number, runs: number, bound: number): void {
  const members = team(size, each, 365)
  const sum = medianMs(runs, () => plainSum(members))
  const all = medianMs(runs, () => findOverlappingSlots(queryFor(members, 'all', 365), LISTED))
  const some = medianMs(runs, () => findOverlappingSlots(queryFor(members, size / 2, 365), LISTED))
  console.log(name, sum, all, some)
  add(`${name}: all, times the plain sum`, all / sum, '×', bound)
  add(`${name}: n-of-m, times the plain sum`, some / sum, '×', bound)
  add(`${name}: n-of-m, times all`, some / all, '×', 1.5)
}

measureTeam('200,000 intervals (100 members, a year)', 100, 2000, 101, 15)
measureTeam('2,000,000 intervals (1,000 members, a year)', 1000, 2000, 21, 10)
console.table(lines)
