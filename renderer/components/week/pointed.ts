import type { DayColumn } from '../../time/day-column.ts'
import { gridCeil, gridFloor, type StartGrid } from '../../time/start-grid.ts'
import { instantOf } from '../../time/zones.ts'
import type { Offered } from './bands.ts'

/** What lies under a place of a day: a time on offer, or a start that is not. */
export type Pointed<S extends Offered> =
  | { readonly kind: 'offered'; readonly slot: S }
  | { readonly kind: 'missing'; readonly startMs: number }

/**
 * Snaps a place of a day to the grid of starts. Where a time is on offer at that start but is over before the place
 * pointed at, what is meant lies off the grid, and is answered by the quarter of an hour.
 */
export function pointedAt<S extends Offered>(
  column: DayColumn,
  offered: readonly S[],
  grid: StartGrid,
  minute: number,
): Pointed<S> {
  const ms = instantOf(column.day, Math.min(1439, Math.floor(minute)), column.tzid)
  const floor = gridFloor(ms, grid)
  const startMs = floor < column.startMs ? gridCeil(column.startMs, grid) : floor
  const slot = offered.find(s => s.startMs === startMs)
  if (!slot) return { kind: 'missing', startMs }
  if (ms < slot.endMs) return { kind: 'offered', slot }
  const quarter = gridFloor(ms, { intervalMinutes: 15, tzid: column.tzid })
  return { kind: 'missing', startMs: Math.max(quarter, slot.endMs) }
}
