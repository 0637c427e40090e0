import type { AvailabilityQuery } from '../../preload/contract/availability.ts'
import type { Calendar } from '../../preload/contract/calendars.ts'
import type { LinkToCreate } from '../../preload/contract/links.ts'
import type { Organizer } from '../../preload/contract/organizer.ts'
import type { Person } from '../../preload/contract/people.ts'
import { type PeriodChoice, periodSpans } from '../time/periods.ts'

export interface DraftMember {
  readonly sub: string
  /** Null: every calendar of theirs that counts as busy. */
  readonly calendarIds: readonly string[] | null
  readonly keepsHours: boolean
}

export interface DraftGroup {
  readonly key: string
  readonly members: readonly DraftMember[]
  readonly required: 'all' | number
}

export interface Target {
  readonly sub: string
  readonly calendarId: string
}

/** A link as it is being composed: what the form holds, before clock and zone have turned it into instants. */
export interface Draft {
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly conferencingProfileId: string | null
  readonly groups: readonly DraftGroup[]
  readonly durationMinutes: number
  readonly periods: PeriodChoice
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly startIntervalMinutes: StartInterval
  readonly minimumNoticeMinutes: number
  /** Null: as far ahead as the period goes. */
  readonly horizonDays: number | null
  /** Null: no limit. */
  readonly perDay: number | null
  readonly perWeek: number | null
  /** Null: as the program has it. */
  readonly maximumAgeMinutes: number | null
  /** What stands in the calendars leaves its time on offer. */
  readonly overBusy: boolean
  readonly tzid: string
  /** Null: the first calendar of each participant that takes events. */
  readonly targets: readonly Target[] | null
  readonly callbackUrl: string
  readonly redirectUrl: string
}

export const startIntervals = [5, 10, 15, 20, 30, 60] as const
export type StartInterval = (typeof startIntervals)[number]

export function newDraft(organizer: Pick<Organizer, 'sub' | 'tzid'>): Draft {
  return {
    summary: '',
    description: '',
    location: '',
    conferencingProfileId: null,
    groups: [
      { key: 'g1', required: 'all', members: [{ sub: organizer.sub, calendarIds: null, keepsHours: true }] },
    ],
    durationMinutes: 30,
    periods: { kind: 'preset', preset: 'two_weeks' },
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    startIntervalMinutes: 30,
    minimumNoticeMinutes: 120,
    horizonDays: null,
    perDay: null,
    perWeek: null,
    maximumAgeMinutes: null,
    overBusy: false,
    tzid: organizer.tzid,
    targets: null,
    callbackUrl: '',
    redirectUrl: '',
  }
}

export function queryOf(draft: Draft, nowMs: number): AvailabilityQuery {
  return {
    participants: draft.groups.map(group => ({
      required: group.required,
      members: group.members.map(({ sub, calendarIds, keepsHours }) => ({
        sub,
        managedAvailability: keepsHours,
        ...(draft.overBusy ? { overBusy: 'always' as const } : {}),
        ...(calendarIds === null ? {} : { calendarIds: [...calendarIds] }),
      })),
    })),
    requiredDurationMinutes: draft.durationMinutes,
    queryPeriods: periodSpans(draft.periods, nowMs, draft.tzid),
    bufferBeforeMinutes: draft.bufferBeforeMinutes,
    bufferAfterMinutes: draft.bufferAfterMinutes,
    startIntervalMinutes: draft.startIntervalMinutes,
    minimumNoticeMinutes: draft.minimumNoticeMinutes,
    tzid: draft.tzid,
    ...limitsOf(draft),
  }
}

/** What a link says only where it is asked to. */
function limitsOf(draft: Draft): Partial<AvailabilityQuery> {
  const { tzid, horizonDays, perDay, perWeek, maximumAgeMinutes } = draft
  const caps = [
    ...(perDay === null ? [] : [{ period: 'day' as const, limit: perDay, tzid }]),
    ...(perWeek === null ? [] : [{ period: 'week' as const, limit: perWeek, tzid }]),
  ]
  return {
    ...(horizonDays === null ? {} : { bookingHorizonMinutes: horizonDays * 1440 }),
    ...(caps.length === 0 ? {} : { caps }),
    ...(maximumAgeMinutes === null ? {} : { maximumAgeMinutes }),
  }
}

export function linkOf(draft: Draft, nowMs: number): LinkToCreate {
  return {
    summary: draft.summary,
    description: draft.description,
    location: draft.location,
    query: queryOf(draft, nowMs),
    targetCalendars: (draft.targets ?? []).map(t => ({ ...t })),
    conferencingProfileId: draft.conferencingProfileId,
    callbackUrl: draft.callbackUrl,
    redirectUrl: draft.redirectUrl,
  }
}

/** Everybody in the draft, each once. */
export function subsOf(draft: Draft): readonly string[] {
  return [...new Set(draft.groups.flatMap(g => g.members.map(m => m.sub)))]
}

/** Where an event goes when nothing is said: each participant's primary calendar, else the first that takes events. */
export function defaultTargets(draft: Draft, calendars: readonly Calendar[]): readonly Calendar[] {
  return subsOf(draft).flatMap(sub => {
    const writable = calendars.filter(c => c.sub === sub && !c.readonly)
    const chosen = writable.find(c => c.primary) ?? writable[0]
    return chosen ? [chosen] : []
  })
}

export function withGroup(draft: Draft, key: string, change: (group: DraftGroup) => DraftGroup): Draft {
  return { ...draft, groups: draft.groups.map(g => (g.key === key ? fitting(change(g)) : g)) }
}

export function withMember(draft: Draft, key: string, person: Pick<Person, 'sub' | 'hours'>): Draft {
  const member: DraftMember = { sub: person.sub, calendarIds: null, keepsHours: person.hours !== null }
  return withGroup(draft, key, g => ({ ...g, members: [...g.members, member] }))
}

export function withoutMember(draft: Draft, key: string, sub: string): Draft {
  return withGroup(draft, key, g => ({ ...g, members: g.members.filter(m => m.sub !== sub) }))
}

export function withNewGroup(draft: Draft): Draft {
  const highest = Math.max(0, ...draft.groups.map(g => Number(g.key.slice(1))))
  return { ...draft, groups: [...draft.groups, { key: `g${highest + 1}`, required: 1, members: [] }] }
}

export function withoutGroup(draft: Draft, key: string): Draft {
  return { ...draft, groups: draft.groups.filter(g => g.key !== key) }
}

/** A group never asks for more people than it has. */
function fitting(group: DraftGroup): DraftGroup {
  if (group.required === 'all') return group
  return { ...group, required: Math.max(1, Math.min(group.required, group.members.length)) }
}
