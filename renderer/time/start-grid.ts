import type { DayColumn } from './day-column.ts'
import { MINUTE_MS, wallMinuteAt } from './zones.ts'

/** Where a link's starts may fall: readings of its own clock that the interval divides, whoever looks at them. */
export interface StartGrid {
  readonly intervalMinutes: number
  readonly tzid: string
}

/** The latest instant of the grid at or before this one. */
export function gridFloor(ms: number, { intervalMinutes, tzid }: StartGrid): number {
  return ms - (wallMinuteAt(ms, tzid) % intervalMinutes) * MINUTE_MS
}

export function gridCeil(ms: number, grid: StartGrid): number {
  const floor = gridFloor(ms, grid)
  return floor === ms ? ms : gridFloor(floor + grid.intervalMinutes * MINUTE_MS, grid)
}

/**
 * The places of a day that arrow keys stop at: its half hours as far as starts fall on them, else every start. A finer
 * grid would be a long walk, and its times on offer are stops by themselves.
 */
export function marksOf(column: DayColumn, grid: StartGrid): readonly number[] {
  const { intervalMinutes, tzid } = grid
  const step = {
    intervalMinutes: intervalMinutes < 30 && 30 % intervalMinutes === 0 ? 30 : intervalMinutes,
    tzid,
  }
  const stepMs = step.intervalMinutes * MINUTE_MS
  const marks: number[] = []
  let ms = gridCeil(column.startMs, step)
  while (ms < column.endMs) {
    marks.push(ms)
    ms = Math.max(gridFloor(ms + stepMs, step), ms + MINUTE_MS)
    ms = gridCeil(ms, step)
  }
  return marks
}
