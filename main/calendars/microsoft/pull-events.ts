import { CalendarFault } from '../calendar-fault.ts'
import type { ProviderClient } from '../cloud/provider-client.ts'
import { usableCursor, type Window, type WindowCursor, widened, writeCursor } from '../cloud/window-cursor.ts'
import type { Account, Pulled, PullRequest, RemoteCalendar, RemoteObject } from '../connector.ts'
import { type GraphEvent, graphEvent, isWithin, toObject, toOccurrence, uidOf } from './graph-event.ts'
import { readDelta, readPagesUnless } from './read-pages.ts'

/** What a pull stands on, whatever it finds. */
interface Round {
  readonly client: ProviderClient
  readonly account: Account
  readonly calendar: RemoteCalendar
  readonly signal: AbortSignal
  readonly window: Window
}

/** The link is not taken any more: 410 by the reference (`syncStateNotFound`); 400 and 404 where it was damaged. */
const linkRefused = [400, 404, 410]

/**
 * What changed in a calendar's view of a window, which a delta link holds for. A series is one object with all its
 * occurrences: of an occurrence that is deleted Graph says nothing but that its series is told again, so a series that
 * is mentioned in a later round is read anew as a whole.
 */
export async function pullEvents(
  client: ProviderClient,
  account: Account,
  calendar: RemoteCalendar,
  request: PullRequest,
): Promise<Pulled> {
  const common = { client, account, calendar, signal: request.signal }
  const cursor = usableCursor(request.cursor, request.window, calendar.zone)
  const changes =
    cursor === null ? null : await pullChanges({ ...common, window: cursor.window }, cursor, request)
  return changes ?? pullAll({ ...common, window: widened(request.window) }, request)
}

async function pullChanges(
  round: Round,
  cursor: WindowCursor,
  { known }: PullRequest,
): Promise<Pulled | null> {
  const delta = await readDelta(listing(round, cursor.token), linkRefused)
  if (delta === null) return null
  const rows = latest(delta.items)
  const gone = rows.filter(isRemoved).map(row => row.id)
  // Something of a series, perhaps, under a name that only Graph knows: what it leaves of the series has to be seen.
  if (gone.some(id => !known.has(id))) return null
  const present = await readChanged(
    round,
    rows.filter(row => !isRemoved(row)),
  )
  const absent = [...gone, ...present.absent].filter(id => known.has(id))
  return {
    cursor: cursorFor(round, delta.deltaLink),
    changed: present.objects,
    removed: [...new Set(absent)],
  }
}

async function pullAll(round: Round, { known }: PullRequest): Promise<Pulled> {
  const path = `${calendarPath(round)}/calendarView/delta?${spanOf(round)}`
  const delta = await readDelta(listing(round, path), [])
  if (delta === null) throw new CalendarFault('malformed', 'Microsoft 365 tells nothing of this calendar.')
  const rows = latest(delta.items).filter(row => !isRemoved(row))
  const objects = await assemble(round, rows)
  const there = new Set(objects.map(o => o.objectId))
  const removed = [...known.keys()].filter(id => !there.has(id))
  return { cursor: cursorFor(round, delta.deltaLink), changed: objects, removed }
}

/** The first round tells series with their masters, so that most need not be asked for again. */
async function assemble(round: Round, rows: readonly GraphEvent[]): Promise<RemoteObject[]> {
  const masters = new Map(rows.filter(isMaster).map(row => [row.id, row]))
  const instances = Map.groupBy(rows.filter(isInstance), row => row.seriesMasterId ?? row.id)
  const singles = await Promise.all(
    rows.filter(row => !isMaster(row) && !isInstance(row)).map(row => single(round, row)),
  )
  const series = [...instances].map(([id, parts]) => {
    const master = masters.get(id)
    return master === undefined ? wholeSeries(round, id) : ofSeries(round, master, parts)
  })
  return [...singles, ...(await Promise.all(series))].filter(object => object !== null)
}

