import { z } from 'zod'
import type { Occurrence } from '../../icalendar/reading.ts'
import { intlZone, UTC } from '../../icalendar/zones.ts'
import type { Window } from '../cloud/window-cursor.ts'
import type { RemoteObject } from '../connector.ts'
import { eventIdOf, uidProperty } from './event-id.ts'

/** Calendar API v3, "Events" resource: what is needed of a time. A whole day has a `date`, anything else a `dateTime`. */
const time = z.object({
  date: z.iso.date().optional(),
  dateTime: z.iso.datetime({ offset: true, local: true }).optional(),
  timeZone: z.string().optional(),
})
export type GoogleTime = z.infer<typeof time>

export const googleEvent = z.object({
  id: z.string().min(1),
  etag: z.string().optional(),
  status: z.string().optional(),
  summary: z.string().optional(),
  location: z.string().optional(),
  iCalUID: z.string().optional(),
  recurringEventId: z.string().optional(),
  originalStartTime: time.optional(),
  start: time.optional(),
  end: time.optional(),
  transparency: z.string().optional(),
  eventType: z.string().optional(),
  attendees: z
    .array(z.object({ self: z.boolean().optional(), responseStatus: z.string().optional() }))
    .optional(),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
})
export type GoogleEvent = z.infer<typeof googleEvent>

export const isCancelled = (event: GoogleEvent): boolean => event.status === 'cancelled'

/**
 * An event as an object of its own; with `singleEvents` every instance of a series is one.
 *
 * @param zone the owner's: whole days begin there
 * @returns null where no time can be read off it, so that nobody takes it for free time
 */
export function toRemoteObject(event: GoogleEvent, zone: string): RemoteObject | null {
  const startMs = instantOf(event.start, zone)
  const endMs = instantOf(event.end, zone)
  if (startMs === null || endMs === null) return null
  const occurrence: Occurrence = {
    uid: uidOf(event),
    recurrenceIdMs: instantOf(event.originalStartTime, zone),
    summary: event.summary ?? '',
    startMs,
    endMs: Math.max(startMs, endMs),
    allDay: event.start?.date !== undefined,
    status: statusOf(event),
  }
  const content = { kind: 'occurrences', uid: occurrence.uid, occurrences: [occurrence] } as const
  return { objectId: event.id, etag: event.etag ?? null, content }
}

/** Whether an object has any time in the window; one without length counts by its start. */
export function isWithin({ content }: RemoteObject, { fromMs, toMs }: Window): boolean {
  const occurrences = content.kind === 'occurrences' ? content.occurrences : []
  return occurrences.some(o => o.startMs < toMs && (o.endMs > fromMs || o.startMs >= fromMs))
}

/**
 * Openslot's own UID where the event was made by it: the id is derived from the UID, so that a UID which somebody else
 * wrote into another event is not believed.
 */
function uidOf(event: GoogleEvent): string {
  const ours = event.extendedProperties?.private?.[uidProperty]
  return ours !== undefined && eventIdOf(ours) === event.id ? ours : (event.iCalUID ?? event.id)
}

/** Working locations say where somebody works, not that they are busy; being away and focusing are always busy. */
function statusOf(event: GoogleEvent): Occurrence['status'] {
  if (event.eventType === 'workingLocation') return 'free'
  if (event.eventType === 'outOfOffice' || event.eventType === 'focusTime') return 'busy'
  const answer = event.attendees?.find(a => a.self === true)?.responseStatus
  if (event.transparency === 'transparent' || answer === 'declined') return 'free'
  return event.status === 'tentative' || answer === 'tentative' ? 'tentative' : 'busy'
}

/** A `dateTime` without an offset is a wall time of its own zone, or of the owner's. */
export function instantOf(written: GoogleTime | undefined, zone: string): number | null {
  if (written?.date !== undefined) return wallInstant(`${written.date}T00:00:00`, zone)
  if (written?.dateTime === undefined) return null
  if (/(Z|[+-]\d\d:\d\d)$/i.test(written.dateTime)) return Date.parse(written.dateTime)
  return wallInstant(written.dateTime, written.timeZone ?? zone)
}

function wallInstant(wall: string, zone: string): number {
  return (intlZone(zone) ?? UTC).toInstant(Date.parse(`${wall}Z`))
}
