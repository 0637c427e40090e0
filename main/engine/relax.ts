import { countStarts } from './find-slots.ts'
import { bySub, requiredOf } from './free-starts.ts'
import type { Group, Member, Minute, Query, WeeklyHours } from './query.ts'

/** One thing that the organizer could give way on. */
export type Relaxation =
  | { readonly kind: 'member_optional'; readonly group: number; readonly sub: string }
  | { readonly kind: 'fewer_required'; readonly group: number; readonly required: number }
  | { readonly kind: 'no_buffer' }
  | { readonly kind: 'shorter'; readonly durationMinutes: number }
  | { readonly kind: 'longer_hours'; readonly minutes: number }
  | { readonly kind: 'no_notice' }
  | { readonly kind: 'no_caps' }

/** What giving way would bring: so many starts in all, so many more than now. `query` is the relaxed question. */
export interface Gain {
  readonly relaxation: Relaxation
  readonly query: Query
  readonly starts: number
  readonly more: number
}

export interface RelaxOptions {
  /** The present, against which notice is given; absent: notice is not relaxed. */
  readonly now?: Minute
  /** By how much weekly hours begin earlier and end later. */
  readonly hoursMinutes?: number
  /** Shorter durations to try; absent: the two next shorter of the usual ones. */
  readonly durations?: readonly number[]
}

const USUAL_DURATIONS = [240, 180, 120, 90, 60, 45, 30, 20, 15, 10, 5]

/**
 * How many starts the query offers, and how many more it would with each single relaxation that changes anything about
 * it; the most helpful first. Counts are of `findOverlappingSlots`, by the computation that lists them.
 */
export function relax(query: Query, options: RelaxOptions = {}): { starts: number; gains: Gain[] } {
  const starts = countStarts(query)
  const gains = relaxations(query, options).map(([relaxation, relaxed]) => {
    const count = countStarts(relaxed)
    return { relaxation, query: relaxed, starts: count, more: count - starts }
  })
  return { starts, gains: gains.sort((a, b) => b.more - a.more) }
}

type Relaxed = readonly [Relaxation, Query]

function relaxations(query: Query, options: RelaxOptions): Relaxed[] {
  return [
    ...query.groups.flatMap((group, i) => relaxedGroups(query, group, i)),
    ...withoutBuffer(query),
    ...shorter(query, options),
    ...longerHours(query, options.hoursMinutes ?? 60),
    ...withoutNotice(query, options.now),
    ...withoutCaps(query),
  ]
}

/** Where all are needed, each in turn is made optional; where n of m are, n - 1 are asked for. */
function relaxedGroups(query: Query, group: Group, index: number): Relaxed[] {
  const subs = [...bySub(group).keys()]
  const required = requiredOf(group, subs.length)
  if (required < 2) return []
  if (required !== subs.length) {
    const fewer = { ...group, required: required - 1 }
    return [
      [{ kind: 'fewer_required', group: index, required: required - 1 }, withGroup(query, index, fewer)],
    ]
  }
  return subs.map(sub => {
    const rest: Group = { required: 'all', members: group.members.filter(member => member.sub !== sub) }
    return [{ kind: 'member_optional', group: index, sub }, withGroup(query, index, rest)]
  })
}

function withGroup(query: Query, index: number, group: Group): Query {
  return { ...query, groups: query.groups.with(index, group) }
}

function withMembers(query: Query, change: (member: Member) => Member): Query {
  return {
    ...query,
    groups: query.groups.map(group => ({ ...group, members: group.members.map(change) })),
  }
}

function members(query: Query): Member[] {
  return query.groups.flatMap(group => group.members)
}

function withoutBuffer(query: Query): Relaxed[] {
  const none = { before: 0, after: 0 }
  const buffers = members(query).map(member => member.buffer ?? query.buffer)
  if (buffers.every(({ before, after }) => before === 0 && after === 0)) return []
  const bare = withMembers(query, member => ({ ...member, buffer: none }))
  return [[{ kind: 'no_buffer' }, { ...bare, buffer: none }]]
}

function shorter(query: Query, options: RelaxOptions): Relaxed[] {
  const isShorter = (duration: number) => duration < query.durationMinutes
  const durations = options.durations?.filter(isShorter) ?? USUAL_DURATIONS.filter(isShorter).slice(0, 2)
  return durations.map(durationMinutes => [
    { kind: 'shorter', durationMinutes },
    { ...query, durationMinutes },
  ])
}

function longerHours(query: Query, minutes: number): Relaxed[] {
  if (members(query).every(member => !member.managed?.hours.length)) return []
  const relaxed = withMembers(query, member => {
    if (!member.managed) return member
    const hours = member.managed.hours.map(each => widen(each, minutes))
    return { ...member, managed: { ...member.managed, hours } }
  })
  return [[{ kind: 'longer_hours', minutes }, relaxed]]
}

/** Hours that exist grow, inside their date; a day off stays one. */
function widen(hours: WeeklyHours, minutes: number): WeeklyHours {
  const wider = <T extends { readonly startMinute: number; readonly endMinute: number }>(period: T): T => ({
    ...period,
    startMinute: Math.max(0, period.startMinute - minutes),
    endMinute: Math.min(1440, period.endMinute + minutes),
  })
  const overrides = (hours.overrides ?? []).map(each => ({ ...each, periods: each.periods.map(wider) }))
  return { ...hours, periods: hours.periods.map(wider), overrides }
}

function withoutNotice(query: Query, now: Minute | undefined): Relaxed[] {
  if (now === undefined || now >= query.earliest) return []
  return [[{ kind: 'no_notice' }, { ...query, earliest: now }]]
}

function withoutCaps(query: Query): Relaxed[] {
  if (members(query).every(member => !member.caps?.length)) return []
  return [[{ kind: 'no_caps' }, withMembers(query, member => ({ ...member, caps: [] }))]]
}
