import fc from 'fast-check'
import { packMinutes } from '../../main/engine/pack-spans.ts'
import type { Cap, Group, Member, Query, Span, WeeklyHours } from '../../main/engine/query.ts'

/**
 * Random questions in the small: a day or two, mostly about a clock change, a handful of people, everything that a query
 * can hold. Small, because what goes wrong goes wrong at edges, and small windows are mostly edges.
 */

interface Place {
  readonly zone: string
  readonly about: string
}

/** Changes at midnight, of half an hour, of a whole day, on the quarter hour; and days without any. */
const PLACES: readonly Place[] = [
  { zone: 'Europe/London', about: '2026-03-29T01:00Z' },
  { zone: 'Europe/London', about: '2026-10-25T01:00Z' },
  { zone: 'America/New_York', about: '2026-11-01T06:00Z' },
  { zone: 'Australia/Lord_Howe', about: '2026-04-04T15:00Z' },
  { zone: 'Australia/Lord_Howe', about: '2026-10-03T15:30Z' },
  { zone: 'America/Havana', about: '2026-03-08T05:00Z' },
  { zone: 'America/Santiago', about: '2026-09-06T04:00Z' },
  { zone: 'Asia/Beirut', about: '2026-03-28T22:00Z' },
  { zone: 'Africa/Cairo', about: '2026-10-29T21:00Z' },
  { zone: 'America/Scoresbysund', about: '2026-03-29T01:00Z' },
  { zone: 'Pacific/Chatham', about: '2026-04-04T14:00Z' },
  { zone: 'Pacific/Apia', about: '2011-12-30T10:00Z' },
  { zone: 'America/St_Johns', about: '2006-10-29T02:31Z' },
  { zone: 'Asia/Kathmandu', about: '2026-07-15T00:00Z' },
  { zone: 'UTC', about: '2026-12-31T12:00Z' },
]

const SUBS = ['ada', 'bo', 'cy', 'di', 'ed']
const within = (min: number, max: number) => fc.integer({ min, max })
const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: rare, weight: 1 })

function spanIn(from: number, to: number, longest: number): fc.Arbitrary<Span> {
  const start = fc.oneof(
    within(from, to),
    within(0, Math.floor((to - from) / 15)).map(n => from + n * 15),
  )
  return fc
    .record({ start, length: within(1, longest) })
    .map(s => ({ start: s.start, end: s.start + s.length }))
}

const wallPeriod = fc
  .record({
    start: often(
      within(0, 95).map(n => n * 15),
      within(0, 1439),
    ),
    length: within(1, 1440),
  })
  .map(({ start, length }) => ({ startMinute: start, endMinute: Math.min(1440, start + length) }))

function zoneNear(place: Place): fc.Arbitrary<string> {
  return often(fc.constant(place.zone), fc.constantFrom('Europe/London', 'Asia/Kathmandu', 'Pacific/Apia'))
}

function hoursNear(place: Place, from: number): fc.Arbitrary<WeeklyHours> {
  const date = within(-1, 2).map(day => new Date((from + day * 1440) * 60_000).toISOString().slice(0, 10))
  const anyDay = fc.array(
    fc
      .tuple(wallPeriod, fc.uniqueArray(within(1, 7), { minLength: 4 }))
      .map(([period, days]) => days.map(day => ({ day, ...period }))),
    { minLength: 1, maxLength: 2 },
  )
  const overrides = fc.uniqueArray(fc.record({ date, periods: fc.array(wallPeriod, { maxLength: 2 }) }), {
    maxLength: 2,
    selector: each => each.date,
  })
  return fc.record({
    id: fc.constantFrom('r1', 'r2'),
    zone: zoneNear(place),
    periods: anyDay.map(each => each.flat()),
    overrides,
  })
}

function capNear(place: Place, from: number, to: number): fc.Arbitrary<Cap> {
  return fc.record({
    period: fc.constantFrom('day', 'week'),
    limit: within(0, 3),
    zone: zoneNear(place),
    starts: fc
      .array(within(from - 1440, to + 1440), { maxLength: 4 })
      .map(starts => Int32Array.from(starts).sort()),
  })
}

const buffer = fc.record({ before: within(0, 45), after: within(0, 45) })

function memberNear(place: Place, from: number, to: number): fc.Arbitrary<Member> {
  const busy = fc.array(spanIn(from - 600, to + 100, 240), { maxLength: 6 }).map(spans => packMinutes(spans))
  const windows = fc.array(spanIn(from - 300, to, 1500), { maxLength: 3 })
  const sources = fc
    .array(busy, { maxLength: 3 })
    .map(lists => lists.map((spans, i) => ({ id: `cal${i}`, spans })))
  const managed = fc.record({ hours: fc.array(hoursNear(place, from), { maxLength: 2 }), periods: windows })
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 })
  return fc
    .record({
      sub: fc.constantFrom(...SUBS),
      busy: sources,
      managed: rarely(managed),
      availablePeriods: rarely(windows),
      buffer: rarely(buffer),
      caps: rarely(fc.array(capNear(place, from, to), { maxLength: 2 })),
    })
    .map(present)
}

/** Leaves out what is undefined: absent is what the types mean. */
function present(member: { [K in keyof Member]: Member[K] | undefined }): Member {
  return Object.fromEntries(
    Object.entries(member).filter(([, value]) => value !== undefined),
  ) as unknown as Member
}

function queryNear(place: Place, from: number, to: number): fc.Arbitrary<Query> {
  const group: fc.Arbitrary<Group> = fc.record({
    members: fc.array(memberNear(place, from, to), { minLength: 1, maxLength: 4 }),
    required: fc.oneof(fc.constant('all' as const), within(1, 3)),
  })
  const base = fc.record({
    groups: fc.array(group, { minLength: 1, maxLength: 2 }),
    durationMinutes: fc.oneof(fc.constantFrom(15, 30, 60), within(1, 150)),
    periods: fc.array(spanIn(from, to, 700), { minLength: 1, maxLength: 4 }),
    buffer,
    startInterval: often(fc.constantFrom(5, 10, 15, 20, 30, 60), fc.constantFrom(1, 7, 45, 50)),
    zone: zoneNear(place),
    earliest: often(fc.constant(0), within(from, to)),
  })
  const rest = fc.record(
    {
      latest: within(from, to + 1400),
      slots: fc.array(within(from, to), { maxLength: 40 }),
    },
    { requiredKeys: [] },
  )
  return fc.tuple(base, often(fc.constant({}), rest)).map(([query, more]) => ({ ...query, ...more }))
}

/** A query near a clock change, and the window in which all of it happens. */
export const randomQuery: fc.Arbitrary<{ query: Query; window: Span }> = fc
  .tuple(fc.constantFrom(...PLACES), within(30, 420), within(30, 420))
  .chain(([place, back, on]) => {
    const about = Date.parse(place.about) / 60_000
    const window = { start: about - back, end: about + on }
    return queryNear(place, window.start, window.end).map(query => ({ query, window }))
  })
