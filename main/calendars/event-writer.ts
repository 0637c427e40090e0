import type { EventRow } from '../store/events.ts'
import type { Store } from '../store/store.ts'

type EventStore = Pick<Store, 'calendars' | 'events' | 'transact'>

/** Why an event could not be written or removed, in a sentence; `again` tells whether another try can help. */
export class CalendarWriteFailed extends Error {
  override readonly name = 'CalendarWriteFailed'
  readonly again: boolean
  readonly retryAfterMs: number | null
  constructor(message: string, again: boolean, retryAfterMs: number | null = null) {
    super(message)
    this.again = again
    this.retryAfterMs = retryAfterMs
  }
}

/** The event of a booking, for whatever kind of calendar. */
export interface EventToWrite extends EventRow {
  /** Grows with each change of the same event. */
  readonly sequence: number
  readonly organizer: { readonly email: string; readonly name: string } | null
  /** This calendar's server is the one that invites the attendees. */
  readonly invite: boolean
}

/** What every kind of calendar that takes events does. Both are idempotent: the same call again changes nothing. */
export interface EventWriter {
  put(event: EventToWrite, signal?: AbortSignal): Promise<void>
  remove(calendarId: string, eventUid: string, signal?: AbortSignal): Promise<void>
}

/** Each calendar by its own kind: built-in ones in the store, the others at their servers. */
export function createEventWriter(store: EventStore, remote: EventWriter): EventWriter {
  const builtIn = createBuiltInWriter(store)
  const writerFor = (calendarId: string): EventWriter => {
    const calendar = store.calendars.get(calendarId)
    if (calendar === null) throw new CalendarWriteFailed('This calendar was removed.', false)
    if (!calendar.takesEvents) throw new CalendarWriteFailed('This calendar takes no events.', false)
    return calendar.kind === 'built_in' ? builtIn : remote
  }
  return {
    put: async (event, signal) => writerFor(event.calendarId).put(event, signal),
    async remove(calendarId, eventUid, signal) {
      if (store.calendars.get(calendarId) === null) return
      await writerFor(calendarId).remove(calendarId, eventUid, signal)
    },
  }
}

/** The built-in calendars: they live in the store. */
export function createBuiltInWriter(store: EventStore): EventWriter {
  return {
    async put({ sequence: _sequence, organizer: _organizer, invite: _invite, ...event }) {
      store.transact(() => store.events.put(keepIdentity(store, event)))
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
