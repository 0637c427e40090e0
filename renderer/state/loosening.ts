import type { Gain, Reason } from '../../preload/contract/explanation.ts'
import type { Person } from '../../preload/contract/people.ts'
import { durationText } from '../time/format.ts'
import { periodSpans } from '../time/periods.ts'
import { MINUTE_MS, wallMinuteAt } from '../time/zones.ts'
import { type Draft, type DraftGroup, startIntervals, withGroup, withoutMember } from './draft.ts'
import { nameOf } from './tones.ts'

/** One thing about a draft that could be asked less strictly. */
export interface Loosening {
  readonly id: string
  /** What a press does: `Leave out the buffers`. */
  readonly label: string
  /** After the number of times it brings: `without buffers`. */
  readonly under: string
  /** Once it is done: `Buffers left out`. */
  readonly done: string
  readonly apply: (draft: Draft) => Draft
}

/** What would loosen one reason why a start is not offered; null where nothing of the form would. */
export function looseningFor(
  reason: Reason,
  draft: Draft,
  people: readonly Person[],
  at: { readonly startMs: number; readonly nowMs: number },
): Loosening | null {
  switch (reason.kind) {
    case 'outside_periods':
      return periodsFor(draft, at)
    case 'off_grid':
      return startsFor(draft, at.startMs)
    case 'too_soon':
      return draft.minimumNoticeMinutes > 0 && at.startMs > at.nowMs ? withoutNotice : null
    case 'too_late':
      return draft.horizonDays === null ? null : withoutHorizon
    case 'cap':
      return withoutCaps
    case 'buffer':
      return withoutBuffers
    case 'busy':
      return withoutPerson(draft, reason.sub, people)
    case 'outside_hours':
      return outsideHours(reason.sub, people)
    case 'too_few':
      return reason.available > 0 ? contentWith(draft.groups[reason.group], reason.available) : null
    default:
      return null
  }
}

/** What the program says giving way would bring, as a change of the form; null where the form has no such thing. */
export function looseningOf(gain: Gain, draft: Draft, people: readonly Person[]): Loosening | null {
  const group = draft.groups[gain.group ?? 0]
  if (gain.kind === 'member_optional' && gain.sub !== null) return without(group, gain.sub, people)
  if (gain.kind === 'fewer_required' && gain.to !== null) return contentWith(group, gain.to)
  if (gain.kind === 'shorter' && gain.to !== null) return lasting(gain.to)
  if (gain.kind === 'no_buffer') return withoutBuffers
  if (gain.kind === 'no_caps') return draft.perDay === null && draft.perWeek === null ? null : withoutCaps
  return gain.kind === 'no_notice' ? withoutNotice : null
}

/** What the form could give way on and the program does not weigh by itself: each of these is asked for. */
export function looseningsToTry(draft: Draft, people: readonly Person[]): readonly Loosening[] {
  const keeping = draft.groups.flatMap(g => g.members).filter(m => m.keepsHours)
  const subs = [...new Set(keeping.map(m => m.sub))]
  return [
    ...(draft.periods.kind === 'preset' && draft.periods.preset === 'four_weeks' ? [] : [longerPeriods]),
    ...(draft.horizonDays === null ? [] : [withoutHorizon]),
    ...(draft.startIntervalMinutes > 15 ? [startingEvery(15)] : []),
    ...subs.map(sub => outsideHours(sub, people)),
  ]
}

const longerPeriods: Loosening = {
  id: 'periods',
  label: 'Look at the next 4 weeks',
  under: 'in the next 4 weeks',
  done: 'Looking at the next 4 weeks',
  apply: d => ({ ...d, periods: { kind: 'preset', preset: 'four_weeks' } }),
}

const withoutBuffers: Loosening = {
  id: 'buffer',
  label: 'Leave out the buffers',
  under: 'without buffers',
  done: 'Buffers left out',
  apply: d => ({ ...d, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }),
}

