import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection } from '../../preload/contract/connections.ts'
import { counted, relativeText } from '../time/format.ts'

export const accountKinds: Readonly<Record<Connection['kind'], string>> = {
  feed: 'Feed',
  caldav: 'CalDAV',
  google: 'Google',
  microsoft: 'Microsoft 365',
}

/** What a calendar holds, and how true that is: `142 events · read 2 minutes ago`. */
export function calendarLine(calendar: Calendar, nowMs: number): string {
  const events = counted(calendar.eventCount, 'event')
  if (calendar.kind === 'built_in')
    return `${events} · ${calendar.primary ? 'bookings go in here' : 'takes events'}`
  if (calendar.freshness) {
    const never = calendar.freshness.confirmedMs === null
    const takes = calendar.primary ? ' · bookings go in here' : ''
    return `${never ? '' : `${events} · `}${readText(calendar.freshness, nowMs)}${takes}`
  }
  const when = calendar.importedMs === null ? '' : `, brought in ${relativeText(calendar.importedMs, nowMs)}`
  return `${events} · ${calendar.fileName}${when}`
}

export function readText(freshness: NonNullable<Calendar['freshness']>, nowMs: number): string {
  const { confirmedMs, reading } = freshness
  if (confirmedMs === null) return reading ? 'reading for the first time…' : 'not read yet'
  return reading ? 'reading…' : `read ${relativeText(confirmedMs, nowMs)}`
}

/** Why a calendar's time counts as busy whatever is in it; null where that is not so. */
export function unreadText(calendar: Calendar): string | null {
  if (calendar.state !== 'unread') return null
  return calendar.freshness?.confirmedMs == null
    ? 'Until it has been read, all of its time counts as busy.'
    : 'It was not read for longer than links allow, so all of its time counts as busy until it can be.'
}
