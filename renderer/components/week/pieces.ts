import { axisMinute, type DayColumn } from '../../time/day-column.ts'
import type { Offered } from './bands.ts'
import { type Lane, lanesOf } from './lanes.ts'

/** Something that takes time on somebody's calendar. */
export interface Block {
  readonly id: string
  readonly startMs: number
  readonly endMs: number
  readonly title: string
  /** Whose it is, in words. */
  readonly owner: string
  readonly tone: number
  readonly status: 'busy' | 'tentative' | 'free'
  readonly opens: boolean
}

/** The part of a block that falls on one day, where it stands along the axis, and its lane among those beside it. */
export interface Piece extends Lane {
  readonly block: Block
  readonly from: number
  readonly to: number
}

/** A block is drawn at least this tall, so that it can be seen and pressed: 24 pixels (WCAG 2.5.8). */
const LEAST_MINUTES = 30

export function piecesOf(column: DayColumn, blocks: readonly Block[]): readonly Piece[] {
  const within = blocks.filter(b => b.startMs < column.endMs && b.endMs > column.startMs)
  const stretches = within.map(block => stretchOf(column, block))
  const lanes = lanesOf(stretches)
  return within.map((block, i) => ({ block, ...stretches[i]!, ...lanes[i]! }))
}

/** Whether any of the times stands beside something that takes time, as where not everybody must be free. */
export function overlapsAny(pieces: readonly Piece[], times: readonly Offered[]): boolean {
  return pieces.some(({ block }) => times.some(t => t.startMs < block.endMs && t.endMs > block.startMs))
}

function stretchOf(column: DayColumn, { startMs, endMs }: Block): { from: number; to: number } {
  const from = Math.min(axisMinute(column, startMs), 1440 - LEAST_MINUTES)
  return { from, to: Math.max(axisMinute(column, endMs), from + LEAST_MINUTES) }
}
