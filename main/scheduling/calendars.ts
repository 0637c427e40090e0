import type { Calendar, CalendarToImport, Freshness } from '../../preload/contract/calendars.ts'
import { type FileText, readFile, storeFile } from '../calendars/coverage.ts'
import type { ObjectReading, Reader } from '../calendars/object-reading.ts'
import type { SourceRow } from '../store/calendar-sources.ts'
import { builtIn, type CalendarRow } from '../store/calendars.ts'
import { growsOld, isStale, trustedStretch } from './freshness.ts'
import { conflict, invalid, notFound } from './refusal.ts'
import { tokenDigest } from './secrets.ts'
import { firstWritable } from './target-events.ts'
import type { World } from './world.ts'

export function listCalendars(world: World): Calendar[] {
  return world.store.calendars.all().map(row => showCalendar(world, row))
}

export function showCalendar(world: World, row: CalendarRow): Calendar {
  const { store } = world
  const source = store.calendarSources.get(row.calendarId)
  const problems = row.kind === 'built_in' ? [] : store.calendarObjects.problems(row.calendarId)
  const feed = store.publishedFeeds.of(row.calendarId)
  return {
    calendarId: row.calendarId,
    sub: row.sub,
    name: row.name,
    kind: row.kind,
    readonly: !row.takesEvents,
    editable: row.kind === 'built_in',
    primary: firstWritable(store, row.sub)[0]?.calendarId === row.calendarId,
    countsAsBusy: row.countsAsBusy,
    state: stateOf(world, row, source, problems.length),
    problems: problems.map(p => ({ ...p })),
    eventCount: source?.eventCount ?? store.events.count(row.calendarId),
    fileName: row.kind === 'ics_file' ? row.remoteId : null,
    importedMs: row.kind === 'ics_file' ? (source?.confirmedMs ?? null) : null,
    connectionId: row.connectionId,
    freshness: growsOld(row) ? freshnessOf(world, source, row.calendarId) : null,
    feedUrl: feed === null ? null : world.feedUrl(feed.token),
  }
}

function stateOf(
  { clock }: World,
  row: CalendarRow,
  source: SourceRow | null,
  problems: number,
): Calendar['state'] {
  if (isStale(row, source, trustedStretch({}, clock.now()))) return 'unread'
  return problems > 0 ? 'uncertain' : 'ok'
}

function freshnessOf(world: World, source: SourceRow | null, calendarId: string): Freshness {
  const failure = source?.failure ?? null
  return {
    confirmedMs: source?.confirmedMs ?? null,
    reading: world.isReading(calendarId),
    failure: failure === null ? null : { message: failure.message, sinceMs: failure.sinceMs },
  }
}

export function readCalendar(world: World, calendarId: string): CalendarRow {
  const row = world.store.calendars.get(calendarId)
  if (row === null) throw notFound('calendar')
  return row
}

export function createCalendar(world: World, sub: string, name: string): Calendar {
  const { store, randomness, clock } = world
  if (store.people.get(sub) === null) throw notFound('person')
  const calendarId = randomness.id('cal')
  const row: CalendarRow = { calendarId, sub, name, ...builtIn, createdMs: clock.now() }
  store.calendars.put(row)
  world.announce('changed', { noun: 'calendars' })
  return showCalendar(world, row)
}

/**
 * Brings an .ics file in, or a newer export of one that is here. What can be read of it counts; what cannot is
 * named in `problems`. A text with nothing readable in it is refused, and whatever was there stays.
 *
 * @throws Refusal `invalid_input` for a text that is no calendar, `not_found`, `conflict`
 */
export async function importCalendar(
  world: World,
  reader: Reader,
  input: CalendarToImport,
): Promise<Calendar> {
  const { store, clock } = world
  const person = store.people.get(input.sub)
  if (person === null) throw notFound('person')
  const replaced = replacedBy(world, input)
  const file: FileText = {
    calendarId: replaced?.calendarId ?? world.randomness.id('cal'),
    text: input.text,
    zone: person.tzid,
  }
  const reading = await readImport(reader, file, input.fileName, clock.now())
  const row: CalendarRow = {
    calendarId: file.calendarId,
    sub: input.sub,
    name: replaced?.name ?? reading.name ?? input.fileName.replace(/\.ics$/i, ''),
    kind: 'ics_file',
    countsAsBusy: replaced?.countsAsBusy ?? true,
    takesEvents: false,
    sendsInvitations: false,
    connectionId: null,
    remoteId: input.fileName,
    createdMs: replaced?.createdMs ?? clock.now(),
  }
  store.transact(() => {
    store.calendars.put(row)
    storeFile(store, reading, clock.now())
  })
  world.announce('changed', { noun: 'calendars' })
  return showCalendar(world, row)
}

function replacedBy(world: World, { calendarId, sub }: CalendarToImport): CalendarRow | null {
  if (calendarId === undefined) return null
  const row = readCalendar(world, calendarId)
  if (row.kind !== 'ics_file' || row.sub !== sub)
    throw conflict('Only a calendar that came from a file can be replaced by one.')
  return row
}

async function readImport(
  reader: Reader,
  file: FileText,
  fileName: string,
  nowMs: number,
): Promise<ObjectReading> {
  const reading = await readFile(reader, file, nowMs).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'it took too long'
    throw invalid('text', `“${fileName}” could not be read: ${why}`)
  })
  const fault = reading.row.problems[0]
  if (reading.row.eventCount === 0 && fault !== undefined)
    throw invalid('text', `Nothing in “${fileName}” could be read: ${fault.message}`)
  return reading
}

export function updateCalendar(
  world: World,
  calendarId: string,
  change: { readonly name?: string | undefined; readonly countsAsBusy?: boolean | undefined },
): Calendar {
  const row = readCalendar(world, calendarId)
  const next = {
    ...row,
    name: change.name ?? row.name,
    countsAsBusy: change.countsAsBusy ?? row.countsAsBusy,
  }
  world.store.calendars.put(next)
  world.announce('changed', { noun: 'calendars' })
  return showCalendar(world, next)
}

/**
 * The organizer keeps at least one calendar that takes events: bookings need a place. A feed's connection is nothing
 * without its calendar, so it goes along.
 */
export function removeCalendar(world: World, calendarId: string): void {
  const { store } = world
  const row = readCalendar(world, calendarId)
  const writable = store.calendars.of(row.sub).filter(c => c.takesEvents)
  const organizer = store.settings.get<string>('organizer.sub')
  if (row.takesEvents && row.sub === organizer && writable.length === 1)
    throw conflict('This is your only calendar that takes events; bookings need one.')
  store.transact(() => {
    store.calendars.remove(calendarId)
    if (row.kind === 'feed' && row.connectionId !== null) store.connections.remove(row.connectionId)
  })
  world.announce('changed', { noun: 'calendars' })
}

/** Opens a built-in calendar to other programs by a private address, or closes it. Opened anew, the address is new. */
export function publishCalendar(world: World, calendarId: string, published: boolean): Calendar {
  const { store } = world
  const row = readCalendar(world, calendarId)
  if (row.kind !== 'built_in') throw conflict('Only a calendar of Openslot’s own can be published.')
  if (published) {
    const token = world.randomness.token() + world.randomness.token()
    store.publishedFeeds.put({ calendarId, token, tokenDigest: tokenDigest(token) })
  } else store.publishedFeeds.remove(calendarId)
  world.announce('changed', { noun: 'calendars' })
  return showCalendar(world, row)
}
