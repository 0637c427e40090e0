import { cutSpans, packSpans } from '../engine/pack-spans.ts'
import type {
  BusySource,
  Cap as EngineCap,
  Member as EngineMember,
  Group,
  Minute,
  Query,
  WeeklyHours,
} from '../engine/query.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { AvailabilityRuleRow } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { busySpans, excludes } from './busy-book.ts'
import { countedOf, rulesFor } from './counted-calendars.ts'
import { isStale, type Trusted, trustedStretch } from './freshness.ts'
import type { AvailabilityQuery, Cap, ExcludedEvent, LinkTemplate, Member } from './link-template.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** The longest a cap's period reaches beyond a stretch: a week, and a clock change. */
const capReachMs = 8 * dayMs

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
  const excluded = query.excludedEvents ?? []
  const horizon = query.bookingHorizonMinutes
  const trusted = trustedStretch(query, at.nowMs)
  const periods = query.queryPeriods.map(p => ({ start: minuteUp(p.startMs), end: minuteDown(p.endMs) }))
  return {
    groups: query.participants.map(
      (g): Group => ({
        required: g.required,
        members: g.members.map(m => memberFacts(store, withCaps(m, query.caps), window, excluded, trusted)),
      }),
    ),
    durationMinutes: query.requiredDurationMinutes,
    periods: periods.filter(p => p.end > p.start),
    ...(query.querySlotsMs === undefined ? {} : { slots: query.querySlotsMs.map(minuteUp) }),
    buffer: { before: query.bufferBeforeMinutes, after: query.bufferAfterMinutes },
    startInterval: query.startIntervalMinutes,
    zone: query.tzid,
    earliest: minuteUp(at.nowMs + query.minimumNoticeMinutes * minuteMs),
    ...(horizon === undefined ? {} : { latest: minuteDown(at.nowMs + horizon * minuteMs) }),
  }
}

const withCaps = (member: Member, caps: readonly Cap[] = []): Member =>
  caps.length === 0 ? member : { ...member, caps: [...(member.caps ?? []), ...caps] }

export const minuteUp = (ms: number): Minute => Math.ceil(ms / minuteMs)
export const minuteDown = (ms: number): Minute => Math.floor(ms / minuteMs)
export const minuteToMs = (minute: Minute): number => minute * minuteMs

/** The hull of the query's periods, cut to what the caller needs, with a day and the buffers around it. */
export function stretchToRead(query: AvailabilityQuery, within?: Window): Window {
  const starts = [...query.queryPeriods.map(p => p.startMs), ...(query.querySlotsMs ?? [])]
  const slotEnds = (query.querySlotsMs ?? []).map(s => s + query.requiredDurationMinutes * minuteMs)
  const ends = [...query.queryPeriods.map(p => p.endMs), ...slotEnds]
  const margin = dayMs + longestBuffers(query) * minuteMs
  const fromMs = Math.max(Math.min(...starts), within?.fromMs ?? Number.NEGATIVE_INFINITY)
  const toMs = Math.min(Math.max(...ends), within?.toMs ?? Number.POSITIVE_INFINITY)
  return { fromMs: fromMs - margin, toMs: Math.max(fromMs, toMs) + margin }
}

function longestBuffers({
  participants,
  bufferBeforeMinutes,
  bufferAfterMinutes,
}: AvailabilityQuery): number {
  const own = participants.flatMap(g => g.members).flatMap(m => m.buffer ?? [])
  return Math.max(bufferBeforeMinutes + bufferAfterMinutes, ...own.map(b => b.beforeMinutes + b.afterMinutes))
}

function memberFacts(
  store: Store<LinkTemplate>,
  member: Member,
  window: Window,
  excluded: readonly ExcludedEvent[],
  trusted: Trusted,
): EngineMember {
  const managed = member.managedAvailability ? managedTimes(store, member, window) : undefined
  const periods = member.availablePeriods?.map(p => ({
    start: minuteUp(p.startMs),
    end: minuteDown(p.endMs),
  }))
  return {
    sub: member.sub,
    busy: [
      bookings(store, member.sub, window, excluded),
      ...calendarSources(store, member, window, excluded, trusted),
    ],
    ...(managed === undefined ? {} : { managed }),
    ...(member.buffer === undefined
      ? {}
      : { buffer: { before: member.buffer.beforeMinutes, after: member.buffer.afterMinutes } }),
    ...(member.caps === undefined ? {} : { caps: capsOf(store, member, window, excluded) }),
    ...(periods === undefined ? {} : { availablePeriods: periods.filter(p => p.end > p.start) }),
  }
}

/**
 * Stored hours and stored periods, joined. Neither stored and no rule asked for by id: the person keeps no hours, so any
 * hour will do.
 */
function managedTimes(
  store: Store<LinkTemplate>,
  member: Member,
  { fromMs, toMs }: Window,
): EngineMember['managed'] {
  const rules = rulesFor(store, member)
  const asked = member.availabilityRuleIds !== undefined
  if (!asked && rules.length === 0 && !store.availablePeriods.any(member.sub)) return undefined
  const periods = store.availablePeriods.within(member.sub, fromMs, toMs)
  return {
    hours: rules.map(toHours),
    periods: periods
      .map(p => ({ start: minuteUp(p.startMs), end: minuteDown(p.endMs) }))
      .filter(p => p.end > p.start),
  }
}

