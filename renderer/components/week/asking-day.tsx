import { type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { axisMinute, type DayColumn } from '../../time/day-column.ts'
import { dateText, timeOf } from '../../time/format.ts'
import type { StartGrid } from '../../time/start-grid.ts'
import type { Offered } from './bands.ts'
import { minuteUnder } from './drawing.ts'
import type { Pointed } from './pointed.ts'
import { stretch } from './stretch.ts'

interface AskingDayProps<S extends Offered> {
  readonly column: DayColumn
  readonly label: string
  readonly pointed: {
    readonly at: (minute: number) => Pointed<S>
    readonly press: (pointed: Pointed<S>) => void
  } | null
  readonly children: ReactNode
}

/** A day whose empty places can be pressed. It alone is drawn again as the pointer moves, not what stands in it. */
export function AskingDay<S extends Offered>({ column, label, pointed, children }: AskingDayProps<S>) {
  const [overMs, setOver] = useState<number | null>(null)
  const under = (event: MouseEvent<HTMLElement>) =>
    isControl(event.target) ? null : (pointed?.at(minuteUnder(event)) ?? null)
  const handlers = pointed && {
    onClick: (event: MouseEvent<HTMLElement>) => {
      const found = under(event)
      if (found) pointed.press(found)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const found = event.pointerType === 'touch' ? null : under(event)
      setOver(found?.kind === 'missing' ? found.startMs : null)
    },
    onPointerLeave: () => setOver(null),
  }
  return (
    <section className="day-body" aria-label={label} data-asks={pointed ? '' : undefined} {...handlers}>
      {children}
      {pointed && overMs !== null && (
        <div className="missing" aria-hidden style={placeOf(column, overMs)}>
          <MissingWords column={column} startMs={overMs} />
        </div>
      )}
    </section>
  )
}

interface MissingStartProps {
  readonly column: DayColumn
  readonly missingMs: number | null
  readonly askedMs: number | null
  readonly grid: StartGrid | null
  readonly currentMs: number | null
  readonly onKey: (event: KeyboardEvent<HTMLElement>, startMs: number) => void
  readonly onAsk: (startMs: number) => void
  readonly onSlot: ((slot: null) => void) | undefined
}

/** The start not on offer that the keys have reached: there is one at a time, a week has hundreds. */
export function MissingStart({ column, missingMs, askedMs, onKey, onAsk, onSlot }: MissingStartProps) {
  if (missingMs === null) return null
  return (
    <button
      key={missingMs}
      type="button"
      className="missing missing-reached"
      data-start={missingMs}
      aria-label={`${dateText(column.day)}, ${timeOf(missingMs, column.tzid)}, not offered: why?`}
      aria-haspopup="dialog"
      aria-expanded={missingMs === askedMs}
      style={placeOf(column, missingMs)}
      onClick={() => onAsk(missingMs)}
      onFocus={() => onSlot?.(null)}
      onKeyDown={event => onKey(event, missingMs)}
    >
      <MissingWords column={column} startMs={missingMs} />
    </button>
  )
}

function MissingWords({ column, startMs }: { column: DayColumn; startMs: number }) {
  return (
    <span className="missing-words" aria-hidden>
      {timeOf(startMs, column.tzid)} · why?
    </span>
  )
}

/** Half an hour tall whatever the grid, so that it can be seen and read. */
function placeOf(column: DayColumn, startMs: number) {
  const from = Math.min(axisMinute(column, startMs), 1410)
  return stretch(from, from + 30)
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button') !== null
}
