import { columnHours, type DayColumn } from '../../time/day-column.ts'
import { dateText } from '../../time/format.ts'
import type { Day } from '../../time/zones.ts'
import type { Block } from './pieces.ts'

export function DayHeads({ columns, today }: { columns: readonly DayColumn[]; today: Day }) {
  return (
    <div className="day-heads">
      <span className="week-corner" aria-hidden />
      {columns.map(column => (
        <div key={column.day} className="day-head" data-today={column.day === today || undefined}>
          <span className="day-name">{dateText(column.day, { weekday: 'short' })}</span>
          <span className="day-number">{dateText(column.day, { day: 'numeric' })}</span>
          {columnHours(column) !== 24 && <span className="day-change">{changeText(column)}</span>}
        </div>
      ))}
    </div>
  )
}

function changeText(column: DayColumn): string {
  return columnHours(column) < 24 ? 'clocks forward' : 'clocks back'
}

interface AllDayProps {
  readonly columns: readonly DayColumn[]
  readonly blocks: readonly Block[]
  readonly onBlock: ((block: Block) => void) | undefined
}

export function AllDayRow({ columns, blocks, onBlock }: AllDayProps) {
  if (blocks.length === 0) return null
  return (
    <div className="all-day-row">
      <span className="week-corner all-day-corner">all day</span>
      {columns.map(column => (
        <div key={column.day} className="all-day-cell">
          {blocks
            .filter(b => b.startMs < column.endMs && b.endMs > column.startMs)
            .map(block => (
              <AllDayBlock key={block.id} block={block} onBlock={onBlock} />
            ))}
        </div>
      ))}
    </div>
  )
}

function AllDayBlock({ block, onBlock }: { block: Block; onBlock: AllDayProps['onBlock'] }) {
  const name = `${block.title}, all day, ${block.owner}`
  if (block.opens && onBlock) {
    return (
      <button
        type="button"
        className="all-day"
        data-tone={block.tone % 8}
        data-status={block.status}
        title={name}
        aria-label={name}
        onClick={() => onBlock(block)}
      >
        {block.title}
      </button>
    )
  }
  return (
    <div className="all-day" data-tone={block.tone % 8} data-status={block.status} title={name}>
      {block.title}
      <span className="unseen">, all day, {block.owner}</span>
    </div>
  )
}
