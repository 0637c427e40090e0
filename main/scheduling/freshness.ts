import type { SourceRow } from '../store/calendar-sources.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'
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

/** Not heard of since `trustedSinceMs`, or never: nothing that is known of it can be relied on. */
export function isStale(calendar: CalendarRow, source: SourceRow | null, trustedSinceMs: number): boolean {
  if (!growsOld(calendar)) return false
  return source === null || source.confirmedMs === null || source.confirmedMs < trustedSinceMs
}

/** The calendars that a query counts and whose servers were not heard of lately enough: they count as busy. */
export function staleCalendars(
  store: Store<LinkTemplate>,
  query: AvailabilityQuery,
  nowMs: number,
): CalendarRow[] {
  const since = nowMs - maximumAgeMs(query)
  return countedCalendars(store, query).filter(c =>
    isStale(c, store.calendarSources.get(c.calendarId), since),
  )
}

/** Those on servers that a query may count, each once. */
export function countedCalendars(store: Store<LinkTemplate>, query: AvailabilityQuery): CalendarRow[] {
  const members = query.participants.flatMap(g => g.members)
  const counted = members.flatMap(m =>
    store.calendars.of(m.sub).filter(c => m.calendarIds?.includes(c.calendarId) ?? true),
  )
  return [...new Map(counted.filter(growsOld).map(c => [c.calendarId, c])).values()]
}
