import { setImmediate } from 'node:timers/promises'
import { unreadSource } from '../store/calendar-sources.ts'
import type { Store } from '../store/store.ts'
import type { ConnectionKind } from './connector.ts'
import type { ObjectReading } from './object-reading.ts'
import { type PulledCalendar, toRemote } from './pull-calendar.ts'

type PulledStore = Pick<
  Store,
  | 'calendars'
  | 'calendarSources'
  | 'calendarObjects'
  | 'connections'
  | 'people'
  | 'revisions'
  | 'writtenEvents'
  | 'transact'
>

/** What a sync found different, told inside the transaction that stores it: what follows from it is stored with it. */
export interface StoredChange {
  readonly calendarId: string
  /** Of the events that came, changed or went. */
  readonly uids: readonly string[]
}

export interface StoreMeans {
  readonly store: PulledStore
  readonly onStored: (change: StoredChange) => void
  readonly signal: AbortSignal
  /** When to look again: with the plan, or soon where something had to be passed over. */
  readonly nextAttemptMs: (kind: ConnectionKind, soon: boolean) => number
}

/** Rows that one transaction writes at most (an object counts with its occurrences): some ten milliseconds. */
const sliceRows = 2_000

/**
 * Stores what was pulled, in slices with room between them, so that nobody waits for a large calendar. What comes is stored
 * before what goes: busy time is never missing in between. Only the last slice, when all is there, says what is covered
 * and how fresh it is.
 */
export async function storePulled(means: StoreMeans, plan: PulledCalendar): Promise<void> {
  const storing = new Storing(means, plan)
  for (const slice of slicesOf(plan.readings)) {
    if (!storing.put(slice)) return
    await setImmediate()
    if (means.signal.aborted) return
  }
  storing.finish()
}

function* slicesOf(readings: readonly ObjectReading[]): Generator<ObjectReading[]> {
  let slice: ObjectReading[] = []
  let rows = 0
  for (const reading of readings) {
    slice.push(reading)
    rows += 1 + reading.occurrences.length
    if (rows < sliceRows) continue
    yield slice
    slice = []
    rows = 0
  }
  if (slice.length > 0) yield slice
}

/**
 * What was written here while the server was asked is newer than its answer and is left as it is. The cursor then stays
 * where it was, so that the next answer tells again whatever this one said of it.
 */
class Storing {
  readonly #means: StoreMeans
  readonly #plan: PulledCalendar
  #revision: number
  readonly #passedOver = new Set<string>()
  /** By somebody else, since the server was asked. */
  #state: 'as_it_was' | 'disturbed' = 'as_it_was'

  constructor(means: StoreMeans, plan: PulledCalendar) {
    this.#means = means
    this.#plan = plan
    this.#revision = plan.revision
  }

  /** False: the calendar is not the one that was asked about any more, and nothing of it is stored. */
  put(slice: readonly ObjectReading[]): boolean {
    return this.#transact(() => {
      this.#change(
        slice.map(r => r.row.objectId),
        () => this.#putAll(slice),
      )
    })
  }

  finish(): void {
    this.#transact(() => {
      this.#change(this.#plan.pulled.removed, () => this.#removeAll())
      this.#conclude()
    })
  }

  #transact(work: () => void): boolean {
    const { store } = this.#means
    return store.transact(() => {
      if (!this.#isSame()) return false
      const { calendarId } = this.#plan.calendar
      if (store.revisions.of(calendarId) !== this.#revision) this.#state = 'disturbed'
      work()
      this.#revision = store.revisions.of(calendarId)
      return true
    })
  }

  /** Still there, and its whole days still mean the days that they were read as. */
  #isSame(): boolean {
    const { store } = this.#means
    const now = store.calendars.get(this.#plan.calendar.calendarId)
    return now !== null && toRemote(store, now).zone === this.#plan.zone
  }

  /** Tells of the events in these objects, before and after. */
  #change(objectIds: readonly string[], work: () => void): void {
    const { store, onStored } = this.#means
    const { calendarId } = this.#plan.calendar
    const uids = new Set<string>()
    const note = () => {
      for (const objectId of objectIds) for (const uid of uidsIn(store, calendarId, objectId)) uids.add(uid)
    }
    note()
    work()
    note()
    if (uids.size > 0) onStored({ calendarId, uids: [...uids] })
  }

  #putAll(slice: readonly ObjectReading[]): void {
    const { store } = this.#means
    for (const reading of slice)
      if (this.#mayWrite(reading.row.objectId)) store.calendarObjects.put(...toStore(store, reading))
  }

  #removeAll(): void {
    const { store } = this.#means
    const { calendarId } = this.#plan.calendar
    for (const objectId of this.#plan.pulled.removed)
      if (this.#mayWrite(objectId)) store.calendarObjects.remove(calendarId, objectId)
  }

  /** Whether it is as it was when the server was asked. Without an ETag only an undisturbed calendar can tell. */
  #mayWrite(objectId: string): boolean {
    const { known, calendar } = this.#plan
    const now = this.#means.store.calendarObjects.etagOf(calendar.calendarId, objectId)
    const same =
      this.#state === 'as_it_was' || (now === known.get(objectId) && (now !== null || !known.has(objectId)))
    if (!same) this.#passedOver.add(objectId)
    return same
  }

  #conclude(): void {
    const { store, nextAttemptMs } = this.#means
    const { calendar, pulled, readings, stretch, startedMs } = this.#plan
    const { calendarId } = calendar
    if (calendar.kind === 'feed') nameFeed(store, calendar.calendarId, readings[0]?.name ?? null)
    const soon = this.#passedOver.size > 0
    const before = store.calendarSources.get(calendarId) ?? unreadSource(calendarId)
    store.calendarSources.put({
      ...unreadSource(calendarId),
      cursor: soon ? before.cursor : pulled.cursor,
      coveredFromMs: stretch.fromMs,
      coveredToMs: stretch.toMs,
      confirmedMs: startedMs,
      attemptedMs: startedMs,
      nextAttemptMs: nextAttemptMs(calendar.kind as ConnectionKind, soon),
    })
    store.calendarSources.count(calendarId)
  }
}

function uidsIn(store: PulledStore, calendarId: string, objectId: string): string[] {
  const written = store.writtenEvents.byObject(calendarId, objectId)
  return [
    ...store.calendarObjects.uidsOf(calendarId, objectId),
    ...(written === null ? [] : [written.eventUid]),
  ]
}

/** What cannot be read keeps the times that it had: they are the best that is known. It is read again the next time. */
function toStore(store: PulledStore, { row, occurrences, unread }: ObjectReading) {
  if (!unread) return [row, occurrences] as const
  const before = store.calendarObjects.ofObject(row.calendarId, row.objectId)
  return [{ ...row, etag: null }, before] as const
}

/** A feed that was given no name, so that it stands under its host, is called as it calls itself. */
function nameFeed(store: PulledStore, calendarId: string, name: string | null): void {
  const calendar = store.calendars.get(calendarId)
  const host = store.connections.get(calendar?.connectionId ?? '')?.name
  if (calendar !== null && name !== null && calendar.name === host) store.calendars.put({ ...calendar, name })
}
