/**
 * The engine's rows of the speed table: `node test/bench/engine.ts`. Every line is a median of this one process with its
 * bound beside it; where the bound is a ratio, its baseline (a plain sum over the same packed arrays, or the obvious
 * date-fns loop) ran in the same process. Exits with 1 when a bound is missed.
 */
import { areIntervalsOverlapping } from 'date-fns/areIntervalsOverlapping'
import { checkStart } from '../../main/engine/check-start.ts'
import { countStarts, findOverlappingSlots, findSlots } from '../../main/engine/find-slots.ts'
import { packMinutes, unpackSpans } from '../../main/engine/pack-spans.ts'
import type { Group, Member, Query } from '../../main/engine/query.ts'
import { numbers, printRows, type Row } from './rows.ts'

const DAY = 1440
const MINUTE_MS = 60_000
const START = Date.UTC(2026, 0, 5) / MINUTE_MS
/** What `/v1` lists at most. */
const LISTED = { max: 512 }

printRows([
  ...teamRows('200,000 intervals (100 members, a year)', 100, 301, 15),
  ...teamRows('2,000,000 intervals (1,000 members, a year)', 1000, 31, 10),
  ...dateFnsRows(),
  ...coldRows(),
  recheckRow(),
  linearRow(),
])

function teamRows(name: string, size: number, runs: number, bound: number): Row[] {
  const members = team(size, 2000, 365)
  const [all, some] = [queryFor(members, 'all', 365), queryFor(members, size / 2, 365)]
  const [sum, allMs, someMs] = medians(runs, [
    () => plainSum(members),
    () => findOverlappingSlots(all, LISTED),
    () => findOverlappingSlots(some, LISTED),
  ])
  const took = (ms: number) => `${ms.toFixed(2)} ms against ${sum!.toFixed(2)} ms`
  return [
    { work: `${name}, all (${took(allMs!)})`, measured: allMs! / sum!, bound, unit: '× the plain sum' },
    { work: `${name}, n of m (${took(someMs!)})`, measured: someMs! / sum!, bound, unit: '× the plain sum' },
    { work: `${name}, n of m`, measured: someMs! / allMs!, bound: 1.5, unit: '× all' },
  ]
}

function dateFnsRows(): Row[] {
  const members = team(10, 500, 60)
  const query = queryFor(members, 5, 60)
  const [ms] = medians(301, [() => findOverlappingSlots(query, LISTED)])
  const loopMs = dateFnsLoop(members, query)
  const name = '10 members, 60 days, 500 events each'
  return [
    { work: name, measured: ms!, bound: 0.5, unit: 'ms' },
    {
      work: `${name}, against ${(loopMs / 1000).toFixed(1)} s of date-fns`,
      measured: loopMs / ms!,
      bound: 10_000,
      unit: '× faster',
      atLeast: true,
    },
  ]
}

/** Every slot against every event of every member. A tenth of the slots, times ten: the whole takes too long to wait. */
function dateFnsLoop(members: readonly Member[], { buffer, durationMinutes, startInterval }: Query): number {
  const dates = members.map(({ busy }) =>
    busy
      .flatMap(({ spans }) => unpackSpans(spans))
      .map(({ start, end }) => interval(start - buffer.before, end + buffer.after)),
  )
  const before = performance.now()
  let offered = 0
  for (let start = START; start < START + 60 * DAY; start += startInterval * 10) {
    const slot = interval(start, start + durationMinutes)
    const free = dates.filter(events => !events.some(event => areIntervalsOverlapping(slot, event)))
    if (free.length >= 5) offered++
  }
  if (offered === 0) throw new Error('The date-fns loop was given nothing to find.')
  return (performance.now() - before) * 10
}

function interval(start: number, end: number): { start: Date; end: Date } {
  return { start: new Date(start * MINUTE_MS), end: new Date(end * MINUTE_MS) }
}

