import type { SourceRow } from '../store/calendar-sources.ts'
import { unreadSource } from '../store/calendar-sources.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'
import { openAccount, type Sealer } from './accounts.ts'
import type { ConnectionKind, Connector, Pulled, RemoteCalendar, RemoteObject } from './connector.ts'
import { toFailure } from './failure.ts'
import {
  type ObjectReading,
  type Reader,
  readOneOfMany,
  type Stretch,
  stretchAround,
  toOccurrenceRow,
} from './object-reading.ts'

/** What of the store calendars on servers need. */
export type SyncStore = Pick<
  Store,
  | 'calendars'
  | 'calendarSources'
  | 'calendarObjects'
  | 'connections'
  | 'people'
  | 'writtenEvents'
  | 'transact'
>

/** What a sync found different, told inside the transaction that stores it: what follows from it is stored with it. */
export interface StoredChange {
  readonly calendarId: string
  /** Of the events that came, changed or went. */
  readonly uids: readonly string[]
}

export interface SyncOptions {
  readonly store: SyncStore
  readonly connectors: Readonly<Record<ConnectionKind, Connector>>
  readonly sealer: Sealer
  readonly reader: Reader
  readonly clock: {
    now(): number
    setTimeout(work: () => void, ms: number): unknown
    clearTimeout(timer: unknown): void
  }
  /** 0 to 1. */
  readonly chance: () => number
  readonly onStored: (change: StoredChange) => void
  /** Something about the calendar is different: its events, or whether it can be read. */
  readonly onChange: (calendarId: string) => void
  readonly onFault: (fault: unknown) => void
}

const second = 1000
const minute = 60 * second

/** How long a calendar is left alone after it was read. Shorter than links allow, so that most visits wait for nothing. */
const pollMs: Readonly<Record<ConnectionKind, number>> = {
  feed: 5 * minute,
  caldav: 2 * minute,
  google: 2 * minute,
  microsoft: 2 * minute,
}
/** A server that just failed is not asked again by every visitor. */
const restMs = 5 * second
const longestPauseMs = 15 * minute
/** A timer never sleeps longer: the machine may have slept, or its clock been set. */
const longestSleepMs = 30 * second
const atOnce = 4
/** A sync that takes longer is given up, whatever its server does. */
const syncDeadlineMs = 5 * minute

