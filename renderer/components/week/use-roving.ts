import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { DayColumn } from '../../time/day-column.ts'
import { gridFloor, marksOf, type StartGrid } from '../../time/start-grid.ts'
import { instantOf } from '../../time/zones.ts'
import type { Offered } from './bands.ts'
import { type Direction, nextStop } from './next-stop.ts'

interface RovingProps<S extends Offered> {
  readonly week: RefObject<HTMLElement | null>
  readonly columns: readonly DayColumn[]
  readonly slots: readonly S[]
  /** Where starts may fall; null: only times on offer can be reached. */
  readonly grid: StartGrid | null
  readonly firstMinute: number
  readonly nowMs: number
  readonly onAsk: ((startMs: number, anchor: HTMLElement) => void) | undefined
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/**
 * The starts of a week are one tab stop. Arrow keys go through its half hours and the times on offer; Page Up and Page
 * Down to the time on offer before or after, Home and End to the first and the last of them.
 */
export function useRoving<S extends Offered>(props: RovingProps<S>) {
  const { week, columns, slots, grid, onAsk } = props
  const [chosen, choose] = useState<{ readonly ms: number; readonly asks: boolean } | null>(null)
  const stops = useStops(columns, slots, grid)
  const isOffered = (ms: number) => slots.some(s => s.startMs === ms)
  const isHere = (ms: number) =>
    grid ? ms >= columns[0]!.startMs && ms < columns.at(-1)!.endMs : isOffered(ms)
  const currentMs = chosen && isHere(chosen.ms) ? chosen.ms : (slots[0]?.startMs ?? restingPlace(props))
  const missingMs = currentMs !== null && !isOffered(currentMs) ? currentMs : null
  const onKey = useCallback(
    (event: KeyboardEvent<HTMLElement>, fromMs: number) => {
      const direction = arrows[event.key]
      const next = direction
        ? nextStop(columns, stops, fromMs, direction)
        : offeredFrom(slots, fromMs, event.key)
      if (direction || next !== null) event.preventDefault()
      if (next !== null) choose({ ms: next, asks: false })
    },
    [columns, slots, stops],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each choice, whatever is drawn anew meanwhile.
  useLayoutEffect(() => {
    const element = chosen && startElement(week.current, chosen.ms)
    element?.focus({ preventScroll: chosen?.asks === true })
    if (element && chosen?.asks) onAsk?.(chosen.ms, element)
  }, [chosen])
  const focus = useKeptFocus(week, currentMs, missingMs)
  const ask = useCallback((ms: number) => choose({ ms, asks: true }), [])
  return { currentMs, missingMs, onKey, ask, focus }
}

function useStops(columns: readonly DayColumn[], slots: readonly Offered[], grid: StartGrid | null) {
  return useMemo(() => {
    const starts = slots.map(s => s.startMs)
    const marks = grid ? columns.flatMap(column => marksOf(column, grid)) : []
    return [...new Set([...starts, ...marks])].sort((a, b) => a - b)
  }, [columns, slots, grid])
}

/** Where Tab arrives in a week that offers nothing: the hour it opens at, on the first day that is not over. */
function restingPlace({ columns, grid, firstMinute, nowMs }: RovingProps<Offered>): number | null {
  if (!grid) return null
  const column = columns.find(c => c.endMs > nowMs) ?? columns[0]!
  return gridFloor(instantOf(column.day, firstMinute, column.tzid), grid)
}

function offeredFrom(slots: readonly Offered[], fromMs: number, key: string): number | null {
  if (key === 'Home') return slots[0]?.startMs ?? null
  if (key === 'End') return slots.at(-1)?.startMs ?? null
  if (key === 'PageUp') return slots.findLast(s => s.startMs < fromMs)?.startMs ?? null
  if (key === 'PageDown') return slots.find(s => s.startMs > fromMs)?.startMs ?? null
  return null
}

function startElement(week: HTMLElement | null, ms: number): HTMLElement | null {
  return week?.querySelector<HTMLElement>(`[data-start="${ms}"]`) ?? null
}

/** A start that is taken off or put on offer is another element; it takes the focus that the former one had. */
function useKeptFocus(
  week: RefObject<HTMLElement | null>,
  currentMs: number | null,
  missingMs: number | null,
) {
  const had = useRef<boolean>(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `missingMs` says that the element is another one.
  useLayoutEffect(() => {
    if (!had.current || document.activeElement !== document.body || currentMs === null) return
    startElement(week.current, currentMs)?.focus({ preventScroll: true })
  }, [week, currentMs, missingMs])
  return useMemo(
    () => ({
      onFocus: (event: { readonly target: Element }) => {
        had.current = event.target.matches('[data-start]')
      },
      onBlur: () => {
        had.current = false
      },
    }),
    [],
  )
}
