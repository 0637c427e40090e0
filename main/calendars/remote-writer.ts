import type { CalendarRow } from '../store/calendars.ts'
import type { WrittenEventRow } from '../store/written-events.ts'
import { openAccount, type Sealer } from './accounts.ts'
import type {
  Account,
  ConnectionKind,
  Connector,
  EventToPut,
  RemoteCalendar,
  RemoteObject,
  WriteOutcome,
} from './connector.ts'
import { CalendarWriteFailed, type EventToWrite, type EventWriter } from './event-writer.ts'
import { toLastingFailure } from './failure.ts'
import { type ObjectReading, type Reader, stretchAround } from './object-reading.ts'
import { readRemote, toRemote } from './pull-calendar.ts'
import type { StoredChange } from './store-pulled.ts'
import type { SyncStore } from './sync.ts'

export interface RemoteWriterOptions {
  readonly store: SyncStore
  readonly connectors: Readonly<Record<ConnectionKind, Connector>>
  readonly sealer: Sealer
  readonly reader: Reader
  readonly clock: { now(): number }
  /** As for a sync: somebody else's change was met while writing. */
  readonly onStored: (change: StoredChange) => void
  readonly onFault: (fault: unknown) => void
}

const deadlineMs = 30_000
/** How often a change that somebody else made meanwhile is taken in and the event written on top of it. */
const mostMerges = 3

interface Place {
  readonly account: Account
  readonly calendar: RemoteCalendar
  readonly connector: Connector
  readonly signal: AbortSignal
}

/**
 * Events at their servers. Nothing is overwritten blindly: where somebody changed the event since, what they did is looked
 * at first. A new time is theirs to choose and is followed; a text that they changed is written over only with the time
 * that Openslot was told to write; an event that they deleted stays deleted.
 */
export function createRemoteWriter(options: RemoteWriterOptions): EventWriter {
  const { store } = options
  return {
    put: (event, signal) => told(options, () => putEvent(options, event, signal)),
    remove: (calendarId, eventUid, signal) =>
      told(options, async () => {
        const written = store.writtenEvents.get(calendarId, eventUid)
        if (written !== null) await removeEvent(options, written, signal)
      }),
  }
}

async function told(options: RemoteWriterOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (cause instanceof CalendarWriteFailed) throw cause
    const { kind, message, retryAfterMs, known } = toLastingFailure(cause)
    if (!known) options.onFault(cause)
    throw new CalendarWriteFailed(message, kind !== 'refused', retryAfterMs)
  }
}

function placeOf(options: RemoteWriterOptions, calendarId: string, stop?: AbortSignal): Place {
  const { store, sealer, connectors } = options
  const row = store.calendars.get(calendarId) as CalendarRow
  const deadline = AbortSignal.timeout(deadlineMs)
  const account = openAccount(store, sealer, row.connectionId ?? '')
  return {
    account,
    calendar: toRemote(store, row),
    connector: connectors[account.kind],
    signal: stop === undefined ? deadline : AbortSignal.any([deadline, stop]),
  }
}

async function putEvent(
  options: RemoteWriterOptions,
  event: EventToWrite,
  stop: AbortSignal | undefined,
): Promise<void> {
  const { store } = options
  const place = placeOf(options, event.calendarId, stop)
  const named = event.eventId === null ? null : store.writtenEvents.byId(event.calendarId, event.eventId)
  const before = named ?? store.writtenEvents.get(event.calendarId, event.eventUid)
  const toPut = toEventToPut(event, before?.eventUid ?? event.eventUid)
  let known: { objectId: string; etag: string | null } | null = before
  for (let merges = 0; merges <= mostMerges; merges++) {
    const outcome = await place.connector.put(place.account, place.calendar, toPut, known, place.signal)
    if (await settle(options, place, event, toPut, before, outcome)) return
    known = outcome.kind === 'changed' ? outcome.object : null
  }
  throw new CalendarWriteFailed('This event is being changed at its server all the time.', true)
}

/**
 * True when there is nothing more to do; false: it is written once more, on top of what somebody changed that does not
 * matter. What the organizer did to the event of an earlier booking does not bind a later one, which takes its place.
 */