const withoutNotice: Loosening = {
  id: 'notice',
  label: 'Ask for no notice',
  under: 'without notice',
  done: 'No notice asked for',
  apply: d => ({ ...d, minimumNoticeMinutes: 0 }),
}

const withoutCaps: Loosening = {
  id: 'caps',
  label: 'Let there be any number a day',
  under: 'with any number a day and week',
  done: 'Any number a day and week will do',
  apply: d => ({ ...d, perDay: null, perWeek: null }),
}

const withoutHorizon: Loosening = {
  id: 'horizon',
  label: 'Let it be booked further ahead',
  under: 'further ahead',
  done: 'It can be booked as far ahead as its period goes',
  apply: d => ({ ...d, horizonDays: null }),
}

function lasting(minutes: number): Loosening {
  const words = durationText(minutes)
  return {
    id: `duration-${minutes}`,
    label: `Shorten it to ${words}`,
    under: `with ${words}`,
    done: `Shortened to ${words}`,
    apply: d => ({ ...d, durationMinutes: minutes }),
  }
}

function startingEvery(minutes: Draft['startIntervalMinutes']): Loosening {
  const words = durationText(minutes)
  return {
    id: 'interval',
    label: `Let it start every ${words}`,
    under: `with starts every ${words}`,
    done: `Starts fall every ${words}`,
    apply: d => ({ ...d, startIntervalMinutes: minutes }),
  }
}

function outsideHours(sub: string, people: readonly Person[]): Loosening {
  const name = nameOf(people, sub)
  const free = (group: DraftGroup) => ({
    ...group,
    members: group.members.map(m => (m.sub === sub ? { ...m, keepsHours: false } : m)),
  })
  return {
    id: `hours-${sub}`,
    label: 'Allow any hour',
    under: `outside the weekly hours of ${name}`,
    done: `Any hour of ${name} will do`,
    apply: d => ({ ...d, groups: d.groups.map(free) }),
  }
}

function contentWith(group: DraftGroup | undefined, required: number): Loosening | null {
  if (!group) return null
  const words = `least ${required} of ${group.members.length}`
  return {
    id: `fewer-${group.key}`,
    label: `Let at ${words} be enough`,
    under: `with at ${words}`,
    done: `At ${words} is enough`,
    apply: d => withGroup(d, group.key, g => ({ ...g, required })),
  }
}

function without(group: DraftGroup | undefined, sub: string, people: readonly Person[]): Loosening | null {
  if (!group || group.members.length < 2) return null
  const name = nameOf(people, sub)
  return {
    id: `without-${sub}`,
    label: `Do without ${name}`,
    under: `without ${name}`,
    done: `${name} left out`,
    apply: d => withoutMember(d, group.key, sub),
  }
}

/** Where all of a group must come, one of them can be left out; where n of them must, that is said of the group. */
function withoutPerson(draft: Draft, sub: string, people: readonly Person[]): Loosening | null {
  const group = draft.groups.find(g => needsAll(g) && g.members.some(m => m.sub === sub))
  return without(group, sub, people)
}

function needsAll({ required, members }: DraftGroup): boolean {
  return required === 'all' || required === members.length
}

/** Four weeks instead of fewer, where the start would then lie inside. */
function periodsFor(
  draft: Draft,
  at: { readonly startMs: number; readonly nowMs: number },
): Loosening | null {
  if (draft.periods.kind !== 'preset') return null
  const longer = periodSpans({ kind: 'preset', preset: 'four_weeks' }, at.nowMs, draft.tzid)
  const endMs = at.startMs + draft.durationMinutes * MINUTE_MS
  return longer.some(s => s.startMs <= at.startMs && s.endMs >= endMs) ? longerPeriods : null
}

/** The widest interval whose starts fall on this one. */
function startsFor(draft: Draft, startMs: number): Loosening | null {
  const minute = wallMinuteAt(startMs, draft.tzid)
  const interval = startIntervals.findLast(i => i < draft.startIntervalMinutes && minute % i === 0)
  return interval === undefined ? null : startingEvery(interval)
}
