import { writeCalendar } from '../icalendar/write-calendar.ts'
import type { CalendarEntry } from './calendar-links.ts'

/** The booked event as an `.ics` file, for a calendar of the recipient's choice. It invites nobody. */
export function eventFile(
  entry: CalendarEntry,
  event: {
    readonly uid: string
    readonly stampMs: number
    /** Grows when the booking is moved, so that a calendar takes a later download for the newer one. */
    readonly sequence: number
    readonly tzid: string
    readonly url: string | null
  },
): string {
  return writeCalendar({
    prodId: '-//Openslot//Booking//EN',
    method: 'PUBLISH',
    events: [
      {
        uid: event.uid,
        stampMs: event.stampMs,
        sequence: event.sequence,
        summary: entry.summary,
        ...(entry.description === '' ? {} : { description: entry.description }),
        ...(entry.location === '' ? {} : { location: entry.location }),
        startMs: entry.startMs,
        endMs: entry.endMs,
        zone: event.tzid,
        status: 'CONFIRMED',
        ...(event.url === null ? {} : { url: event.url }),
      },
    ],
  })
}