/** One host with weekly hours in a zone that this process has not met before: another zone for every run. */
function coldRows(): Row[] {
  const zones = Intl.supportedValuesOf('timeZone').filter(zone => /^(Europe|America)\//.test(zone))
  const cold = (name: string, days: number, each: number, own: readonly string[], bound: number): Row => {
    const [member] = team(1, each, days)
    const times = own.map(zone => {
      const query = { ...queryFor([withHours(member!, zone)], 'all', days), zone }
      return timeMs(() => findSlots(query, LISTED))
    })
    return {
      work: `1 host, weekly hours, ${name}, zone tables cold`,
      measured: middle(times),
      bound,
      unit: 'ms',
    }
  }
  const half = zones.length >> 1
  return [
    cold('500 events over 30 days', 30, 500, zones.slice(0, half), 0.5),
    cold('5,000 events over 365 days', 365, 5000, zones.slice(half), 5),
  ]
}

function withHours(member: Member, zone: string): Member {
  const periods = [1, 2, 3, 4, 5].map(day => ({ day, startMinute: 540, endMinute: 1020 }))
  return { ...member, managed: { hours: [{ id: 'weekly', zone, periods }], periods: [] } }
}

function recheckRow(): Row {
  const members = team(10, 500, 60).map(member => withHours(member, 'Europe/London'))
  const query = queryFor(members, 'all', 60)
  const random = numbers(7)
  const recheck = () => checkStart(query, START + Math.floor(random() * 60 * 96) * 15)
  const [ms] = medians(10_000, [recheck])
  return { work: 're-check of one start, 10 members', measured: ms! * 1000, bound: 50, unit: 'µs' }
}

/** Nanoseconds for an interval at a hundred times the size, against the same at its once. */
function linearRow(): Row {
  const costs = [10, 100, 1000].map(size => {
    const query = queryFor(team(size, 2000, 365), 'all', 365)
    const [ms] = medians(size > 100 ? 15 : 101, [() => countStarts(query)])
    return (ms! * 1e6) / (size * 2000)
  })
  const told = costs.map(ns => `${ns.toFixed(1)} ns`).join(', ')
  return {
    work: `an interval at 1×, 10×, 100× of 20,000 (${told})`,
    measured: costs[2]! / costs[0]!,
    bound: 2,
    unit: '× its cost at 1×',
  }
}

function team(size: number, each: number, days: number): Member[] {
  const random = numbers(size + each)
  return Array.from({ length: size }, (_, i) => {
    const spans = Array.from({ length: each }, () => {
      const start = START + Math.floor(random() * days * DAY)
      return { start, end: start + 15 + Math.floor(random() * 4) * 15 }
    })
    return { sub: `acc_${i}`, busy: [{ id: `cal_${i}`, spans: packMinutes(spans) }] }
  })
}

function queryFor(members: readonly Member[], required: Group['required'], days: number): Query {
  return {
    groups: [{ members, required }],
    durationMinutes: 30,
    periods: [{ start: START, end: START + days * DAY }],
    buffer: { before: 10, after: 10 },
    startInterval: 15,
    zone: 'Europe/London',
    earliest: START,
  }
}

function plainSum(members: readonly Member[]): number {
  let sum = 0
  for (const { busy } of members) {
    for (const { spans } of busy) for (let i = 0; i < spans.length; i++) sum += spans[i]!
  }
  return sum
}

/** Medians of works that take turns, so that what else the machine does falls on all of them alike. */
function medians(runs: number, works: readonly (() => unknown)[]): number[] {
  const times = works.map(() => [] as number[])
  for (let run = -20; run < runs; run++) {
    for (const [i, work] of works.entries()) {
      const took = timeMs(work)
      if (run >= 0) times[i]!.push(took)
    }
  }
  return times.map(middle)
}

function timeMs(work: () => unknown): number {
  const before = performance.now()
  work()
  return performance.now() - before
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}