/** Keeps calendars on servers fresh: by itself, and when somebody needs them fresher than they are. */
export function createSync(options: SyncOptions) {
  const { store, clock } = options
  const underWay = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  let timer: unknown = null

  /** One at a time for a calendar: whoever asks meanwhile waits for the same one. */
  function sync(calendarId: string, window?: Stretch): Promise<void> {
    const running = underWay.get(calendarId)
    if (running !== undefined && window === undefined) return running
    const begun = (running ?? Promise.resolve())
      .then(() => syncOnce(options, calendarId, stopping.signal, window))
      .catch(options.onFault)
      .finally(() => {
        if (underWay.get(calendarId) === begun) underWay.delete(calendarId)
        options.onChange(calendarId)
        schedule()
      })
    underWay.set(calendarId, begun)
    options.onChange(calendarId)
    return begun
  }

  function schedule(): void {
    if (stopping.signal.aborted) return
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
    const next = store.calendarSources.nextAttemptMs()
    if (next === null) return
    const waitMs = underWay.size >= atOnce ? longestSleepMs : next - clock.now()
    timer = clock.setTimeout(wake, Math.min(longestSleepMs, Math.max(second, waitMs)))
  }

  /** Reads what is due: called at the start, after the machine slept, and by its own timer. */
  function wake(): void {
    if (stopping.signal.aborted) return
    const due = store.calendarSources.due(clock.now()).filter(s => !underWay.has(s.calendarId))
    for (const { calendarId } of due.slice(0, Math.max(0, atOnce - underWay.size))) void sync(calendarId)
    schedule()
  }

  function mayAsk(source: SourceRow | null, nowMs: number): boolean {
    if (source === null || source.failure === null) return true
    if (source.failure.kind === 'throttled') return (source.nextAttemptMs ?? 0) <= nowMs
    return nowMs - (source.attemptedMs ?? 0) >= restMs
  }

  return {
    wake,
    /** Now, whatever the plan; resolves when it was tried. How it went stands in the store. */
    now: (calendarId: string) => sync(calendarId),
    isReading: (calendarId: string) => underWay.has(calendarId),
    /** For servers that expand series themselves: a longer stretch than so far. */
    widen: (calendarId: string, window: Stretch) => sync(calendarId, window),
    /** Reads those that were confirmed before `sinceMs`, for as long as the deadline allows. */
    async refresh(calendarIds: readonly string[], sinceMs: number, deadlineMs: number): Promise<void> {
      const nowMs = clock.now()
      const stale = calendarIds.filter(id => {
        const source = store.calendarSources.get(id)
        return (source?.confirmedMs ?? -1) < sinceMs && (underWay.has(id) || mayAsk(source, nowMs))
      })
      if (stale.length === 0) return
      let late: unknown
      const deadline = new Promise<void>(resolve => {
        late = clock.setTimeout(resolve, deadlineMs)
      })
      await Promise.race([Promise.all(stale.map(id => sync(id))), deadline])
      clock.clearTimeout(late)
    },
    async stop(): Promise<void> {
      stopping.abort()
      if (timer !== null) clock.clearTimeout(timer)
      await Promise.all(underWay.values())
    },
  }
}

export type Sync = ReturnType<typeof createSync>

async function syncOnce(
  options: SyncOptions,
  calendarId: string,
  stop: AbortSignal,
  window: Stretch | undefined,
): Promise<void> {
  const { store, clock } = options
  const calendar = store.calendars.get(calendarId)
  if (calendar === null || calendar.connectionId === null || stop.aborted) return
  const startedMs = clock.now()
  const source = store.calendarSources.get(calendarId) ?? unreadSource(calendarId)
  try {
    const plan = await pull(options, calendar, source, { startedMs, stop, window })
    store.transact(() => apply(options, calendar, plan, startedMs))
  } catch (cause) {
    if (stop.aborted) return
    noteFailure(options, calendarId, cause)
  }
}

interface Plan {
  readonly pulled: Pulled
  readonly readings: readonly ObjectReading[]
  readonly known: ReadonlyMap<string, string | null>
  readonly stretch: Stretch
}

async function pull(
  { store, connectors, sealer, reader }: SyncOptions,
  calendar: CalendarRow,
  source: SourceRow,
  at: { readonly startedMs: number; readonly stop: AbortSignal; readonly window: Stretch | undefined },
): Promise<Plan> {
  const account = openAccount(store, sealer, calendar.connectionId ?? '')
  const covered = { fromMs: source.coveredFromMs, toMs: source.coveredToMs }
  const stretch = at.window ?? (source.coveredToMs > 0 ? covered : stretchAround(at.startedMs))
  const remote = toRemote(store, calendar)
  const known = store.calendarObjects.known(calendar.calendarId)
  const signal = AbortSignal.any([at.stop, AbortSignal.timeout(syncDeadlineMs)])
  const cursor = at.window === undefined ? source.cursor : null
  const pulled = await connectors[account.kind].pull(account, remote, {
    cursor,
    window: stretch,
    known,
    signal,
  })
  const readings: ObjectReading[] = []
  for (const object of pulled.changed) readings.push(await readRemote(reader, remote, object, stretch))
  return { pulled, readings, known, stretch }
}

export const toRemote = (store: Pick<Store, 'people'>, calendar: CalendarRow): RemoteCalendar => ({
  calendarId: calendar.calendarId,
  remoteId: calendar.remoteId,
  zone: store.people.get(calendar.sub)?.tzid ?? 'UTC',
})

