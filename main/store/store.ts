import { createBookings } from './bookings.ts'
import { createCalendarFiles, createCalendars } from './calendars.ts'
import { createConferencingProfiles } from './conferencing.ts'
import { createEvents } from './events.ts'
import { createLinks } from './links.ts'
import { openDatabase } from './open-database.ts'
import { createOutbox } from './outbox.ts'
import { createAvailabilityRules, createPeople } from './people.ts'
import { createSettings } from './settings.ts'

/**
 * Everything that lasts, in one file of one data folder that one process writes. `T` is the template of a link.
 * All calls are synchronous: what stands between two of them without an `await` cannot be interleaved.
 *
 * @throws DataFolderInUse, DatabaseNewer
 */
export function openStore<T>(folder: string) {
  const db = openDatabase(folder)
  return {
    settings: createSettings(db),
    people: createPeople(db),
    availabilityRules: createAvailabilityRules(db),
    calendars: createCalendars(db),
    calendarFiles: createCalendarFiles(db),
    events: createEvents(db),
    conferencing: createConferencingProfiles(db),
    links: createLinks<T>(db),
    bookings: createBookings(db),
    outbox: createOutbox(db),
    /** All of `work` or none of it, against every other writer (`BEGIN IMMEDIATE`). */
    transact<R>(work: () => R): R {
      return db.inTransaction ? work() : db.transaction(work).immediate()
    },
    close(): void {
      db.close()
    },
  }
}

export type Store<T = unknown> = ReturnType<typeof openStore<T>>