async function readChanged(round: Round, rows: readonly GraphEvent[]) {
  const isOfSeries = (row: GraphEvent) => isMaster(row) || isInstance(row)
  const seriesIds = new Set(rows.filter(isOfSeries).map(row => row.seriesMasterId ?? row.id))
  const singles = rows.filter(row => !isOfSeries(row))
  const ids = [...singles.map(row => row.id), ...seriesIds]
  const found = await Promise.all([
    ...singles.map(row => single(round, row)),
    ...[...seriesIds].map(id => wholeSeries(round, id)),
  ])
  return { objects: found.filter(object => object !== null), absent: ids.filter((_, i) => found[i] === null) }
}

/** Null where there is no such event (any more), or none in the window. */
async function single(round: Round, row: GraphEvent): Promise<RemoteObject | null> {
  // Of what lies outside the window, a row may come without anything in it: then the event itself is asked.
  const event = row.start == null && row.isCancelled !== true ? await readEvent(round, row.id) : row
  if (event === null || event.isCancelled === true) return null
  if (isMaster(event)) return wholeSeries(round, event.id)
  const occurrence = readable(event, uidOf(event), round)
  return isWithin(occurrence, round.window) ? toObject(event, occurrence.uid, [occurrence]) : null
}

async function wholeSeries(round: Round, id: string): Promise<RemoteObject | null> {
  const master = await readEvent(round, id)
  if (master === null || master.isCancelled === true) return null
  const path = `${pathOf(round, id)}/instances?${spanOf(round)}`
  const pages = await readPagesUnless(listing(round, path), [404])
  return pages === null ? null : ofSeries(round, master, pages.items)
}

async function readEvent(round: Round, id: string): Promise<GraphEvent | null> {
  const { client, account, signal } = round
  const headers = { prefer: 'outlook.timezone="UTC"' }
  const answer = await client.ask(account, { path: pathOf(round, id), headers, signal, expect: [404] })
  return answer.status === 404 ? null : answer.read(graphEvent)
}

/** In a delta an occurrence has its times and nothing else; the rest is its master's. Exceptions are told in full. */
function ofSeries(round: Round, master: GraphEvent, parts: readonly GraphEvent[]): RemoteObject | null {
  const uid = uidOf(master)
  const occurrences = latest(parts)
    .map(part => inherit(master, part))
    .filter(part => part.isCancelled !== true)
    .map(part => readable(part, uid, round))
    .filter(occurrence => isWithin(occurrence, round.window))
  if (master.isCancelled === true || occurrences.length === 0) return null
  return toObject(master, uid, occurrences)
}

const inherited = ['subject', 'isAllDay', 'showAs', 'responseStatus'] as const

function inherit(master: GraphEvent, part: GraphEvent): GraphEvent {
  const missing = inherited.filter(name => part[name] === undefined)
  return { ...part, ...Object.fromEntries(missing.map(name => [name, master[name]])) }
}

function readable(event: GraphEvent, uid: string, { calendar }: Round) {
  const occurrence = toOccurrence(event, uid, calendar.zone)
  if (occurrence !== null) return occurrence
  throw new CalendarFault('malformed', 'Microsoft 365 tells of an event without a time.')
}

/** The same event may come twice in a round, when it changes meanwhile: the later word counts. */
const latest = (rows: readonly GraphEvent[]): GraphEvent[] => [
  ...new Map(rows.map(row => [row.id, row])).values(),
]

const isRemoved = (row: GraphEvent) => row['@removed'] != null
const isMaster = (row: GraphEvent) => row.type === 'seriesMaster'
const isInstance = (row: GraphEvent) => row.type === 'occurrence' || row.type === 'exception'

const listing = ({ client, account, signal }: Round, path: string) => ({
  client,
  account,
  path,
  item: graphEvent,
  signal,
})

const calendarPath = ({ calendar }: Round) => `/me/calendars/${encodeURIComponent(calendar.remoteId)}`
const pathOf = (round: Round, id: string) => `${calendarPath(round)}/events/${encodeURIComponent(id)}`

function spanOf({ window }: Round): string {
  const time = (ms: number) => encodeURIComponent(new Date(ms).toISOString())
  return `startDateTime=${time(window.fromMs)}&endDateTime=${time(window.toMs)}`
}

const cursorFor = ({ window, calendar }: Round, deltaLink: string): string =>
  writeCursor({ token: deltaLink, window, zone: calendar.zone })
