import type { Occurrence, Reading, ReadingRequest } from '../icalendar/reading.ts'
import type { ObjectRow, OccurrenceRow } from '../store/calendar-objects.ts'

/** Reads text away from the main thread, against a deadline (see `icalendar/reader.ts`). */
export interface Reader {
  read(request: ReadingRequest): Promise<Reading>
}

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

export interface ObjectText {
  readonly calendarId: string
  readonly objectId: string
  readonly etag: string | null
  readonly text: string
}

/** What to store of an object once it was read; nothing has been stored yet. */
export interface ObjectReading {
  readonly row: ObjectRow
  readonly occurrences: readonly OccurrenceRow[]
  /** As the text calls its calendar. */
  readonly name: string | null
  /** Nothing was read at all: it is no calendar, or too large. */
  readonly refused: boolean
  /** What it says is not known: it was refused, took too long or broke the reader. Another try may go better. */
  readonly unread: boolean
}

const dayMs = 86_400_000
/** Read at first: a little of the past for the desk's week view, and what most links ask about. */
export const pastMs = 60 * dayMs
export const aheadMs = 400 * dayMs

/** Farther than this nothing is read: what a link asks of the time beyond stays unknown, that is, busy. */
export const farthestMs = 3700 * dayMs
/** As far as an event may lie that is looked for: the year 2100 or so. */
export const everything: Stretch = { fromMs: 0, toMs: 4_102_444_800_000 }

export const stretchAround = (nowMs: number): Stretch => ({
  fromMs: Math.max(0, nowMs - pastMs),
  toMs: nowMs + aheadMs,
})

/** @throws ReadingTimedOut, ReadingFailed */
export async function readObject(
  reader: Reader,
  source: ObjectText,
  zone: string,
  stretch: Stretch,
): Promise<ObjectReading> {
  const reading = await reader.read({ text: source.text, zone, ...stretch })
  return {
    row: {
      ...source,
      eventCount: reading.eventCount,
      problems: reading.problems.map(({ summary, line, message }) => ({ summary, line, message })),
    },
    occurrences: reading.occurrences.map(toOccurrenceRow),
    name: reading.name,
    refused: reading.refused !== undefined,
    unread: reading.refused !== undefined,
  }
}

/** One object that cannot be read hides no other: it becomes a problem that is told. */
export async function readOneOfMany(
  reader: Reader,
  source: ObjectText,
  zone: string,
  stretch: Stretch,
): Promise<ObjectReading> {
  try {
    return await readObject(reader, source, zone, stretch)
  } catch (cause) {
    const message = (cause as { problem?: string }).problem ?? 'This event could not be read.'
    const row = { ...source, eventCount: 0, problems: [{ summary: null, line: 1, message }] }
    return { row, occurrences: [], name: null, refused: false, unread: true }
  }
}

export const toOccurrenceRow = (o: Occurrence): OccurrenceRow => ({
  eventUid: o.uid,
  summary: o.summary,
  startMs: o.startMs,
  endMs: o.endMs,
  allDay: o.allDay,
  status: o.status,
})
