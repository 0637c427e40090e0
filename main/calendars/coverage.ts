import type { ObjectRow } from '../store/calendar-objects.ts'
import { type SourceRow, unreadSource } from '../store/calendar-sources.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'
import {
  aheadMs,
  farthestMs,
  type ObjectReading,
  pastMs,
  type Reader,
  readObject,
  readOneOfMany,
  type Stretch,
  stretchAround,
} from './object-reading.ts'
import { isExpandedThere } from './pull-calendar.ts'

type SourceStore = Pick<Store, 'calendars' | 'calendarSources' | 'calendarObjects' | 'people' | 'transact'>

const dayMs = 86_400_000
/** How long somebody who asks waits for it. */
const patienceMs = 10_000

export interface FileText {
  readonly calendarId: string
  readonly text: string
  readonly zone: string
}

/** The one object that a file or a feed is. */
export const wholeText = ''

/** What a file says around now. Nothing has been stored yet: see {@link storeFile}. */
export function readFile(reader: Reader, file: FileText, nowMs: number): Promise<ObjectReading> {
  const { calendarId, text, zone } = file
  const source = { calendarId, objectId: wholeText, etag: null, text }
  return readObject(reader, source, zone, stretchAround(nowMs))
}

/** Replaces whatever the file said before. Call inside a transaction. */
export function storeFile(store: SourceStore, { row, occurrences }: ObjectReading, nowMs: number): void {
  const { fromMs, toMs } = stretchAround(nowMs)
  store.calendarSources.put({
    ...unreadSource(row.calendarId),
    coveredFromMs: fromMs,
    coveredToMs: toMs,
    confirmedMs: nowMs,
    nextAttemptMs: null,
  })
  store.calendarObjects.put(row, occurrences)
  store.calendarSources.count(row.calendarId)
}

/**
 * Sees to it that the calendars of these people have been read for the stretch asked about, as far as that is possible.
 * What could not be read (in time) stays uncovered, and uncovered time counts as busy.
 *
 * @param widen asks the server for a longer stretch, where it is the server that expands series
 */
export function createCoverage(
  store: SourceStore,
  reader: Reader,
  clock: {
    now(): number
    setTimeout(work: () => void, ms: number): unknown
    clearTimeout(timer: unknown): void
  },
  widen: (calendarId: string, stretch: Stretch) => Promise<void> = async () => {},
) {
  const underWay = new Map<string, Promise<void>>()

  function stretchFor(source: SourceRow, fromMs: number, toMs: number): Stretch {
    return {
      fromMs: Math.max(0, Math.min(source.coveredFromMs, fromMs - pastMs)),
      toMs: Math.min(clock.now() + farthestMs, Math.max(source.coveredToMs, toMs + aheadMs)),
    }
  }

  async function extend(calendarId: string, fromMs: number, toMs: number): Promise<void> {
    const source = store.calendarSources.get(calendarId)
    const calendar = store.calendars.get(calendarId)
    if (source === null || calendar === null) return
    const stretch = stretchFor(source, fromMs, toMs)
    if (isExpandedThere(calendar.kind)) return widen(calendarId, stretch)
    const zone = zoneOf(calendar)
    const readings: ObjectReading[] = []
    for (const object of store.calendarObjects.all(calendarId)) {
      const reading = await readOneOfMany(reader, { ...object, text: object.text ?? '' }, zone, stretch)
      // It could be read before and cannot be as far as that: what lies there is not known.
      if (reading.unread && object.eventCount > 0) return
      if (!reading.unread) readings.push(reading)
    }
    store.transact(() => keep(calendar, zone, readings, stretch))
  }

  const zoneOf = ({ sub }: CalendarRow): string => store.people.get(sub)?.tzid ?? 'UTC'

  /** What was replaced or removed while it was read says nothing of the stretch, so the stretch is not widened. */
  function keep(
    calendar: CalendarRow,
    zone: string,
    readings: readonly ObjectReading[],
    stretch: Stretch,
  ): void {
    const { calendarId } = calendar
    const now = store.calendarSources.get(calendarId)
    const objects = store.calendarObjects.all(calendarId)
    const read = new Map(readings.map(r => [r.row.objectId, r]))
    const isRead = ({ objectId, text, eventCount }: ObjectRow) =>
      read.has(objectId) ? read.get(objectId)?.row.text === text : eventCount === 0
    if (now === null || zoneOf(calendar) !== zone || !objects.every(isRead)) return
    const here = new Set(objects.map(o => o.objectId))
    for (const { row, occurrences } of readings)
      if (here.has(row.objectId)) store.calendarObjects.put(row, occurrences)
    store.calendarSources.put({ ...now, coveredFromMs: stretch.fromMs, coveredToMs: stretch.toMs })
    store.calendarSources.count(calendarId)
  }

  function needs(calendarId: string, fromMs: number, toMs: number): boolean {
    const source = store.calendarSources.get(calendarId)
    if (source === null || source.confirmedMs === null) return false
    const reachable = Math.min(toMs, clock.now() + farthestMs - dayMs)
    return fromMs < source.coveredFromMs ? fromMs > 0 : reachable > source.coveredToMs
  }

  async function coverOne(calendarId: string, fromMs: number, toMs: number): Promise<void> {
    const running = underWay.get(calendarId) ?? extend(calendarId, fromMs, toMs)
    underWay.set(calendarId, running)
    await running.catch(() => {}).finally(() => underWay.delete(calendarId))
  }

  return async function cover(
    subs: readonly string[],
    fromMs: number,
    toMs: number,
    deadlineMs = patienceMs,
  ): Promise<void> {
    const lacking = [...new Set(subs)]
      .flatMap(sub => store.calendars.of(sub))
      .filter(c => c.kind !== 'built_in' && needs(c.calendarId, Math.max(0, fromMs), toMs))
    if (lacking.length === 0) return
    let late: unknown
    const deadline = new Promise<void>(resolve => {
      late = clock.setTimeout(resolve, deadlineMs)
    })
    await Promise.race([Promise.all(lacking.map(c => coverOne(c.calendarId, fromMs, toMs))), deadline])
    clock.clearTimeout(late)
  }
}

export type Cover = ReturnType<typeof createCoverage>
