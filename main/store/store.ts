import { createAccountTokens } from './account-tokens.ts'
import { createAvailablePeriods } from './available-periods.ts'
import { createBookings } from './bookings.ts'
import { createCalendarObjects } from './calendar-objects.ts'
import { createCalendarSources } from './calendar-sources.ts'
import { createCalendars } from './calendars.ts'
import { createConferencingProfiles } from './conferencing.ts'
import { createConnections } from './connections.ts'
import { createEvents } from './events.ts'
import { createLinkNotices } from './link-notices.ts'
import { createLinks } from './links.ts'
import { openDatabase } from './open-database.ts'
import { createOutbox } from './outbox.ts'
import { createAvailabilityRules, createPeople } from './people.ts'
import { createPublishedFeeds } from './published-feeds.ts'
import { createRevisions } from './revisions.ts'
import { createSettings } from './settings.ts'
import { createWrittenEvents } from './written-events.ts'

/**
 * Everything that lasts, in one file of one data folder that one process writes. `T` is the template of a link.
 * All calls are synchronous: what stands between two of them without an `await` cannot be interleaved.
 *
 * @throws DataFolderInUse, DatabaseNewer
 */
export function openStore<T>(folder: string) {
  const db = openDatabase(folder)
  const revisions = createRevisions()
  return {
    settings: createSettings(db),
    people: createPeople(db, revisions),
    availabilityRules: createAvailabilityRules(db),
    availablePeriods: createAvailablePeriods(db),
    accountTokens: createAccountTokens(db),
    calendars: createCalendars(db, revisions),
    connections: createConnections(db, revisions),
    calendarSources: createCalendarSources(db),
    calendarObjects: createCalendarObjects(db, revisions),
    writtenEvents: createWrittenEvents(db),
    publishedFeeds: createPublishedFeeds(db),
    events: createEvents(db, revisions),
    revisions,
    conferencing: createConferencingProfiles(db),
    links: createLinks<T>(db),
    linkNotices: createLinkNotices(db),
    bookings: createBookings(db),
    outbox: createOutbox(db),
    /** All of `work` or none of it, against every other writer (`BEGIN IMMEDIATE`). */
    transact<R>(work: () => R): R {
      if (db.inTransaction) return work()
      try {
        return db.transaction(work).immediate()
      } catch (cause) {
        // What was read before the rollback may have been remembered: it holds no longer.
        revisions.touchAll()
        throw cause
      }
    },
    close(): void {
      db.close()
    },
  }
}

export type Store<T = unknown> = ReturnType<typeof openStore<T>>
