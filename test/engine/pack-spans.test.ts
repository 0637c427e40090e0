import { describe, expect, test } from 'vitest'
import {
  cutSpans,
  intersectSpans,
  joinSpans,
  packMinutes,
  packSpans,
  unpackSpans,
} from '../../main/engine/pack-spans.ts'

const MINUTE = 60_000

describe('packing busy time', () => {
  test('rounds outwards to whole minutes, so that nothing looks freer than it is', () => {
    expect([...packSpans([{ startMs: 10 * MINUTE + 59_999, endMs: 20 * MINUTE + 1 }])]).toEqual([10, 21])
  })

  test('rounds outwards before 1970 too', () => {
    expect([...packSpans([{ startMs: -90_000, endMs: -30_000 }])]).toEqual([-2, 0])
  })

  test('leaves whole minutes alone', () => {
    expect([...packSpans([{ startMs: 10 * MINUTE, endMs: 20 * MINUTE }])]).toEqual([10, 20])
  })

  test('drops what has no length, even between two whole minutes', () => {
    expect([...packSpans([{ startMs: 90_000, endMs: 90_000 }])]).toEqual([])
  })

  test('sorts by start, then by end, and keeps overlaps and repeats', () => {
    const spans = [
      { start: 5, end: 9 },
      { start: 1, end: 7 },
      { start: 1, end: 3 },
      { start: 5, end: 9 },
    ]
    expect(unpackSpans(packMinutes(spans))).toEqual([spans[2], spans[1], spans[0], spans[3]])
  })
})

describe('joining spans', () => {
  test('joins what overlaps or touches, and drops what is empty', () => {
    const joined = joinSpans([
      { start: 20, end: 25 },
      { start: 0, end: 10 },
      { start: 10, end: 12 },
      { start: 1, end: 2 },
      { start: 15, end: 15 },
      { start: 24, end: 30 },
    ])
    expect(joined).toEqual([
      { start: 0, end: 12 },
      { start: 20, end: 30 },
    ])
  })
})

test('intersecting spans keeps the minutes that are in both', () => {
  const left = [
    { start: 0, end: 10 },
    { start: 20, end: 30 },
  ]
  const right = [
    { start: 5, end: 22 },
    { start: 22, end: 24 },
    { start: 29, end: 40 },
  ]
  expect(intersectSpans(left, right)).toEqual([
    { start: 5, end: 10 },
    { start: 20, end: 22 },
    { start: 22, end: 24 },
    { start: 29, end: 30 },
  ])
})

describe('offering over busy time', () => {
  const cut = (busy: [number, number][], open: [number, number][]) =>
    unpackSpans(
      cutSpans(
        packMinutes(busy.map(([start, end]) => ({ start, end }))),
        open.map(([start, end]) => ({ start, end })),
      ),
    ).map(s => [s.start, s.end])

  test.each<[string, [number, number][], [number, number][], [number, number][]]>([
    [
      'leaves what it does not meet',
      [[10, 20]],
      [
        [0, 10],
        [20, 30],
      ],
      [[10, 20]],
    ],
    [
      'lets a stretch far before or after it be',
      [[10, 20]],
      [
        [0, 3],
        [30, 40],
      ],
      [[10, 20]],
    ],
    ['takes out what lies inside', [[10, 20]], [[10, 20]], []],
    ['cuts the front', [[10, 20]], [[5, 12]], [[12, 20]]],
    ['cuts the back', [[10, 20]], [[18, 40]], [[10, 18]]],
    [
      'splits in two',
      [[10, 20]],
      [[12, 14]],
      [
        [10, 12],
        [14, 20],
      ],
    ],
    [
      'takes stretches in any order, overlapping ones as one',
      [[10, 40]],
      [
        [30, 35],
        [12, 20],
        [15, 22],
      ],
      [
        [10, 12],
        [22, 30],
        [35, 40],
      ],
    ],
    [
      'cuts each of two overlapping spans, in order',
      [
        [10, 30],
        [12, 20],
      ],
      [[15, 25]],
      [
        [10, 15],
        [12, 15],
        [25, 30],
      ],
    ],
    [
      'changes nothing where nothing is asked',
      [
        [10, 30],
        [12, 20],
      ],
      [],
      [
        [10, 30],
        [12, 20],
      ],
    ],
  ])('%s', (_what, busy, open, left) => {
    expect(cut(busy, open)).toEqual(left)
  })
})
