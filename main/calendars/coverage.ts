import { type SourceRow, unreadSource } from '../store/calendar-sources.ts'
import type { Store } from '../store/store.ts'
import {
  aheadMs,
  type ObjectReading,
  pastMs,
  type Reader,
  readObject,
  readOneOfMany,
  type Stretch,
  stretchAround,
} from './object-reading.ts'

type SourceStore = Pick<Store, 'calendars' | 'calendarSources' | 'calendarObjects' | 'people' | 'transact'>

const dayMs = 86_400_000
/** Farther than this nothing is read: what a link asks of the time beyond stays unknown, that is, busy. */
const farthestMs = 3700 * dayMs

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
 * What could not be read stays uncovered, and uncovered time counts as busy.
 *
 * @param widen asks the server for a longer stretch, where it is the server that expands series
 */
export function createCoverage(
  store: SourceStore,
  reader: Reader,
  clock: { now(): number },
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
    const objects = store.calendarObjects.all(calendarId)
    if (objects.some(o => o.text === null)) return widen(calendarId, stretch)
    const zone = store.people.get(calendar.sub)?.tzid ?? 'UTC'
    const readings: ObjectReading[] = []
    for (const object of objects)
      readings.push(await readOneOfMany(reader, { ...object, text: object.text ?? '' }, zone, stretch))
    store.transact(() => keep(source, readings, stretch))
  }

  /** What was replaced or removed while it was read says nothing of the stretch, so the stretch is not widened. */
  function keep(source: SourceRow, readings: readonly ObjectReading[], stretch: Stretch): void {
    const { calendarId } = source
    const now = store.calendarSources.get(calendarId)
    const known = store.calendarObjects.known(calendarId)
    const unchanged = (r: ObjectReading) =>
      known.has(r.row.objectId) && store.calendarObjects.get(calendarId, r.row.objectId)?.text === r.row.text
    if (now === null || known.size !== readings.length || !readings.every(unchanged)) return
    for (const { row, occurrences } of readings) store.calendarObjects.put(row, occurrences)
    store.calendarSources.put({ ...now, coveredFromMs: stretch.fromMs, coveredToMs: stretch.toMs })
    store.calendarSources.count(calendarId)
  }

  function needs(calendarId: string, fromMs: number, toMs: number): boolean {
    const source = store.calendarSources.get(calendarId)
    if (source === null || source.confirmedMs === null) return false
    const reachable = Math.min(toMs, clock.now() + farthestMs - dayMs)
    return fromMs < source.coveredFromMs ? fromMs > 0 : reachable > source.coveredToMs
  }

  return async function cover(subs: readonly string[], fromMs: number, toMs: number): Promise<void> {
    const lacking = [...new Set(subs)]
      .flatMap(sub => store.calendars.of(sub))
      .filter(c => c.kind !== 'built_in' && needs(c.calendarId, Math.max(0, fromMs), toMs))
    for (const { calendarId } of lacking) {
      const running = underWay.get(calendarId) ?? extend(calendarId, fromMs, toMs)
      underWay.set(calendarId, running)
      await running.catch(() => {}).finally(() => underWay.delete(calendarId))
    }
  }
}

export type Cover = ReturnType<typeof createCoverage>
