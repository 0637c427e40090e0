import { describe, expect, it } from 'vitest'
import { bandsOf } from '../../renderer/components/week/bands.ts'
import { drawnBetween, drawnByPress } from '../../renderer/components/week/drawing.ts'
import { lanesOf } from '../../renderer/components/week/lanes.ts'
import { nextStop } from '../../renderer/components/week/next-stop.ts'
import { type Block, overlapsAny, piecesOf } from '../../renderer/components/week/pieces.ts'
import { pointedAt } from '../../renderer/components/week/pointed.ts'
import { dayColumn } from '../../renderer/time/day-column.ts'
import { HOUR_MS, instantOf, MINUTE_MS } from '../../renderer/time/zones.ts'

const tzid = 'Europe/Berlin'
const at = (day: string, minute: number) => instantOf(day, minute, tzid)
const slot = (day: string, minute: number, minutes = 30) => ({
  startMs: at(day, minute),
  endMs: at(day, minute) + minutes * MINUTE_MS,
})
const block = (id: string, startMs: number, endMs: number): Block => ({
  id,
  startMs,
  endMs,
  title: id,
  owner: 'Ada',
  tone: 0,
  status: 'busy',
  opens: false,
})

describe('lanes', () => {
  it('give one that overlaps nothing the whole width', () => {
    expect(
      lanesOf([
        { from: 0, to: 60 },
        { from: 60, to: 90 },
      ]),
    ).toEqual([
      { lane: 0, lanes: 1 },
      { lane: 0, lanes: 1 },
    ])
  })

  it('share the width among all that hang together, and reuse a lane that is free again', () => {
    const all = [
      { from: 0, to: 120 },
      { from: 30, to: 60 },
      { from: 60, to: 90 },
      { from: 200, to: 210 },
    ]
    expect(lanesOf(all)).toEqual([
      { lane: 0, lanes: 2 },
      { lane: 1, lanes: 2 },
      { lane: 1, lanes: 2 },
      { lane: 0, lanes: 1 },
    ])
  })

  it('begin anew where everything before has ended', () => {
    const all = [
      { from: 0, to: 60 },
      { from: 0, to: 60 },
      { from: 60, to: 90 },
    ]
    expect(lanesOf(all).map(l => l.lanes)).toEqual([2, 2, 1])
  })

  it('never put two that overlap into one lane, of 2,000, within a tenth of a second', () => {
    const all = Array.from({ length: 2000 }, (_, i) => ({
      from: (i * 37) % 1400,
      to: ((i * 37) % 1400) + 10 + (i % 90),
    }))
    const startedMs = performance.now()
    const lanes = lanesOf(all)
    expect(performance.now() - startedMs).toBeLessThan(100)
    const byLane = Map.groupBy(
      all.map((s, i) => ({ ...s, ...lanes[i]! })),
      s => s.lane,
    )
    for (const inLane of byLane.values()) {
      const sorted = inLane.toSorted((a, b) => a.from - b.from)
      expect(sorted.slice(1).every((s, i) => s.from >= sorted[i]!.to)).toBe(true)
    }
  })
})

describe('bands', () => {
  it('merge times that overlap or touch and keep each start', () => {
    const slots = [
      slot('2026-11-24', 600),
      slot('2026-11-24', 540),
      slot('2026-11-24', 570),
      slot('2026-11-24', 720),
    ]
    const bands = bandsOf(slots)
    expect(bands.map(b => b.slots.length)).toEqual([3, 1])
    expect(bands[0]).toMatchObject({ startMs: at('2026-11-24', 540), endMs: at('2026-11-24', 630) })
  })
})

describe('pieces of a day', () => {
  const column = dayColumn('2026-11-24', tzid)

  it('are cut at its midnights', () => {
    const overnight = block('night', at('2026-11-23', 1380), at('2026-11-24', 120))
    expect(piecesOf(column, [overnight])).toMatchObject([{ from: 0, to: 120 }])
  })

  it('leave out what only touches it', () => {
    expect(piecesOf(column, [block('before', at('2026-11-23', 1380), column.startMs)])).toEqual([])
  })

  it('are tall enough to press, even a minute before midnight', () => {
    const [piece] = piecesOf(column, [block('late', at('2026-11-24', 1439), column.endMs)])
    expect(piece!.to - piece!.from).toBe(30)
  })

  it('know whether a time on offer stands beside them', () => {
    const pieces = piecesOf(column, [block('b', at('2026-11-24', 600), at('2026-11-24', 660))])
    expect(overlapsAny(pieces, [slot('2026-11-24', 630)])).toBe(true)
    expect(overlapsAny(pieces, [slot('2026-11-24', 660)])).toBe(false)
  })
})

describe('arrow keys among the starts', () => {
  const columns = ['2026-10-24', '2026-10-25', '2026-10-26'].map(day => dayColumn(day, tzid))
  const first = at('2026-10-24', 540)
  const second = at('2026-10-24', 570)
  const third = at('2026-10-26', 600)
  const last = at('2026-10-26', 900)
  const stops = [first, second, third, last]

  it.each([
    ['down', first, second],
    ['up', second, first],
    ['down', second, null],
    ['right', second, third],
    ['left', last, second],
    ['left', first, null],
    ['down', at('2026-10-24', 545), second],
    ['right', at('2026-10-25', 890), last],
    ['up', at('2026-12-24', 540), null],
  ] as const)('%s goes where the eye expects, over days without any', (direction, from, to) => {
    expect(nextStop(columns, stops, from, direction)).toBe(to)
  })
})

describe('a place of the day that is pressed', () => {
  const column = dayColumn('2026-11-24', tzid)
  const offered = [slot('2026-11-24', 600), slot('2026-11-24', 660, 15)]
  const grid = { intervalMinutes: 30, tzid }

  it.each([
    ['between two starts means the earlier', 559, { kind: 'missing', startMs: at('2026-11-24', 540) }],
    ['at midnight means the first start', 0, { kind: 'missing', startMs: at('2026-11-24', 0) }],
    ['at the last minute stays in the day', 1440, { kind: 'missing', startMs: at('2026-11-24', 1410) }],
    ['on a time on offer is that time', 615, { kind: 'offered', slot: offered[0] }],
    [
      'after a time on offer that is shorter than the grid means what lies off it',
      680,
      { kind: 'missing', startMs: at('2026-11-24', 675) },
    ],
  ])('%s', (_, minute, expected) => {
    expect(pointedAt(column, offered, grid, minute)).toEqual(expected)
  })

  it('is snapped by the clock of the link, not of whoever looks', () => {
    const hourly = { intervalMinutes: 60, tzid: 'Asia/Kolkata' }
    const pressed = pointedAt(column, [], hourly, 600)
    expect(pressed).toEqual({ kind: 'missing', startMs: at('2026-11-24', 570) })
    expect(pointedAt(column, [], hourly, 5)).toEqual({ kind: 'missing', startMs: at('2026-11-24', 30) })
  })
})

describe('drawing', () => {
  it('snaps outwards to quarters of an hour, in either direction', () => {
    expect(drawnBetween(547, 592)).toEqual({ from: 540, to: 600 })
    expect(drawnBetween(592, 547)).toEqual({ from: 540, to: 600 })
    expect(drawnBetween(1439, 1440)).toEqual({ from: 1425, to: 1440 })
  })

  it('takes an hour by a mere press, and stays within the day', () => {
    expect(drawnByPress(575)).toEqual({ from: 570, to: 630 })
    expect(drawnByPress(1430)).toEqual({ from: 1380, to: 1440 })
    expect(HOUR_MS).toBe(60 * MINUTE_MS)
  })
})
