import { axisMinute, type DayColumn } from '../../time/day-column.ts'
import type { Offered } from './bands.ts'

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last'

/**
 * Where an arrow key leads from one offered time: the next of the same day, or the nearest in height on the next day
 * that has any. Null where there is nothing that way.
 */
export function nextSlot<S extends Offered>(
  columns: readonly DayColumn[],
  slots: readonly S[],
  current: S,
  direction: Direction,
): S | null {
  if (direction === 'first') return slots[0] ?? null
  if (direction === 'last') return slots.at(-1) ?? null
  const days = columns.map(c => slots.filter(s => s.startMs >= c.startMs && s.startMs < c.endMs))
  const at = days.findIndex(day => day.includes(current))
  if (at === -1) return null
  if (direction === 'up' || direction === 'down') {
    const day = days[at]!
    return day[day.indexOf(current) + (direction === 'down' ? 1 : -1)] ?? null
  }
  const step = direction === 'right' ? 1 : -1
  for (let to = at + step; to >= 0 && to < days.length; to += step) {
    const found = nearest(columns[to]!, days[to]!, axisMinute(columns[at]!, current.startMs))
    if (found) return found
  }
  return null
}

function nearest<S extends Offered>(column: DayColumn, slots: readonly S[], minute: number): S | null {
  const away = (slot: S) => Math.abs(axisMinute(column, slot.startMs) - minute)
  return slots.reduce<S | null>((best, slot) => (best && away(best) <= away(slot) ? best : slot), null)
}
