import { writeCalendar } from '../icalendar/write-calendar.ts'
import type { CalendarEntry } from './calendar-links.ts'

export interface BookedEvent {
  readonly entry: CalendarEntry
  readonly uid: string
  readonly stampMs: number
  /** Grows when the booking is moved, so that a calendar takes a later download for the newer one. */
  readonly sequence: number
  readonly tzid: string
  readonly url: string | null
}

/** The booked events as an `.ics` file, for a calendar of the recipient's choice. It invites nobody. */
export function eventFile(events: readonly BookedEvent[]): string {
  return writeCalendar({
    prodId: '-//Openslot//Booking//EN',
    method: 'PUBLISH',
    events: events.map(({ entry, uid, stampMs, sequence, tzid, url }) => ({
      uid,
      stampMs,
      sequence,
      summary: entry.summary,
      ...(entry.description === '' ? {} : { description: entry.description }),
      ...(entry.location === '' ? {} : { location: entry.location }),
      startMs: entry.startMs,
      endMs: entry.endMs,
      zone: tzid,
      status: 'CONFIRMED',
      ...(url === null ? {} : { url }),
    })),
  })
}
