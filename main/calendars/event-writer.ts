import type { EventRow } from '../store/events.ts'
import type { Store } from '../store/store.ts'

type EventStore = Pick<Store, 'calendars' | 'events' | 'transact'>

/** Why an event could not be written or removed, in a sentence; `again` tells whether another try can help. */
export class CalendarWriteFailed extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean) {
    super(message)
    this.name = 'CalendarWriteFailed'
    this.again = again
  }
}

/** What every kind of calendar that takes events does. Both are idempotent: the same call again changes nothing. */
export interface EventWriter {
  put(event: EventRow): Promise<void>
  remove(calendarId: string, eventUid: string): Promise<void>
}

/** The built-in calendars: they live in the store. */
export function createBuiltInWriter(store: EventStore): EventWriter {
  const writable = (calendarId: string) => {
    const calendar = store.calendars.get(calendarId)
    if (calendar === null) throw new CalendarWriteFailed('This calendar was removed.', false)
    if (calendar.kind !== 'built_in') throw new CalendarWriteFailed('This calendar takes no events.', false)
  }
  return {
    async put(event) {
      store.transact(() => {
        writable(event.calendarId)
        store.events.put(keepIdentity(store, event))
      })
    },
    async remove(calendarId, eventUid) {
      store.events.remove(calendarId, eventUid)
    },
  }
}

/** `event_id` names one event in a calendar: writing it again changes that event and keeps its UID. */
export function keepIdentity(store: Pick<EventStore, 'events'>, event: EventRow): EventRow {
  const same = event.eventId === null ? null : store.events.byId(event.calendarId, event.eventId)
  return same === null ? event : { ...event, eventUid: same.eventUid }
}
