import type { SourceRow } from '../store/calendar-sources.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'
import { openAccount, type Sealer } from './accounts.ts'
import { CalendarFault } from './calendar-fault.ts'
import type { ConnectionKind, Connector, Pulled, RemoteCalendar, RemoteObject } from './connector.ts'
import {
  everything,
  type ObjectReading,
  type Reader,
  readOneOfMany,
  type Stretch,
  stretchAround,
  toOccurrenceRow,
} from './object-reading.ts'

export interface PullMeans {
  readonly store: Pick<
    Store,
    'calendars' | 'calendarObjects' | 'connections' | 'people' | 'revisions' | 'writtenEvents'
  >
  readonly connectors: Readonly<Record<ConnectionKind, Connector>>
  readonly sealer: Sealer
  readonly reader: Reader
}

export interface PullOrder {
  readonly startedMs: number
  /** Ends the pull, whatever its server does. */
  readonly signal: AbortSignal
  /** What is to be known afterwards; absent: what is known now. */
  readonly window: Stretch | undefined
}

/** What a server said, read and ready to be stored, and what was kept when it was asked. */
export interface PulledCalendar {
  readonly calendar: CalendarRow
  readonly zone: string
  readonly pulled: Pulled
  readonly readings: readonly ObjectReading[]
  readonly known: ReadonlyMap<string, string | null>
  readonly revision: number
  readonly stretch: Stretch
  readonly startedMs: number
}

/** An emptied calendar is believed once it has been empty for as long. */
const emptiedForMs = 10 * 60_000

/** Google and Microsoft expand series themselves, for the window that they are asked about. */
export const isExpandedThere = (kind: CalendarRow['kind']): boolean =>
  kind === 'google' || kind === 'microsoft'

export const toRemote = (store: Pick<Store, 'people'>, calendar: CalendarRow): RemoteCalendar => ({
  calendarId: calendar.calendarId,
  remoteId: calendar.remoteId,
  zone: store.people.get(calendar.sub)?.tzid ?? 'UTC',
})

/** Asks the server what is different, and reads it. Nothing is stored. @throws CalendarFault, NetworkFault */
export async function pullCalendar(
  means: PullMeans,
  calendar: CalendarRow,
  source: SourceRow,
  { startedMs, signal, window }: PullOrder,
): Promise<PulledCalendar> {
  const { store, connectors, sealer } = means
  const account = openAccount(store, sealer, calendar.connectionId ?? '')
  const remote = toRemote(store, calendar)
  const revision = store.revisions.of(calendar.calendarId)
  const known = store.calendarObjects.known(calendar.calendarId)
  const stretch = window ?? stretchToAsk(calendar, source, startedMs)
  const cursor = window === undefined ? source.cursor : null
  const request = { cursor, window: stretch, known, signal }
  const pulled = await connectors[account.kind].pull(account, remote, request)
  const readings = await readAll(means, remote, pulled, { stretch, signal, source })
  if (calendar.kind === 'feed') doubtEmptied(source, readings, startedMs)
  return { calendar, zone: remote.zone, pulled, readings, known, revision, stretch, startedMs }
}

/**
 * What is covered stays covered. Where the server expands series its end moves on with the days, or a link would some day
 * look beyond it; texts are kept here, and are read farther whenever somebody looks farther.
 */
function stretchToAsk({ kind }: CalendarRow, source: SourceRow, nowMs: number): Stretch {
  const first = stretchAround(nowMs)
  const { coveredFromMs: fromMs, coveredToMs: toMs } = source
  if (!isCovered(source)) return first
  return isExpandedThere(kind) ? { fromMs, toMs: Math.max(toMs, first.toMs) } : { fromMs, toMs }
}

const isCovered = ({ coveredFromMs, coveredToMs }: SourceRow): boolean => coveredToMs > coveredFromMs

interface ReadingOrder {
  readonly stretch: Stretch
  readonly signal: AbortSignal
  readonly source: SourceRow
}

/** What came, and of what is kept that which has to be read anew. */
async function readAll(
  means: PullMeans,
  remote: RemoteCalendar,
  { changed, removed }: Pulled,
  { stretch, signal, source }: ReadingOrder,
): Promise<ObjectReading[]> {
  const told = new Set([...changed.map(o => o.objectId), ...removed])
  const kept = keptToRead(means, remote.calendarId, source).filter(o => !told.has(o.objectId))
  const readings: ObjectReading[] = []
  for (const object of [...changed, ...kept]) {
    signal.throwIfAborted()
    readings.push(await readRemote(means, remote, object, stretch))
  }
  return readings
}

/** All of it, where nothing counts as covered (the owner's zone changed); else what could not be read the last time. */
function keptToRead({ store }: PullMeans, calendarId: string, source: SourceRow): RemoteObject[] {
  const objects = isCovered(source)
    ? store.calendarObjects.withoutEtag(calendarId)
    : store.calendarObjects.all(calendarId)
  return objects.flatMap(({ objectId, etag, text }) =>
    text === null ? [] : [{ objectId, etag, content: { kind: 'icalendar' as const, text } }],
  )
}

/**
 * A remote object as the store keeps it, with what was read from it.
 *
 * @throws CalendarFault when all of the calendar is this object and it cannot be read: what was known stays
 */
export async function readRemote(
  { reader, store }: Pick<PullMeans, 'reader'> & { readonly store: Pick<Store, 'writtenEvents'> },
  { calendarId, remoteId, zone }: RemoteCalendar,
  { objectId, etag, content }: RemoteObject,
  stretch: Stretch,
): Promise<ObjectReading> {
  if (content.kind === 'occurrences') {
    const row = { calendarId, objectId, etag, text: null, eventCount: 1, problems: [] }
    const occurrences = content.occurrences.map(toOccurrenceRow)
    return { row, occurrences, name: null, refused: false, unread: false }
  }
  const text = { calendarId, objectId, etag, text: content.text }
  const reading = await readOneOfMany(reader, text, zone, stretch)
  if (remoteId === '' && reading.unread) throw unreadable(reading)
  // The event of a booking is looked for wherever it was moved to.
  const isSought =
    reading.occurrences.length === 0 && store.writtenEvents.byObject(calendarId, objectId) !== null
  return isSought ? readOneOfMany(reader, text, zone, everything) : reading
}

function unreadable({ row }: ObjectReading): CalendarFault {
  const why = row.problems[0]?.message ?? 'It cannot be understood.'
  return new CalendarFault('malformed', `${why} What was read before stays as it was.`)
}

/**
 * A feed that had events and comes back without any is more often a fault of its server than an empty life: it is looked
 * at again before it is believed, and until then it is not fresh.
 */
function doubtEmptied(source: SourceRow, readings: readonly ObjectReading[], nowMs: number): void {
  const feed = readings[0]
  if (feed === undefined || feed.row.eventCount > 0 || source.eventCount === 0) return
  const { failure } = source
  if (failure?.kind === 'emptied' && nowMs - failure.sinceMs >= emptiedForMs) return
  throw new CalendarFault(
    'emptied',
    'All events went from this feed at once. If it stays empty for ten minutes it is believed; if you did not empty it, copy its address anew.',
  )
}
