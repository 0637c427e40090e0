import type { Cap, Group, Member, Query, Span, WeeklyHours } from '../../main/engine/query.ts'

/**
 * The engine's rules once more, as plainly as they can be said: minute by minute, with the clock on the wall read from
 * Intl's fields. Slow on purpose, and sharing nothing with the engine but the types of the question.
 */

const readers = new Map<string, { format: Intl.DateTimeFormat; known: Map<number, number> }>()

/** What the clock shows, in minutes since it would have shown 1970-01-01 00:00; each minute is asked of Intl once. */
export function wallAt(zone: string, minute: number): number {
  let reader = readers.get(zone)
  if (!reader) {
    reader = { format: fieldsIn(zone), known: new Map() }
    readers.set(zone, reader)
  }
  let wall = reader.known.get(minute)
  if (wall === undefined) {
    wall = readFields(reader.format, minute)
    reader.known.set(minute, wall)
  }
  return wall
}

function fieldsIn(timeZone: string): Intl.DateTimeFormat {
  const [numeric, hourCycle] = ['numeric', 'h23'] as const
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle,
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
  })
}

function readFields(format: Intl.DateTimeFormat, minute: number): number {
  const field = Object.fromEntries(format.formatToParts(minute * 60_000).map(p => [p.type, Number(p.value)]))
  return Date.UTC(field['year']!, field['month']! - 1, field['day']!, field['hour'], field['minute']) / 60_000
}

function dateOf(wall: number): string {
  return new Date(wall * 60_000).toISOString().slice(0, 10)
}

function isoWeekOf(wall: number): string {
  const thursday = new Date(wall * 60_000)
  thursday.setUTCDate(thursday.getUTCDate() - ((thursday.getUTCDay() + 6) % 7) + 3)
  const year = thursday.getUTCFullYear()
  return `${year}-${Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000)}`
}

function within(spans: readonly Span[], minute: number): boolean {
  return spans.some(span => span.start <= minute && minute < span.end)
}

function withinHours(hours: WeeklyHours, minute: number): boolean {
  const wall = wallAt(hours.zone, minute)
  const reading = ((wall % 1440) + 1440) % 1440
  const override = hours.overrides?.find(each => each.date === dateOf(wall))
  const weekday = new Date(wall * 60_000).getUTCDay() || 7
  const periods = override?.periods ?? hours.periods.filter(p => p.day === weekday)
  return periods.some(p => p.startMinute <= reading && reading < p.endMinute)
}

function isBusy(member: Member, query: Query, minute: number): boolean {
  const { before, after } = member.buffer ?? query.buffer
  return member.busy.some(({ spans }) => {
    for (let i = 0; i < spans.length; i += 2) {
      if (spans[i]! - before <= minute && minute < spans[i + 1]! + after) return true
    }
    return false
  })
}

/** Whether the member is free at that minute: not busy, not in a buffer, inside hours and given periods. */
function isFreeAt(member: Member, query: Query, minute: number): boolean {
  const { managed, availablePeriods } = member
  if (availablePeriods && !within(availablePeriods, minute)) return false
  if (isBusy(member, query, minute)) return false
  if (!managed || within(managed.periods, minute)) return true
  return managed.hours.some(hours => withinHours(hours, minute))
}

function isCapped(cap: Cap, start: number): boolean {
  const label = cap.period === 'day' ? dateOf : isoWeekOf
  const here = label(wallAt(cap.zone, start))
  return [...cap.starts].filter(each => label(wallAt(cap.zone, each)) === here).length >= cap.limit
}

export interface Oracle {
  /** Those of each group who are free for `[start, start + minutes)` and below their caps, in order. */
  availableFor(start: number, minutes: number): string[][]
  /** The same where the query offers the start; undefined where it does not. */
  offerAt(start: number): string[][] | undefined
  isEnough(byGroup: readonly (readonly string[])[]): boolean
}

/** Remembers each minute it was asked about, so that a whole window can be asked. */
export function oracleFor(query: Query): Oracle {
  const groups = query.groups.map(group => [...distinct(group)])
  const freeThroughout = rememberMinutes(query)

  function isFree(member: Member, start: number, minutes: number): boolean {
    if (!freeThroughout(member, start, start + minutes)) return false
    return !(member.caps ?? []).some(cap => isCapped(cap, start))
  }

  function availableFor(start: number, minutes: number): string[][] {
    return groups.map(group =>
      group.filter(([, entries]) => entries.every(m => isFree(m, start, minutes))).map(([sub]) => sub),
    )
  }

  function isEnough(byGroup: readonly (readonly string[])[]): boolean {
    return query.groups.every(({ required }, i) => {
      return byGroup[i]!.length >= (required === 'all' ? groups[i]!.length : required)
    })
  }

  function offerAt(start: number): string[][] | undefined {
    const end = start + query.durationMinutes
    if (start < query.earliest || end > (query.latest ?? Number.POSITIVE_INFINITY)) return
    if (query.slots ? !query.slots.includes(start) : !onGrid(query, start)) return
    const anywhere = query.slots && query.periods.length === 0
    for (let minute = start; minute < end; minute++) {
      if (!anywhere && !within(query.periods, minute)) return
    }
    const byGroup = availableFor(start, query.durationMinutes)
    return isEnough(byGroup) ? byGroup : undefined
  }

  return { availableFor, offerAt, isEnough }
}

function rememberMinutes(query: Query): (member: Member, start: number, end: number) => boolean {
  const origin = Math.min(...query.periods.map(p => p.start), ...(query.slots ?? [])) - 2000
  const answers = new Map<Member, Int8Array>()
  return (member, start, end) => {
    const known = answers.get(member) ?? new Int8Array(8000)
    answers.set(member, known)
    for (let minute = start; minute < end; minute++) {
      const answer = known[minute - origin] || (isFreeAt(member, query, minute) ? 1 : -1)
      known[minute - origin] = answer
      if (answer === -1) return false
    }
    return true
  }
}

export function onGrid(query: Query, start: number): boolean {
  return (((wallAt(query.zone, start) % 1440) + 1440) % 1440) % query.startInterval === 0
}

function distinct(group: Group): Map<string, Member[]> {
  const members = new Map<string, Member[]>()
  for (const member of group.members) members.set(member.sub, [...(members.get(member.sub) ?? []), member])
  return members
}
