import { joinSpans } from './pack-spans.ts'
import type { Minute, Query, Reason, Span } from './query.ts'
import { zoneTable } from './zone-table.ts'

/**
 * The query's own rules for a start, whoever takes part: periods, grid, notice and horizon. Every reason that holds.
 *
 * With `slots`, the grid is those starts, and an empty `periods` then restricts nothing.
 */
export function startReasons(query: Query, start: Minute, periods = joinSpans(query.periods)): Reason[] {
  const end = start + query.durationMinutes
  const reasons: Reason[] = []
  const anywhere = query.slots !== undefined && query.periods.length === 0
  if (!anywhere && !isInside(periods, start, end)) reasons.push({ kind: 'outside_periods' })
  if (!isOnGrid(query, start)) reasons.push({ kind: 'off_grid' })
  if (start < query.earliest) reasons.push({ kind: 'too_soon', earliest: query.earliest })
  if (query.latest !== undefined && end > query.latest)
    reasons.push({ kind: 'too_late', latest: query.latest })
  return reasons
}

/** Whether one of these separate spans holds all of `[start, end)`. */
export function isInside(spans: readonly Span[], start: Minute, end: Minute): boolean {
  return spans.some(span => span.start <= start && end <= span.end)
}

function isOnGrid(query: Query, start: Minute): boolean {
  if (query.slots) return query.slots.includes(start)
  return isGridReading(zoneTable(query.zone).toWall(start), query.startInterval)
}

/** Whether a wall clock that shows this shows a multiple of the interval after its midnight. */
export function isGridReading(wall: number, startInterval: number): boolean {
  return modulo(wall, 1440) % startInterval === 0
}

export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
