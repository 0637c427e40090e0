import { describe, expect, test } from 'vitest'
import { countStarts, findOverlappingSlots, findSlots } from '../../main/engine/find-slots.ts'
import type { Query } from '../../main/engine/query.ts'
import { at, iso, member, on, query, span } from './instants.ts'

/** The starts on offer, as `09:30`. */
function starts(asked: Query): string[] {
  return findOverlappingSlots(asked).map(slot => iso(slot.start).slice(11, 16))
}

const DAY = '2026-06-01'

describe('the three ways to list', () => {
  const hour = query({ durationMinutes: 60, periods: on(DAY, '09:00-11:30') })

  test('overlapping slots begin at every start of the grid that leaves room', () => {
    expect(starts(hour)).toEqual(['09:00', '09:30', '10:00', '10:30'])
  })

  test('slots do not overlap, and each lasts exactly the duration', () => {
    expect(findSlots(hour)).toEqual([
      { start: at(`${DAY}T09:00Z`), end: at(`${DAY}T10:00Z`), subs: ['ada'] },
      { start: at(`${DAY}T10:00Z`), end: at(`${DAY}T11:00Z`), subs: ['ada'] },
    ])
  })

  test('a slot waits for the grid after the one before it', () => {
    const odd = query({ durationMinutes: 40, periods: on(DAY, '09:00-12:00') })
    expect(findSlots(odd).map(slot => iso(slot.start).slice(11, 16))).toEqual(['09:00', '10:00', '11:00'])
  })

  test('the earliest ones are kept where there is a maximum', () => {
    expect(findSlots(hour, { max: 1 }).map(slot => iso(slot.start))).toEqual(['2026-06-01T09:00Z'])
    expect(findOverlappingSlots(hour, { max: 3 })).toEqual(findOverlappingSlots(hour).slice(0, 3))
  })

  test('the count is that of the overlapping ones', () => {
    expect(countStarts(hour)).toBe(4)
  })
})

describe('exact starts', () => {
  const slots = [at(`${DAY}T10:10Z`), at(`${DAY}T10:00Z`), at(`${DAY}T10:10Z`), at(`${DAY}T11:45Z`)]

  test('are each answered, in order and once, on the grid or not', () => {
    expect(starts(query({ slots }))).toEqual(['10:00', '10:10'])
    expect(findSlots(query({ slots }))).toHaveLength(2)
  })

  test('are bound by the periods only where there are any', () => {
    expect(starts(query({ slots, periods: [] }))).toEqual(['10:00', '10:10', '11:45'])
  })
})

describe('busy time and buffers', () => {
  const ten = on(DAY, '10:00-10:30')
  test.each([
    [
      'no buffer',
      { before: 0, after: 0 },
      ['09:00', '09:15', '09:30', '10:30', '10:45', '11:00', '11:15', '11:30'],
    ],
    ['before', { before: 15, after: 0 }, ['09:00', '09:15', '10:30', '10:45', '11:00', '11:15', '11:30']],
    [
      'one minute before',
      { before: 1, after: 0 },
      ['09:00', '09:15', '10:30', '10:45', '11:00', '11:15', '11:30'],
    ],
    ['after', { before: 0, after: 20 }, ['09:00', '09:15', '09:30', '11:00', '11:15', '11:30']],
  ])('%s', (_, buffer, expected) => {
    const members = [member('ada', ten)]
    expect(starts(query({ groups: [{ members, required: 'all' }], buffer, startInterval: 15 }))).toEqual(
      expected,
    )
  })

  test("a member's own buffer replaces the query's, be it wider or none", () => {
    const groups = (own: number) => [
      { members: [member('ada', ten, { buffer: { before: own, after: own } })], required: 'all' as const },
    ]
    const wide = query({ groups: groups(60), buffer: { before: 5, after: 5 } })
    expect(starts(wide)).toEqual(['11:30'])
    const none = query({ groups: groups(0), buffer: { before: 60, after: 60 } })
    expect(starts(none)).toEqual(['09:00', '09:30', '10:30', '11:00', '11:30'])
  })

  test('hours and periods take no buffer', () => {
    const groups = [
      { members: [member('ada', [], { availablePeriods: on(DAY, '09:30-10:30') })], required: 1 },
    ]
    expect(starts(query({ groups, buffer: { before: 30, after: 30 } }))).toEqual(['09:30', '10:00'])
  })

  test('a long absence that began long before is seen behind many short meetings', () => {
    const meetings = Array.from({ length: 200 }, (_, i) => {
      const start = at('2026-05-20T00:00Z') + i * 20
      return { start, end: start + 5 }
    })
    const away = span('2026-05-01T00:00Z', '2026-06-01T10:30Z')
    const groups = [{ members: [member('ada', [away, ...meetings])], required: 1 }]
    expect(starts(query({ groups }))).toEqual(['10:30', '11:00', '11:30'])
  })

  test('an absence without an end blocks everything after its start', () => {
    const away = { start: at(`${DAY}T10:00Z`), end: 2 ** 31 - 1 }
    const groups = [{ members: [member('ada', [away])], required: 1 }]
    expect(starts(query({ groups, buffer: { before: 0, after: 60 } }))).toEqual(['09:00', '09:30'])
  })
})

