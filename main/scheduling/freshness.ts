import type { SourceRow } from '../store/calendar-sources.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'
import { countedOf } from './counted-calendars.ts'
import type { AvailabilityQuery, LinkTemplate } from './link-template.ts'

/** How old the last look at a server may be where nothing else is said. */
export const usualMaximumAgeMinutes = 10

/** How long whoever asks waits for servers that were not heard of lately enough. */
export const refreshDeadlineMs = 3_000

const minuteMs = 60_000

export const maximumAgeMs = ({ maximumAgeMinutes }: Pick<AvailabilityQuery, 'maximumAgeMinutes'>): number =>
  (maximumAgeMinutes ?? usualMaximumAgeMinutes) * minuteMs

/** Whether a calendar is on a server, so that what is known of it grows old. A file is as it came. */
export const growsOld = ({ connectionId }: CalendarRow): boolean => connectionId !== null

/** When a calendar must have been looked at for what is known of it to be relied on. */
export interface Trusted {
  readonly fromMs: number
  readonly toMs: number
}

/** A look at a time that is still to come was taken by a clock that was set back since: nobody knows how old it is. */
export const trustedStretch = (
  query: Pick<AvailabilityQuery, 'maximumAgeMinutes'>,
  nowMs: number,
): Trusted => ({ fromMs: nowMs - maximumAgeMs(query), toMs: nowMs + minuteMs })

/** Not heard of lately enough, or never: nothing that is known of it can be relied on. */
export function isStale(calendar: CalendarRow, source: SourceRow | null, trusted: Trusted): boolean {
  if (!growsOld(calendar)) return false
  const confirmedMs = source?.confirmedMs ?? null
  return confirmedMs === null || confirmedMs < trusted.fromMs || confirmedMs > trusted.toMs
}

/** The calendars that a query counts and whose servers were not heard of lately enough: they count as busy. */
export function staleCalendars(
  store: Store<LinkTemplate>,
  query: AvailabilityQuery,
  nowMs: number,
): CalendarRow[] {
  const trusted = trustedStretch(query, nowMs)
  return countedCalendars(store, query).filter(c =>
    isStale(c, store.calendarSources.get(c.calendarId), trusted),
  )
}

/** Those on servers that a query counts, each once. */
export function countedCalendars(store: Store<LinkTemplate>, query: AvailabilityQuery): CalendarRow[] {
  const members = query.participants.flatMap(g => g.members).filter(m => m.onlyManagedEvents !== true)
  const counted = members.flatMap(m => countedOf(store, m).counted)
  return [...new Map(counted.filter(growsOld).map(c => [c.calendarId, c])).values()]
}
