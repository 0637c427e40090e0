import { packSpans } from '../engine/pack-spans.ts'
import type {
  BusySource,
  Member as EngineMember,
  Group,
  Minute,
  Query,
  WeeklyHours,
} from '../engine/query.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { AvailabilityRuleRow } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import type { AvailabilityQuery, LinkTemplate, Member } from './link-template.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Everything the engine needs to answer a query, read from the store as it is now: the listing, the claim and the
 * preview all ask with what this returns, so that what is listed is what can be booked.
 *
 * @param within only this stretch matters to the caller; busy time outside of it is not read
 */
export function readFacts(
  store: Store<LinkTemplate>,
  query: AvailabilityQuery,
  at: { readonly nowMs: number; readonly within?: Window },
): Query {
  const window = stretchToRead(query, at.within)
  const periods = query.queryPeriods.map(p => ({ start: minuteUp(p.startMs), end: minuteDown(p.endMs) }))
  return {
    groups: query.participants.map(
      (g): Group => ({ required: g.required, members: g.members.map(m => memberFacts(store, m, window)) }),
    ),
    durationMinutes: query.requiredDurationMinutes,
    periods: periods.filter(p => p.end > p.start),
    ...(query.querySlotsMs === undefined ? {} : { slots: query.querySlotsMs.map(minuteUp) }),
    buffer: { before: query.bufferBeforeMinutes, after: query.bufferAfterMinutes },
    startInterval: query.startIntervalMinutes,
    zone: query.tzid,
    earliest: minuteUp(at.nowMs + query.minimumNoticeMinutes * minuteMs),
  }
}

export const minuteUp = (ms: number): Minute => Math.ceil(ms / minuteMs)
export const minuteDown = (ms: number): Minute => Math.floor(ms / minuteMs)
export const minuteToMs = (minute: Minute): number => minute * minuteMs

/** The hull of the query's periods, cut to what the caller needs, with a day and the buffers around it. */
export function stretchToRead(query: AvailabilityQuery, within?: Window): Window {
  const starts = [...query.queryPeriods.map(p => p.startMs), ...(query.querySlotsMs ?? [])]
  const slotEnds = (query.querySlotsMs ?? []).map(s => s + query.requiredDurationMinutes * minuteMs)
  const ends = [...query.queryPeriods.map(p => p.endMs), ...slotEnds]
  const margin = dayMs + (query.bufferBeforeMinutes + query.bufferAfterMinutes) * minuteMs
  const fromMs = Math.max(Math.min(...starts), within?.fromMs ?? Number.NEGATIVE_INFINITY)
  const toMs = Math.min(Math.max(...ends), within?.toMs ?? Number.POSITIVE_INFINITY)
  return { fromMs: fromMs - margin, toMs: Math.max(fromMs, toMs) + margin }
}

function memberFacts(store: Store<LinkTemplate>, member: Member, window: Window): EngineMember {
  const hours = member.managedAvailability ? managedHours(store, member) : undefined
  const periods = member.availablePeriods?.map(p => ({
    start: minuteUp(p.startMs),
    end: minuteDown(p.endMs),
  }))
  return {
    sub: member.sub,
    busy: [bookings(store, member.sub, window), ...calendarSources(store, member, window)],
    ...(hours === undefined ? {} : { managed: { hours, periods: [] } }),
    ...(periods === undefined ? {} : { availablePeriods: periods.filter(p => p.end > p.start) }),
  }
}

/** No rule stored and none asked for by id: the person keeps no hours, so any hour will do. */
function managedHours(store: Store<LinkTemplate>, member: Member): WeeklyHours[] | undefined {
  const rules = store.availabilityRules.of(member.sub)
  const wanted = member.availabilityRuleIds
  if (wanted === undefined) return rules.length === 0 ? undefined : rules.map(toHours)
  return rules.filter(r => wanted.includes(r.availabilityRuleId)).map(toHours)
}

const toHours = (rule: AvailabilityRuleRow): WeeklyHours => ({
  id: rule.availabilityRuleId,
  zone: rule.tzid,
  periods: rule.weeklyPeriods,
})

/** Time claimed by bookings counts whatever calendars a query names: it holds before the event is written. */
function bookings(store: Store<LinkTemplate>, sub: string, window: Window): BusySource {
  return { id: 'bookings', spans: packSpans(store.bookings.claims(sub, window.fromMs, window.toMs)) }
}

function calendarSources(store: Store<LinkTemplate>, member: Member, window: Window): BusySource[] {
  const own = store.calendars.of(member.sub)
  const person = store.people.get(member.sub)
  const wanted = member.calendarIds
  const counted =
    wanted === undefined ? own.filter(c => c.countsAsBusy) : own.filter(c => wanted.includes(c.calendarId))
  const missing = person === null || (wanted ?? []).some(id => own.every(c => c.calendarId !== id))
  const sources = counted.map(c => ({ id: c.calendarId, spans: packSpans(calendarBusy(store, c, window)) }))
  return missing ? [...sources, unknown(window)] : sources
}

/** A person or calendar that is no longer here: nothing is known of their time, and unknown is never free. */
function unknown(window: Window): BusySource {
  return { id: 'unknown', spans: packSpans([{ startMs: window.fromMs, endMs: window.toMs }]) }
}

function calendarBusy(store: Store<LinkTemplate>, calendar: CalendarRow, window: Window) {
  if (calendar.kind === 'built_in')
    return store.events
      .within(calendar.calendarId, window.fromMs, window.toMs)
      .filter(e => e.status !== 'free')
  const known = store.calendarFiles.occurrences(calendar.calendarId, window.fromMs, window.toMs)
  return [...known.filter(o => o.status !== 'free'), ...uncovered(store, calendar.calendarId, window)]
}

/** The parts of the window that the file has not been read for count as busy. */
function uncovered(store: Store<LinkTemplate>, calendarId: string, window: Window) {
  const file = store.calendarFiles.get(calendarId)
  if (file === null) return [{ startMs: window.fromMs, endMs: window.toMs }]
  return [
    { startMs: window.fromMs, endMs: Math.min(window.toMs, file.coveredFromMs) },
    { startMs: Math.max(window.fromMs, file.coveredToMs), endMs: window.toMs },
  ].filter(s => s.endMs > s.startMs)
}
