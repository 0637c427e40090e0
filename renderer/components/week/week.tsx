import { type CSSProperties, useEffect, useId, useMemo, useRef } from 'react'
import { type DayColumn, dayColumn } from '../../time/day-column.ts'
import { hourText } from '../../time/format.ts'
import type { StartGrid } from '../../time/start-grid.ts'
import type { Hours } from '../../time/weekly-hours.ts'
import { type Day, dayAt } from '../../time/zones.ts'
import type { Offered } from './bands.ts'
import { DayBody } from './day-body.tsx'
import { AllDayRow, DayHeads } from './day-heads.tsx'
import type { Block } from './pieces.ts'
import { useRoving } from './use-roving.ts'
import './week.css'

export interface WeekProps<S extends Offered> {
  readonly label: string
  readonly days: readonly Day[]
  readonly tzid: string
  readonly nowMs: number
  readonly blocks: readonly Block[]
  readonly allDay?: readonly Block[]
  readonly slots?: readonly S[]
  /** Hours of a weekday (1 is Monday) that are open; the rest is shaded. Null: nothing is. */
  readonly openHours?: ((weekday: number) => readonly Hours[]) | null
  /** Scrolled to when it changes with `scrollKey`. */
  readonly firstMinute: number
  readonly scrollKey: string
  readonly onBlock?: (block: Block) => void
  readonly onDraw?: (startMs: number, endMs: number) => void
  /** The time on offer that is pointed at; null where one that is not was reached instead. */
  readonly onSlot?: (slot: S | null) => void
  /** Where starts may fall. With `onAsk`, every one that is not on offer can be asked about. */
  readonly grid?: StartGrid | null
  readonly onAsk?: (startMs: number, anchor: HTMLElement) => void
  /** The start whose answer is on show. */
  readonly askedMs?: number | null
}

const nothing: readonly never[] = []
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** Seven days side by side against 24 clock hours. The starts are one tab stop; arrow keys move among them. */
export function Week<S extends Offered>(props: WeekProps<S>) {
  const { days, tzid, nowMs, firstMinute, onAsk, slots = nothing } = props
  const columns = useMemo(() => days.map(day => dayColumn(day, tzid)), [days, tzid])
  const grid = (onAsk && props.grid) ?? null
  const week = useScrollTo(firstMinute, props.scrollKey)
  const roving = useRoving({ week, columns, slots, grid, firstMinute, nowMs, onAsk })
  const hint = useId()
  const today = dayAt(nowMs, tzid)
  return (
    <section
      className="week"
      aria-label={props.label}
      aria-describedby={grid ? hint : undefined}
      ref={week}
      {...roving.focus}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1).
      tabIndex={0}
      style={{ '--days': days.length } as CSSProperties}
    >
      {grid && (
        <p id={hint} className="unseen">
          Arrow keys go through the half hours. Enter on one that is not offered tells why.
        </p>
      )}
      <div className="week-head">
        <DayHeads columns={columns} today={today} />
        <AllDayRow columns={columns} blocks={props.allDay ?? []} onBlock={props.onBlock} />
      </div>
      <div className="week-body">
        <div className="week-hours" aria-hidden>
          {hours.slice(1).map(hour => (
            <span key={hour} className="week-hour" style={{ top: `${(hour / 24) * 100}%` }}>
              {hourText(hour)}
            </span>
          ))}
        </div>
        {columns.map(column => (
          <DayBody
            key={column.day}
            column={column}
            blocks={props.blocks}
            slots={slots}
            openHours={props.openHours ?? null}
            nowMs={column.day === today ? nowMs : null}
            currentMs={roving.currentMs}
            missingMs={isWithin(column, roving.missingMs) ? roving.missingMs : null}
            askedMs={isWithin(column, props.askedMs) ? props.askedMs : null}
            grid={grid}
            onKey={roving.onKey}
            onAsk={roving.ask}
            onSlot={props.onSlot}
            onBlock={props.onBlock}
            onDraw={props.onDraw}
          />
        ))}
      </div>
    </section>
  )
}

function useScrollTo(minute: number, key: string) {
  const ref = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key alone says when to scroll; the minute moves with every keystroke.
  useEffect(() => {
    const element = ref.current
    const body = element?.querySelector<HTMLElement>('.week-body')
    if (element && body) element.scrollTop = (Math.max(0, minute - 30) / 1440) * body.offsetHeight
  }, [key])
  return ref
}

function isWithin(column: DayColumn, ms: number | null | undefined): ms is number {
  return ms !== null && ms !== undefined && ms >= column.startMs && ms < column.endMs
}
