import type { Reading, ReadingRequest } from '../icalendar/reading.ts'
import type { CalendarFileRow, OccurrenceRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'

type FileStore = Pick<Store, 'calendars' | 'calendarFiles' | 'people' | 'transact'>

const dayMs = 86_400_000
/** Read at first: a little of the past for the desk's week view, and what most links ask about. */
const pastMs = 60 * dayMs
const aheadMs = 400 * dayMs
/** Farther than this nothing is read: what a link asks of the time beyond stays unknown, that is, busy. */
const farthestMs = 3700 * dayMs

/** Reads text away from the main thread, against a deadline (see `icalendar/reader.ts`). */
export interface Reader {
  read(request: ReadingRequest): Promise<Reading>
}

export interface FileText {
  readonly calendarId: string
  readonly fileName: string
  readonly text: string
  readonly zone: string
}

/** What to store of a file once it was read; nothing has been stored yet. */
export interface FileReading {
  readonly name: string | null
  readonly file: CalendarFileRow
  readonly occurrences: readonly OccurrenceRow[]
}

export async function readFile(reader: Reader, source: FileText, nowMs: number): Promise<FileReading> {
  return readStretch(reader, source, nowMs, { fromMs: Math.max(0, nowMs - pastMs), toMs: nowMs + aheadMs })
}

async function readStretch(
  reader: Reader,
  source: FileText,
  importedMs: number,
  stretch: { fromMs: number; toMs: number },
): Promise<FileReading> {
  const reading = await reader.read({ text: source.text, zone: source.zone, ...stretch })
  return {
    name: reading.name,
    file: {
      calendarId: source.calendarId,
      fileName: source.fileName,
      importedMs,
      coveredFromMs: stretch.fromMs,
      coveredToMs: stretch.toMs,
      eventCount: reading.eventCount,
      problems: reading.problems.map(({ summary, line, message }) => ({ summary, line, message })),
    },
    occurrences: reading.occurrences.map(o => ({
      eventUid: o.uid,
      summary: o.summary,
      startMs: o.startMs,
      endMs: o.endMs,
      allDay: o.allDay,
      status: o.status,
    })),
  }
}

/**
 * Sees to it that the files of these people have been read for the stretch asked about, as far as that is possible.
 * What could not be read stays uncovered, and uncovered time counts as busy.
 */
export function createCoverage(store: FileStore, reader: Reader, clock: { now(): number }) {
  const underWay = new Map<string, Promise<void>>()

  async function extend(calendarId: string, fromMs: number, toMs: number): Promise<void> {
    const file = store.calendarFiles.get(calendarId)
    const text = store.calendarFiles.text(calendarId)
    const sub = store.calendars.get(calendarId)?.sub
    if (file === null || text === null || sub === undefined) return
    const stretch = {
      fromMs: Math.max(0, Math.min(file.coveredFromMs, fromMs - pastMs)),
      toMs: Math.min(clock.now() + farthestMs, Math.max(file.coveredToMs, toMs + aheadMs)),
    }
    const source = { calendarId, fileName: file.fileName, text, zone: store.people.get(sub)?.tzid ?? 'UTC' }
    const { file: read, occurrences } = await readStretch(reader, source, file.importedMs, stretch)
    // The file may have been replaced or removed while it was read.
    const unchanged = store.calendarFiles.text(calendarId) === text
    if (unchanged) store.transact(() => store.calendarFiles.put(read, text, occurrences))
  }

  function needs(calendarId: string, fromMs: number, toMs: number): boolean {
    const file = store.calendarFiles.get(calendarId)
    if (file === null) return false
    const reachable = Math.min(toMs, clock.now() + farthestMs - dayMs)
    return fromMs < file.coveredFromMs ? fromMs > 0 : reachable > file.coveredToMs
  }

  return async function cover(subs: readonly string[], fromMs: number, toMs: number): Promise<void> {
    const lacking = [...new Set(subs)]
      .flatMap(sub => store.calendars.of(sub))
      .filter(c => c.kind === 'ics_file' && needs(c.calendarId, Math.max(0, fromMs), toMs))
    for (const { calendarId } of lacking) {
      const running = underWay.get(calendarId) ?? extend(calendarId, fromMs, toMs)
      underWay.set(calendarId, running)
      await running.catch(() => {}).finally(() => underWay.delete(calendarId))
    }
  }
}

export type Cover = ReturnType<typeof createCoverage>
