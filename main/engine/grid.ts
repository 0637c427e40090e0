import { type Bits, setRange, wordsFor } from './bits.ts'
import { joinSpans } from './pack-spans.ts'
import type { Minute, Query, Span } from './query.ts'
import { isGridReading, modulo, startReasons } from './start-rules.ts'
import { type ZoneRun, zoneTable } from './zone-table.ts'

/** Evenly spaced minutes, `base + i * cell` for `i` below `count`, among them every start that the query considers. */
export interface Grid {
  readonly base: Minute
  readonly cell: number
  readonly count: number
}

/** The cells that the query's own rules let through: periods, grid, notice, horizon. Members come afterwards. */
export interface Candidates {
  readonly grid: Grid
  readonly bits: Bits
}

/** 32 years of minutes, or 159 years in steps of five. */
const MOST_CELLS = 2 ** 24

/** Throws a RangeError where the query spans more than 2^24 cells: longer ones are for the caller to cut. */
export function candidates(query: Query): Candidates {
  return query.slots ? listedCandidates(query, query.slots) : gridCandidates(query)
}

function listedCandidates(query: Query, slots: readonly Minute[]): Candidates {
  const periods = joinSpans(query.periods)
  // Each start alone is its own grid: looking it up among all of them would be quadratic.
  const isAllowed = (start: Minute) => startReasons({ ...query, slots: [start] }, start, periods).length === 0
  const starts = [...new Set(slots)].filter(isAllowed)
  starts.sort((a, b) => a - b)
  const base = starts[0] ?? 0
  const cell = starts.reduce((common, start) => commonDivisor(common, start - base), 0) || 1
  const grid = { base, cell, count: starts.length && cellsTo(base, cell, starts.at(-1)!) }
  const bits = emptyBits(grid)
  for (const start of starts) setCells(bits, grid, start, start + 1)
  return { grid, bits }
}

function gridCandidates(query: Query): Candidates {
  const ranges = startRanges(query)
  const [first, last] = [ranges[0]?.start ?? 0, ranges.at(-1)?.end ?? 0]
  cellsTo(first, query.startInterval, last) // Refuses a window too wide before millennia of clock changes are read.
  const runs = zoneTable(query.zone).runs(first, last)
  const cell = cellFor(query.startInterval, runs)
  const base = first + modulo(-(first + (runs[0]?.offset ?? 0)), cell)
  const grid = { base, cell, count: cellsTo(base, cell, last - 1) }
  const bits = emptyBits(grid)
  for (const range of ranges) {
    if (cell === query.startInterval) setCells(bits, grid, range.start, range.end)
    else setReadings(bits, grid, range, runs, query.startInterval)
  }
  return { grid, bits }
}

/** The starts that leave room for the whole duration inside a period, after `earliest` and before `latest`. */
function startRanges(query: Query): Span[] {
  const latest = query.latest ?? Number.POSITIVE_INFINITY
  const ranges = joinSpans(query.periods).map(period => ({
    start: Math.max(period.start, query.earliest),
    end: Math.min(period.end, latest) - query.durationMinutes + 1,
  }))
  return ranges.filter(range => range.start < range.end)
}

/**
 * The widest spacing that meets every reading on the grid, across every change of offset in the window. It equals the
 * interval itself unless clocks change by an odd amount (half an hour at Lord Howe) or the interval divides no day.
 */
function cellFor(startInterval: number, runs: readonly ZoneRun[]): number {
  const offset = runs[0]?.offset ?? 0
  return runs.reduce(
    (common, run) => commonDivisor(common, run.offset - offset),
    commonDivisor(startInterval, 1440),
  )
}

function setReadings(
  bits: Bits,
  grid: Grid,
  range: Span,
  runs: readonly ZoneRun[],
  startInterval: number,
): void {
  for (const run of runs) {
    const end = Math.min(range.end, run.end)
    const from = firstCell(grid, Math.max(range.start, run.start))
    for (let i = from, start = grid.base + from * grid.cell; start < end; i++, start += grid.cell) {
      if (isGridReading(start + run.offset, startInterval)) setRange(bits, 0, i, i + 1)
    }
  }
}

/** Sets every cell of the grid that falls in `[from, to)`. */
export function setCells(bits: Bits, grid: Grid, from: Minute, to: Minute, at = 0): void {
  const first = Math.max(0, firstCell(grid, from))
  const end = Math.min(grid.count, firstCell(grid, to))
  if (first < end) setRange(bits, at, first, end)
}

/** The first start on the query's grid at or after a minute. */
export function nextOnGrid(query: Query, minute: Minute): Minute {
  const { startInterval } = query
  for (const run of zoneTable(query.zone).runs(minute, minute + 2 * 1440)) {
    const reading = modulo(run.start + run.offset, 1440)
    const past = reading % startInterval
    const start = past === 0 ? run.start : run.start + Math.min(startInterval - past, 1440 - reading)
    if (start < run.end) return start
  }
  throw new RangeError(`No reading on a grid of ${startInterval} minutes follows minute ${minute}.`)
}

/** The index of the first cell at or after a minute; beyond the grid, an index beyond the grid. */
export function firstCell(grid: Grid, minute: Minute): number {
  return Math.ceil((minute - grid.base) / grid.cell)
}

function cellsTo(base: Minute, cell: number, last: Minute): number {
  const count = Math.max(0, Math.floor((last - base) / cell) + 1)
  if (count > MOST_CELLS) throw new RangeError(`The query spans ${count} starts; ${MOST_CELLS} are the most.`)
  return count
}

function emptyBits(grid: Grid): Bits {
  return new Int32Array(wordsFor(grid.count))
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : commonDivisor(b, a % b)
}