describe('participants', () => {
  const bo = member('bo', on(DAY, '09:00-10:00'))
  const cy = member('cy', on(DAY, '10:00-11:00'))
  const di = member('di', on(DAY, '09:30-10:30'))

  test('n of m asks for the same n throughout, not for n at every moment', () => {
    const groups = [{ members: [bo, cy], required: 1 }]
    const all = query({ groups, durationMinutes: 90 })
    expect(starts(all)).toEqual(['10:00', '10:30'])
  })

  test('everybody available is reported, beyond the number required', () => {
    const groups = [{ members: [bo, cy, di], required: 1 }]
    const bySlot = findOverlappingSlots(query({ groups })).map(slot => slot.subs.join(' '))
    expect(bySlot).toEqual(['cy di', 'cy', 'bo', 'bo di', 'bo cy di', 'bo cy di'])
  })

  test('groups are joined by and, and reported in their order, each person once', () => {
    const groups = [
      { members: [di, cy], required: 1 },
      { members: [bo, cy], required: 'all' as const },
    ]
    const [first, ...rest] = findOverlappingSlots(query({ groups }))
    expect(first).toEqual({ start: at(`${DAY}T11:00Z`), end: at(`${DAY}T11:30Z`), subs: ['di', 'cy', 'bo'] })
    expect(rest).toHaveLength(1)
  })

  test('somebody listed twice in a group counts once, bound by both entries', () => {
    const again = member('bo', on(DAY, '11:00-12:00'))
    const twice = (required: number) => query({ groups: [{ members: [bo, again], required }] })
    expect(starts(twice(1))).toEqual(['10:00', '10:30'])
    expect(starts(twice(2))).toEqual([])
  })

  test('more than there are can never be met', () => {
    expect(starts(query({ groups: [{ members: [member('ada')], required: 2 }] }))).toEqual([])
  })

  test('the order of large groups is kept', () => {
    const members = Array.from({ length: 40 }, (_, i) => member(`m${i}`))
    const [first] = findSlots(query({ groups: [{ members, required: 39 }] }))
    expect(first?.subs).toEqual(members.map(m => m.sub))
  })
})

describe('notice and horizon', () => {
  test('nothing starts before the earliest minute', () => {
    expect(starts(query({ earliest: at(`${DAY}T10:01Z`) }))).toEqual(['10:30', '11:00', '11:30'])
  })

  test('nothing ends after the latest', () => {
    expect(starts(query({ latest: at(`${DAY}T10:29Z`) }))).toEqual(['09:00', '09:30'])
  })
})

describe('the grid', () => {
  test.each([
    ['a zone of a quarter hour', 'Asia/Kathmandu', 30, ['09:15', '09:45', '10:15']],
    ['an interval that divides no day begins anew at midnight', 'UTC', 50, ['09:10', '10:00']],
    ['a period that begins off the grid', 'America/New_York', 20, ['09:20', '09:40', '10:00', '10:20']],
  ])('%s', (_, zone, startInterval, expected) => {
    expect(starts(query({ zone, startInterval, periods: on(DAY, '09:01-10:50') }))).toEqual(expected)
  })

  test('both instants of a repeated hour are offered', () => {
    const periods = [span('2026-10-25T00:00Z', '2026-10-25T02:30Z')]
    const london = query({ zone: 'Europe/London', startInterval: 60, periods })
    expect(starts(london)).toEqual(['00:00', '01:00', '02:00'])
  })

  test('the grid follows a clock that moves by half an hour', () => {
    const periods = [span('2026-10-03T14:00Z', '2026-10-03T18:00Z')]
    const lordHowe = query({ zone: 'Australia/Lord_Howe', startInterval: 60, periods })
    // 00:30, 01:30 at +10:30; then 02:30 is 02:00 moved on: the next full hours are 03:00 and so on at +11:00.
    expect(starts(lordHowe)).toEqual(['14:30', '16:00', '17:00'])
  })

  test('a window too wide to count is refused', () => {
    const forever = query({ startInterval: 5, periods: [{ start: 0, end: 2 ** 31 - 1 }] })
    expect(() => findSlots(forever)).toThrow(RangeError)
  })
})

test('touching and overlapping periods count as one', () => {
  const whole = query({ durationMinutes: 120, periods: on(DAY, '09:00-12:00') })
  const split = query({ durationMinutes: 120, periods: on(DAY, '10:00-12:00', '09:00-10:00', '09:30-10:30') })
  expect(starts(split)).toEqual(starts(whole))
})

test('no periods and no members in them give no slots', () => {
  expect(findSlots(query({ periods: [] }))).toEqual([])
})