/** A remote object as the store keeps it, with what was read from it. */
export async function readRemote(
  reader: Reader,
  { calendarId, zone }: RemoteCalendar,
  { objectId, etag, content }: RemoteObject,
  stretch: Stretch,
): Promise<ObjectReading> {
  if (content.kind === 'icalendar')
    return readOneOfMany(reader, { calendarId, objectId, etag, text: content.text }, zone, stretch)
  const row = { calendarId, objectId, etag, text: null, eventCount: 1, problems: [] }
  return { row, occurrences: content.occurrences.map(toOccurrenceRow), name: null, refused: false }
}

/**
 * What was written here while the server was asked is newer than its answer, and is left as it is: the next answer tells
 * of it.
 */
function apply(options: SyncOptions, calendar: CalendarRow, plan: Plan, startedMs: number): void {
  const { store } = options
  const { calendarId } = calendar
  if (store.calendars.get(calendarId) === null) return
  const now = store.calendarObjects.known(calendarId)
  const untouched = (id: string) => now.get(id) === plan.known.get(id) && now.has(id) === plan.known.has(id)
  const uids = new Set<string>()
  const note = (objectId: string) => {
    for (const uid of store.calendarObjects.uidsOf(calendarId, objectId)) uids.add(uid)
    const written = store.writtenEvents.byObject(calendarId, objectId)
    if (written !== null) uids.add(written.eventUid)
  }
  for (const objectId of plan.pulled.removed.filter(untouched)) {
    note(objectId)
    store.calendarObjects.remove(calendarId, objectId)
  }
  for (const { row, occurrences } of plan.readings.filter(r => untouched(r.row.objectId))) {
    note(row.objectId)
    store.calendarObjects.put(row, occurrences)
    note(row.objectId)
  }
  if (calendar.kind === 'feed') nameFeed(store, calendar, plan.readings[0]?.name ?? null)
  store.calendarSources.put({
    ...unreadSource(calendarId),
    cursor: plan.pulled.cursor,
    coveredFromMs: plan.stretch.fromMs,
    coveredToMs: plan.stretch.toMs,
    confirmedMs: startedMs,
    attemptedMs: startedMs,
    nextAttemptMs: options.clock.now() + spread(pollMs[calendar.kind as ConnectionKind], options.chance()),
  })
  store.calendarSources.count(calendarId)
  if (uids.size > 0) options.onStored({ calendarId, uids: [...uids] })
}

/** A feed that was given no name, so that it stands under its host, is called as it calls itself. */
function nameFeed(store: SyncStore, calendar: CalendarRow, name: string | null): void {
  const host = store.connections.get(calendar.connectionId ?? '')?.name
  if (name !== null && calendar.name === host) store.calendars.put({ ...calendar, name })
}

/** Up to a tenth longer, so that calendars do not all come due at once. */
const spread = (ms: number, chance: number): number => Math.round(ms * (1 + chance / 10))

/** What is kept stays, and grows old. */
function noteFailure(
  { store, clock, chance, onFault }: SyncOptions,
  calendarId: string,
  cause: unknown,
): void {
  if (store.calendars.get(calendarId) === null) return
  const source = store.calendarSources.get(calendarId) ?? unreadSource(calendarId)
  const { kind, message, retryAfterMs, known } = toFailure(cause)
  if (!known) onFault(cause)
  const nowMs = clock.now()
  const pause = Math.min(longestPauseMs, 30 * second * 2 ** Math.min(source.failures, 10))
  store.calendarSources.put({
    ...source,
    attemptedMs: nowMs,
    nextAttemptMs: nowMs + Math.max(spread(pause, chance()), Math.min(retryAfterMs ?? 0, 60 * minute)),
    failures: source.failures + 1,
    failure: { kind, message, sinceMs: source.failure?.sinceMs ?? nowMs },
  })
}
