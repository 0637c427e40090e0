import type { OfferedSlot } from '../../../preload/contract/availability.ts'
import type { Block } from '../../components/week/pieces.ts'
import { type DayColumn, dayColumn } from '../../time/day-column.ts'
import { counted, dateText, timeOf, timesOf } from '../../time/format.ts'
import { marksOf, type StartGrid } from '../../time/start-grid.ts'
import type { Day } from '../../time/zones.ts'
import { MissingTimes } from './missing-times.tsx'

interface DayListProps {
  readonly days: readonly Day[]
  readonly tzid: string
  readonly blocks: readonly Block[]
  readonly slots: readonly OfferedSlot[]
  readonly grid: StartGrid | null
  readonly nowMs: number
  readonly onAsk: (startMs: number, anchor: HTMLElement) => void
}

/** The same week for narrow screens: each day with its times, and what takes the others. */
export function DayList({ days, ...rest }: DayListProps) {
  return (
    <ul className="day-list">
      {days.map(day => (
        <DayItem key={day} day={day} {...rest} />
      ))}
    </ul>
  )
}

function DayItem(props: Omit<DayListProps, 'days'> & { day: Day }) {
  const { day, tzid, blocks, slots } = props
  const { startMs, endMs } = dayColumn(day, tzid)
  const offered = slots.filter(s => s.startMs >= startMs && s.startMs < endMs)
  const busy = blocks.filter(b => b.startMs < endMs && b.endMs > startMs)
  return (
    <li className="day-item" data-empty={offered.length === 0 || undefined}>
      <h3>
        {dateText(day, { weekday: 'long', day: 'numeric', month: 'short' })}
        <span className="day-item-count">
          {offered.length > 0 ? counted(offered.length, 'time') : 'no times'}
        </span>
      </h3>
      {offered.length > 0 && (
        <ul className="day-times">
          {offered.map(slot => (
            <li key={slot.startMs}>{timeOf(slot.startMs, tzid)}</li>
          ))}
        </ul>
      )}
      {busy.length > 0 && (
        <ul className="day-busy">
          {busy.map(block => (
            <li key={block.id} data-tone={block.tone % 8}>
              {takenText(block, dayColumn(day, tzid))} {block.title}, {block.owner}
            </li>
          ))}
        </ul>
      )}
      <MissingTimes day={day} tzid={tzid} starts={missingOf(props, offered)} onAsk={props.onAsk} />
    </li>
  )
}

/** The hours of the day that something takes. */
function takenText(block: Block, { startMs, endMs, tzid }: DayColumn): string {
  const [from, to] = [Math.max(block.startMs, startMs), Math.min(block.endMs, endMs)]
  return from === startMs && to === endMs ? 'All day' : timesOf(from, to, tzid)
}

/** What is neither on offer nor past. */
function missingOf(
  { day, tzid, grid, nowMs }: Omit<DayListProps, 'days'> & { day: Day },
  offered: readonly OfferedSlot[],
): readonly number[] {
  if (!grid) return []
  const starts = new Set(offered.map(s => s.startMs))
  return marksOf(dayColumn(day, tzid), grid).filter(ms => ms >= nowMs && !starts.has(ms))
}
