import { type KeyboardEvent, memo, useCallback, useMemo } from 'react'
import { axisMinute, type DayColumn } from '../../time/day-column.ts'
import { counted, dateText, timeOf, timesOf } from '../../time/format.ts'
import type { StartGrid } from '../../time/start-grid.ts'
import { closedHours, type Hours } from '../../time/weekly-hours.ts'
import { instantOf, weekday } from '../../time/zones.ts'
import { AskingDay, MissingStart } from './asking-day.tsx'
import { type Band, bandsOf, type Offered } from './bands.ts'
import { useDrawing } from './drawing.ts'
import { type Block, overlapsAny, type Piece, piecesOf } from './pieces.ts'
import { type Pointed, pointedAt } from './pointed.ts'
import { percent, stretch } from './stretch.ts'

interface DayBodyProps<S extends Offered> {
  readonly column: DayColumn
  readonly blocks: readonly Block[]
  readonly slots: readonly S[]
  readonly openHours: ((weekday: number) => readonly Hours[]) | null
  readonly nowMs: number | null
  /** The start that Tab reaches, on this day or another. */
  readonly currentMs: number | null
  /** The same where it is of this day and not on offer. */
  readonly missingMs: number | null
  readonly askedMs: number | null
  readonly grid: StartGrid | null
  readonly onKey: (event: KeyboardEvent<HTMLElement>, startMs: number) => void
  readonly onAsk: (startMs: number) => void
  readonly onSlot: ((slot: S | null) => void) | undefined
  readonly onBlock: ((block: Block) => void) | undefined
  readonly onDraw: ((startMs: number, endMs: number) => void) | undefined
}

export const DayBody = memo(Day) as typeof Day

function Day<S extends Offered>(props: DayBodyProps<S>) {
  const { column, blocks, slots, nowMs, onDraw } = props
  const pieces = useMemo(() => piecesOf(column, blocks), [column, blocks])
  const offered = useMemo(
    () => slots.filter(s => s.startMs >= column.startMs && s.startMs < column.endMs),
    [column, slots],
  )
  const bands = useMemo(() => bandsOf(offered), [offered])
  const pointed = usePointed(props, offered)
  const beside = useMemo(() => overlapsAny(pieces, offered), [pieces, offered])
  const draw = onDraw
    ? (drawn: Hours) =>
        onDraw(
          instantOf(column.day, drawn.startMinute, column.tzid),
          instantOf(column.day, drawn.endMinute, column.tzid),
        )
    : null
  const { drawn, handlers } = useDrawing(
    draw && (({ from, to }) => draw({ startMinute: from, endMinute: to })),
  )
  return (
    <AskingDay column={column} label={dayLabel(column, offered.length, pieces.length)} pointed={pointed}>
      <Closed column={column} openHours={props.openHours} />
      <Change column={column} />
      <div className="day-canvas" data-draws={onDraw ? '' : undefined} {...handlers} />
      {bands.map(band => (
        <OfferedBand key={band.startMs} {...props} band={band} />
      ))}
      {pieces.map(piece => (
        <PieceBlock
          key={piece.block.id}
          piece={piece}
          beside={beside}
          column={column}
          onBlock={props.onBlock}
        />
      ))}
      <MissingStart {...props} />
      {drawn && <div className="drawn" style={stretch(drawn.from, drawn.to)} />}
      {nowMs !== null && (
        <div className="now-line" aria-hidden style={{ top: percent(axisMinute(column, nowMs)) }} />
      )}
    </AskingDay>
  )
}

/** What a place of the day stands for and what pressing it does; null where nothing can be asked. */
function usePointed<S extends Offered>(
  { column, grid, onAsk, onSlot }: DayBodyProps<S>,
  offered: readonly S[],
) {
  const at = useCallback(
    (minute: number) => pointedAt(column, offered, grid!, minute),
    [column, offered, grid],
  )
  const press = useCallback(
    (pointed: Pointed<S>) => (pointed.kind === 'offered' ? onSlot?.(pointed.slot) : onAsk(pointed.startMs)),
    [onAsk, onSlot],
  )
  return grid ? { at, press } : null
}

