import { z } from 'zod'
import type { Occurrence } from '../../icalendar/reading.ts'
import { intlZone, UTC } from '../../icalendar/zones.ts'
import type { Window } from '../cloud/window-cursor.ts'
import type { RemoteObject } from '../connector.ts'

/** Graph v1.0, `dateTimeTimeZone`: asked for in UTC (`Prefer: outlook.timezone`), without an offset. */
const graphTime = z.object({ dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/), timeZone: z.string() })

const loose = <T extends z.ZodType>(shape: T) => shape.nullish()

export const graphEvent = z.object({
  id: z.string().min(1),
  '@odata.etag': loose(z.string()),
  '@removed': loose(z.object({ reason: z.string() })),
  type: loose(z.string()),
  seriesMasterId: loose(z.string()),
  subject: loose(z.string()),
  location: loose(z.object({ displayName: loose(z.string()) })),
  iCalUId: loose(z.string()),
  transactionId: loose(z.string()),
  start: loose(graphTime),
  end: loose(graphTime),
  originalStart: loose(z.string()),
  isAllDay: loose(z.boolean()),
  isCancelled: loose(z.boolean()),
  showAs: loose(z.string()),
  responseStatus: loose(z.object({ response: loose(z.string()) })),
})
export type GraphEvent = z.infer<typeof graphEvent>

const ours = 'openslot:'

/** Told when the event is made and kept by Graph for good; carries Openslot's UID, as `iCalUId` cannot be chosen. */
export const transactionIdOf = (uid: string): string => ours + uid

export function uidOf({ transactionId, iCalUId, id }: GraphEvent): string {
  if (transactionId?.startsWith(ours) === true) return transactionId.slice(ours.length)
  return iCalUId ?? id
}

/** @returns null where no time can be read off it, so that nobody takes it for free time */
export function toOccurrence(event: GraphEvent, uid: string, zone: string): Occurrence | null {
  const span = spanOf(event, zone)
  if (span === null) return null
  const originalMs = Date.parse(event.originalStart ?? '')
  const isInstance = event.type === 'occurrence' || event.type === 'exception'
  return {
    uid,
    recurrenceIdMs: isInstance ? (Number.isNaN(originalMs) ? span.startMs : originalMs) : null,
    summary: event.subject ?? '',
    ...span,
    allDay: event.isAllDay === true,
    status: statusOf(event),
  }
}

export function toObject(
  event: GraphEvent,
  uid: string,
  occurrences: readonly Occurrence[],
  objectId = event.id,
): RemoteObject {
  return { objectId, etag: event['@odata.etag'] ?? null, content: { kind: 'occurrences', uid, occurrences } }
}

/** Whether an occurrence has any time in the window; one without length counts by its start. */
export function isWithin({ startMs, endMs }: Occurrence, { fromMs, toMs }: Window): boolean {
  return startMs < toMs && (endMs > fromMs || startMs >= fromMs)
}

/** A whole day is told from midnight to midnight whatever the zone that was asked for, and is meant in the owner's. */
function spanOf({ start, end, isAllDay }: GraphEvent, zone: string) {
  if (start == null || end == null) return null
  const wholeDays = isAllDay === true && isMidnight(start.dateTime) && isMidnight(end.dateTime)
  const instant = (time: z.infer<typeof graphTime>) =>
    (wholeDays ? (intlZone(zone) ?? UTC) : zoneOf(time.timeZone)).toInstant(wallOf(time.dateTime))
  const startMs = instant(start)
  return { startMs, endMs: Math.max(startMs, instant(end)) }
}

const isMidnight = (dateTime: string) => dateTime.slice(11, 16) === '00:00'
const zoneOf = (name: string) => intlZone(name) ?? UTC
/** Graph writes seven digits of a second; three are all that a millisecond has. */
export const wallOf = (dateTime: string): number =>
  Date.parse(`${dateTime.replace(/Z$/i, '').replace(/(\.\d{3})\d+$/, '$1')}Z`)

/** `freeBusyStatus`: free, tentative, busy, oof, workingElsewhere, unknown. What is new or left out is busy. */
export function statusFrom(showAs: string | null | undefined): Occurrence['status'] {
  const word = showAs?.toLowerCase()
  if (word === 'free' || word === 'workingelsewhere') return 'free'
  return word === 'tentative' ? 'tentative' : 'busy'
}

const statusOf = ({ showAs, responseStatus }: GraphEvent): Occurrence['status'] =>
  responseStatus?.response === 'declined' ? 'free' : statusFrom(showAs)
