import {
  type CSSProperties,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type DayColumn, dayColumn } from '../../time/day-column.ts'
import { hourText } from '../../time/format.ts'
import type { Hours } from '../../time/weekly-hours.ts'
import { type Day, dayAt } from '../../time/zones.ts'
import type { Offered } from './bands.ts'
import { DayBody } from './day-body.tsx'
import { AllDayRow, DayHeads } from './day-heads.tsx'
import { type Direction, nextSlot } from './next-slot.ts'
import type { Block } from './pieces.ts'
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
  readonly onSlot?: (slot: S) => void
}

const nothing: readonly never[] = []
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** Seven days side by side against 24 clock hours. The slots are one tab stop; arrow keys move among them. */
export function Week<S extends Offered>(props: WeekProps<S>) {
  const { days, tzid, nowMs, slots = nothing } = props
  const columns = useMemo(() => days.map(day => dayColumn(day, tzid)), [days, tzid])
  const scroller = useScrollTo(props.firstMinute, props.scrollKey)
  const roving = useRoving(columns, slots)
  const today = dayAt(nowMs, tzid)
  return (
    <section
      className="week"
      aria-label={props.label}
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1).
      tabIndex={0}
      style={{ '--days': days.length } as CSSProperties}
    >
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
            onSlotKey={roving.onKey}
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

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
}

function useRoving<S extends Offered>(columns: readonly DayColumn[], slots: readonly S[]) {
  const [chosenMs, choose] = useState<number | null>(null)
  const known = slots.some(s => s.startMs === chosenMs)
  const currentMs = known ? chosenMs : (slots[0]?.startMs ?? null)
  const onKey = useCallback(
    (event: KeyboardEvent<HTMLElement>, slot: S) => {
      const direction = arrows[event.key]
      if (!direction) return
      event.preventDefault()
      const next = nextSlot(columns, slots, slot, direction)
      if (!next) return
      choose(next.startMs)
      const week = event.currentTarget.closest('.week')
      week?.querySelector<HTMLElement>(`[data-slot="${next.startMs}"]`)?.focus()
    },
    [columns, slots],
  )
  return { currentMs, onKey }
}