function dayLabel(column: DayColumn, offered: number, busy: number): string {
  const day = dateText(column.day, { weekday: 'long', day: 'numeric', month: 'long' })
  const told = [offered > 0 && `${counted(offered, 'time')} offered`, busy > 0 && `${busy} on the calendar`]
  return [day, ...told.filter(Boolean)].join(', ')
}

function Closed({ column, openHours }: { column: DayColumn; openHours: DayBodyProps<Offered>['openHours'] }) {
  if (!openHours) return null
  return closedHours(openHours(weekday(column.day))).map(h => (
    <div key={h.startMinute} className="closed" aria-hidden style={stretch(h.startMinute, h.endMinute)} />
  ))
}

/** The hour that a clock skips does not exist; the one it repeats is there twice, at half the height. */
function Change({ column }: { column: DayColumn }) {
  const { change } = column
  if (!change) return null
  const at = axisMinute(column, change.atMs)
  const [from, to] =
    change.byMinutes > 0
      ? [at - change.byMinutes, at]
      : [at + change.byMinutes / 2, at - change.byMinutes / 2]
  return (
    <div className="change" data-skips={change.byMinutes > 0 || undefined} style={stretch(from, to)}>
      <span>{change.byMinutes > 0 ? 'skipped' : 'twice'}</span>
    </div>
  )
}

function OfferedBand<S extends Offered>(props: DayBodyProps<S> & { band: Band<S> }) {
  const { band, column, currentMs, onSlot, onKey } = props
  const top = axisMinute(column, band.startMs)
  const bottom = axisMinute(column, band.endMs)
  return (
    <div className="band" style={stretch(top, bottom)}>
      {band.slots.map((slot, index) => {
        const from = axisMinute(column, slot.startMs)
        const next = band.slots[index + 1]
        const to = next ? axisMinute(column, next.startMs) : bottom
        return (
          <button
            key={slot.startMs}
            type="button"
            className="slot"
            data-start={slot.startMs}
            tabIndex={slot.startMs === currentMs ? 0 : -1}
            style={{
              top: `${((from - top) / (bottom - top)) * 100}%`,
              height: `${((to - from) / (bottom - top)) * 100}%`,
            }}
            aria-label={`${dateText(column.day)}, ${timesOf(slot.startMs, slot.endMs, column.tzid)}, offered`}
            onClick={() => onSlot?.(slot)}
            onFocus={() => onSlot?.(slot)}
            onKeyDown={event => onKey(event, slot.startMs)}
          >
            <span className="slot-time">{timeOf(slot.startMs, column.tzid)}</span>
          </button>
        )
      })}
    </div>
  )
}

interface PieceProps {
  readonly piece: Piece
  /** Leaves the left of the day to the times on offer, which here stand at the same hours. */
  readonly beside: boolean
  readonly column: DayColumn
  readonly onBlock: ((block: Block) => void) | undefined
}

/** Percent of a day's width: below the first no word can be read, below the second no time. */
const WORDS_FIT = 20
const TIME_FITS = 60

const PieceBlock = memo(function PieceBlock({ piece, beside, column, onBlock }: PieceProps) {
  const { block, from, to, lane, lanes } = piece
  const left = beside ? 50 : 0
  const width = (100 - left) / lanes
  const times = timesOf(block.startMs, block.endMs, column.tzid)
  const name = nameOf(block, times)
  const look = {
    className: 'block',
    'data-tone': block.tone % 8,
    'data-status': block.status,
    'data-short': to - from < 45 || undefined,
    title: name,
    style: {
      ...stretch(from, to),
      left: `calc(${left + lane * width}% + 1px)`,
      width: `calc(${width}% - 2px)`,
    },
  }
  const words = width >= WORDS_FIT && (
    <span className="block-title" aria-hidden>
      {block.title}
    </span>
  )
  const when = width >= TIME_FITS && (
    <span className="block-time" aria-hidden>
      {times}
    </span>
  )
  if (!block.opens || !onBlock) {
    return (
      <div {...look}>
        {words}
        {when}
        <span className="unseen">{name}</span>
      </div>
    )
  }
  return (
    <button type="button" {...look} aria-label={name} onClick={() => onBlock(block)}>
      {words} {when}
    </button>
  )
})

function nameOf({ title, owner, status }: Block, times: string): string {
  return [title, times, owner, status !== 'busy' && status].filter(Boolean).join(', ')
}