const toHours = (rule: AvailabilityRuleRow): WeeklyHours => ({
  id: rule.availabilityRuleId,
  zone: rule.tzid,
  periods: rule.weeklyPeriods,
  ...(rule.overrides === undefined ? {} : { overrides: rule.overrides }),
})

/** Time claimed by bookings counts whatever calendars a query names: it holds before the event is written. */
function bookings(
  store: Store<LinkTemplate>,
  sub: string,
  window: Window,
  excluded: readonly ExcludedEvent[],
): BusySource {
  return { id: 'bookings', spans: packSpans(claimsOf(store, sub, window, excluded)) }
}

function claimsOf(
  store: Store<LinkTemplate>,
  sub: string,
  { fromMs, toMs }: Window,
  excluded: readonly ExcludedEvent[],
) {
  const claims = store.bookings.claims(sub, fromMs, toMs)
  return excluded.length === 0 ? claims : claims.filter(c => !isExcluded(store, c.bookingId, excluded))
}

/** Whether a query passes over the event that a booking stands for. */
export function isExcluded(
  store: Store<LinkTemplate>,
  bookingId: string,
  excluded: readonly ExcludedEvent[],
): boolean {
  const booking = store.bookings.get(bookingId)
  if (booking === null) return false
  const eventId = store.links.get(booking.linkId)?.template.event.eventId ?? null
  return excludes(excluded)({ eventUid: booking.eventUid, eventId })
}

/** What exists in the whole days and weeks that the stretch touches: bookings, and events that programs wrote. */
function capsOf(
  store: Store<LinkTemplate>,
  member: Member,
  window: Window,
  excluded: readonly ExcludedEvent[],
): EngineCap[] {
  const [fromMs, toMs] = [window.fromMs - capReachMs, window.toMs + capReachMs]
  const isPassedOver = excludes(excluded)
  const written = store.calendars
    .of(member.sub)
    .filter(c => c.kind === 'built_in')
    .flatMap(c => store.events.within(c.calendarId, fromMs, toMs))
    .filter(e => e.eventId !== null && e.bookingId === null && !isPassedOver(e))
  const claims = claimsOf(store, member.sub, { fromMs, toMs }, excluded)
  // A booking that was moved beside another may hold its time in pieces: it is one all the same.
  const booked = [...new Map(claims.toReversed().map(c => [c.bookingId, c])).values()]
  const starts = Int32Array.from([...booked, ...written].map(e => minuteDown(e.startMs))).sort()
  return (member.caps ?? []).map(({ period, limit, tzid }) => ({ period, limit, zone: tzid, starts }))
}

function calendarSources(
  store: Store<LinkTemplate>,
  member: Member,
  window: Window,
  excluded: readonly ExcludedEvent[],
  trusted: Trusted,
): BusySource[] {
  const { counted, missing } = countedOf(store, member)
  const sources = counted.flatMap((c): BusySource[] => [
    ...busyOf(store, c, member, excluded),
    ...(c.kind === 'built_in' || member.onlyManagedEvents === true ? [] : unread(store, c, window, trusted)),
  ])
  return missing ? [...sources, unknown(window)] : sources
}

function busyOf(
  store: Store<LinkTemplate>,
  calendar: CalendarRow,
  member: Member,
  excluded: readonly ExcludedEvent[],
): BusySource[] {
  if (member.overBusy === 'always') return []
  const spans = busySpans(store, calendar, member, excluded)
  if (member.overBusy === undefined) return [{ id: calendar.calendarId, spans }]
  const open = member.overBusy.map(p => ({ start: minuteDown(p.startMs), end: minuteUp(p.endMs) }))
  return [{ id: calendar.calendarId, spans: cutSpans(spans, open) }]
}

/** A person or calendar that is no longer here: nothing is known of their time, and unknown is never free. */
function unknown(window: Window): BusySource {
  return { id: 'unknown', spans: packSpans([{ startMs: window.fromMs, endMs: window.toMs }]) }
}

/**
 * What is not known of a calendar counts as busy: all of the window where its server was not heard of lately enough, else
 * the parts of it that were not read.
 */
function unread(
  store: Store<LinkTemplate>,
  calendar: CalendarRow,
  window: Window,
  trusted: Trusted,
): BusySource[] {
  const { calendarId } = calendar
  const source = store.calendarSources.get(calendarId)
  const spans =
    source === null || isStale(calendar, source, trusted)
      ? [{ startMs: window.fromMs, endMs: window.toMs }]
      : [
          { startMs: window.fromMs, endMs: Math.min(window.toMs, source.coveredFromMs) },
          { startMs: Math.max(window.fromMs, source.coveredToMs), endMs: window.toMs },
        ].filter(s => s.endMs > s.startMs)
  return spans.length === 0 ? [] : [{ id: calendarId, spans: packSpans(spans) }]
}
