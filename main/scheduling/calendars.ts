import type { Calendar, CalendarToImport } from '../../preload/contract/calendars.ts'
import { type FileText, type Reader, readFile } from '../calendars/calendar-files.ts'
import type { CalendarRow } from '../store/calendars.ts'
import { conflict, invalid, notFound } from './refusal.ts'
import { firstWritable } from './target-events.ts'
import type { World } from './world.ts'

export function listCalendars(world: World): Calendar[] {
  return world.store.calendars.all().map(row => showCalendar(world, row))
}

function showCalendar({ store }: World, row: CalendarRow): Calendar {
  const file = store.calendarFiles.get(row.calendarId)
  return {
    calendarId: row.calendarId,
    sub: row.sub,
    name: row.name,
    kind: row.kind,
    readonly: row.kind !== 'built_in',
    primary: firstWritable(store, row.sub)[0]?.calendarId === row.calendarId,
    countsAsBusy: row.countsAsBusy,
    state: file !== null && file.problems.length > 0 ? 'uncertain' : 'ok',
    problems: [...(file?.problems ?? [])],
    eventCount: file?.eventCount ?? store.events.count(row.calendarId),
    fileName: file?.fileName ?? null,
    importedMs: file?.importedMs ?? null,
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
  const row: CalendarRow = {
    calendarId,
    sub,
    name,
    kind: 'built_in',
    countsAsBusy: true,
    createdMs: clock.now(),
  }
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
  const replaced = input.calendarId === undefined ? null : readCalendar(world, input.calendarId)
  if (replaced !== null && (replaced.kind !== 'ics_file' || replaced.sub !== input.sub))
    throw conflict('Only a calendar that came from a file can be replaced by one.')
  const source: FileText = {
    calendarId: replaced?.calendarId ?? world.randomness.id('cal'),
    fileName: input.fileName,
    text: input.text,
    zone: person.tzid,
  }
  const reading = await readFile(reader, source, clock.now()).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'it took too long'
    throw invalid('text', `“${input.fileName}” could not be read: ${why}`)
  })
  const fault = reading.file.problems[0]
  if (reading.file.eventCount === 0 && fault !== undefined)
    throw invalid('text', `Nothing in “${input.fileName}” could be read: ${fault.message}`)
  const row: CalendarRow = {
    calendarId: source.calendarId,
    sub: input.sub,
    name: replaced?.name ?? reading.name ?? input.fileName.replace(/\.ics$/i, ''),
    kind: 'ics_file',
    countsAsBusy: replaced?.countsAsBusy ?? true,
    createdMs: replaced?.createdMs ?? clock.now(),
  }
  store.transact(() => {
    store.calendars.put(row)
    store.calendarFiles.put(reading.file, input.text, reading.occurrences)
  })
  world.announce('changed', { noun: 'calendars' })
  return showCalendar(world, row)
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

/** The organizer keeps at least one calendar that takes events: bookings need a place. */
export function removeCalendar(world: World, calendarId: string): void {
  const { store } = world
  const row = readCalendar(world, calendarId)
  const writable = store.calendars.of(row.sub).filter(c => c.kind === 'built_in')
  const organizer = store.settings.get<string>('organizer.sub')
  if (row.kind === 'built_in' && row.sub === organizer && writable.length === 1)
    throw conflict('This is your only calendar that takes events; bookings need one.')
  store.calendars.remove(calendarId)
  world.announce('changed', { noun: 'calendars' })
}