async function settle(
  options: RemoteWriterOptions,
  place: Place,
  event: EventToWrite,
  put: EventToPut,
  before: WrittenEventRow | null,
  outcome: WriteOutcome,
): Promise<boolean> {
  if (outcome.kind === 'written') {
    await keepWritten(options, place, event, put, outcome.object)
    return true
  }
  const isOfAnother = before !== null && before.bookingId !== event.bookingId
  if (outcome.kind === 'gone') {
    if (before === null || isOfAnother) return false
    storeGone(options, before)
    return true
  }
  if (isOfAnother) return false
  const reading = await readHere(options, place, outcome.object)
  const moved = isElsewhere(reading, put.uid, before ?? event)
  if (!moved) return false
  storeTheirs(options, before ?? toWritten(event, put, outcome.object), reading)
  return true
}

function isElsewhere(
  { occurrences }: ObjectReading,
  uid: string,
  was: { readonly startMs: number; readonly endMs: number },
): boolean {
  const own = occurrences.filter(o => o.eventUid === uid)
  return !own.some(o => o.startMs === was.startMs && o.endMs === was.endMs)
}

function readHere(
  options: RemoteWriterOptions,
  { calendar }: Place,
  object: RemoteObject,
): Promise<ObjectReading> {
  const { store, clock } = options
  const source = store.calendarSources.get(calendar.calendarId)
  const covered = source === null || source.coveredToMs <= source.coveredFromMs ? null : source
  const stretch =
    covered === null
      ? stretchAround(clock.now())
      : { fromMs: covered.coveredFromMs, toMs: covered.coveredToMs }
  return readRemote(options, calendar, object, stretch)
}

async function keepWritten(
  options: RemoteWriterOptions,
  place: Place,
  event: EventToWrite,
  put: EventToPut,
  object: RemoteObject,
): Promise<void> {
  const { store } = options
  const reading = await readHere(options, place, object)
  store.transact(() => {
    if (store.calendars.get(event.calendarId) === null) return
    store.calendarObjects.put(reading.row, reading.occurrences)
    store.calendarSources.count(event.calendarId)
    store.writtenEvents.put(toWritten(event, put, object))
  })
}

const toWritten = (event: EventToWrite, put: EventToPut, object: RemoteObject): WrittenEventRow => ({
  calendarId: event.calendarId,
  eventUid: put.uid,
  eventId: event.eventId,
  bookingId: event.bookingId,
  objectId: object.objectId,
  etag: object.etag,
  startMs: event.startMs,
  endMs: event.endMs,
  invite: event.invite,
})

function storeGone({ store, onStored }: RemoteWriterOptions, written: WrittenEventRow): void {
  const { calendarId, eventUid, objectId } = written
  store.transact(() => {
    store.calendarObjects.remove(calendarId, objectId)
    store.calendarSources.count(calendarId)
    onStored({ calendarId, uids: [eventUid] })
  })
}

function storeTheirs(
  { store, onStored }: RemoteWriterOptions,
  written: WrittenEventRow,
  { row, occurrences }: ObjectReading,
): void {
  const { calendarId, eventUid } = written
  store.transact(() => {
    store.calendarObjects.put(row, occurrences)
    store.calendarSources.count(calendarId)
    // Known as it was meant, so that the time which it has now is seen to be another.
    store.writtenEvents.put({ ...written, etag: row.etag })
    onStored({ calendarId, uids: [eventUid] })
  })
}

async function removeEvent(
  options: RemoteWriterOptions,
  written: WrittenEventRow,
  stop: AbortSignal | undefined,
): Promise<void> {
  const { store } = options
  const { calendarId, eventUid } = written
  const place = placeOf(options, calendarId, stop)
  let known: { objectId: string; etag: string | null } = written
  for (let merges = 0; merges <= mostMerges; merges++) {
    const { account, calendar, connector, signal } = place
    const outcome = await connector.remove(account, calendar, known, written.invite, signal)
    if (outcome.kind !== 'changed') {
      store.transact(() => {
        store.calendarObjects.remove(calendarId, written.objectId)
        store.calendarSources.count(calendarId)
        store.writtenEvents.remove(calendarId, eventUid)
      })
      return
    }
    known = outcome.object
  }
  throw new CalendarWriteFailed('This event is being changed at its server all the time.', true)
}

const toEventToPut = (event: EventToWrite, uid: string): EventToPut => ({
  uid,
  sequence: event.sequence,
  summary: event.summary,
  description: event.description,
  location: event.location,
  url: event.url,
  startMs: event.startMs,
  endMs: event.endMs,
  zone: event.tzid,
  status: event.status,
  organizer: event.organizer,
  attendees: event.attendees,
  invite: event.invite,
  stampMs: event.updatedMs,
})
