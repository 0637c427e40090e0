import { axisMinute, type DayColumn } from '../../time/day-column.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * Where an arrow key leads from one start: the next stop of the same day, or the nearest in height on the next day that
 * has any. Null where there is nothing that way. `stops` are instants in order.
 */
export function nextStop(
  columns: readonly DayColumn[],
  stops: readonly number[],
  currentMs: number,
  direction: Direction,
): number | null {
  const days = columns.map(c => stops.filter(ms => ms >= c.startMs && ms < c.endMs))
  const at = columns.findIndex(c => currentMs >= c.startMs && currentMs < c.endMs)
  if (at === -1) return null
  if (direction === 'up') return days[at]!.findLast(ms => ms < currentMs) ?? null
  if (direction === 'down') return days[at]!.find(ms => ms > currentMs) ?? null
  const step = direction === 'right' ? 1 : -1
  for (let to = at + step; to >= 0 && to < days.length; to += step) {
    const found = nearest(columns[to]!, days[to]!, axisMinute(columns[at]!, currentMs))
    if (found !== null) return found
  }
  return null
}

function nearest(column: DayColumn, stops: readonly number[], minute: number): number | null {
  const away = (ms: number) => Math.abs(axisMinute(column, ms) - minute)
  return stops.reduce<number | null>(
    (best, ms) => (best !== null && away(best) <= away(ms) ? best : ms),
    null,
  )
}
