import type { Database } from './open-database.ts'
import type { Revisions } from './revisions.ts'

/** Events under the name that they have at their server; a file or a feed is one object. */
export interface ObjectRow {
  readonly calendarId: string
  readonly objectId: string
  readonly etag: string | null
  /** iCalendar; null where the server expands series itself. */
  readonly text: string | null
  readonly eventCount: number
  readonly problems: readonly ObjectProblem[]
}

/** Something in it that could not be read. */
export interface ObjectProblem {
  readonly summary: string | null
  readonly line: number
  readonly message: string
}

export interface OccurrenceRow {
  readonly eventUid: string
  readonly summary: string
  readonly startMs: number
  readonly endMs: number
  readonly allDay: boolean
  readonly status: 'busy' | 'tentative' | 'free'
}

export type OccurrenceTimesRow = Pick<OccurrenceRow, 'eventUid' | 'startMs' | 'endMs' | 'status'>

type RawObject = Omit<ObjectRow, 'problems'> & { problems: string }
type RawOccurrence = Omit<OccurrenceRow, 'allDay'> & { allDay: number }

const objectColumns =
  'calendar_id AS calendarId, object_id AS objectId, etag, text, event_count AS eventCount, problems'
const occurrenceColumns =
  'event_uid AS eventUid, summary, start_ms AS startMs, end_ms AS endMs, all_day AS allDay, status'

const toOccurrence = (row: RawOccurrence): OccurrenceRow => ({ ...row, allDay: row.allDay === 1 })
const toObject = (row: RawObject): ObjectRow => ({ ...row, problems: JSON.parse(row.problems) })

export function createCalendarObjects(db: Database, revisions: Revisions) {
  const one = db.prepare<[string, string], RawObject>(
    `SELECT ${objectColumns} FROM calendar_object WHERE calendar_id = ? AND object_id = ?`,
  )
  const all = db.prepare<[string], RawObject>(
    `SELECT ${objectColumns} FROM calendar_object WHERE calendar_id = ? ORDER BY object_id`,
  )
  const known = db.prepare<[string], { objectId: string; etag: string | null }>(
    'SELECT object_id AS objectId, etag FROM calendar_object WHERE calendar_id = ?',
  )
  const etagOf = db.prepare<[string, string], { etag: string | null }>(
    'SELECT etag FROM calendar_object WHERE calendar_id = ? AND object_id = ?',
  )
  const withoutEtag = db.prepare<[string], RawObject>(
    `SELECT ${objectColumns} FROM calendar_object WHERE calendar_id = ? AND etag IS NULL AND problems <> '[]'`,
  )
  const problems = db.prepare<[string], { problems: string }>(
    "SELECT problems FROM calendar_object WHERE calendar_id = ? AND problems <> '[]'",
  )
  const put = db.prepare<[RawObject & { longestMs: number }]>(
    `INSERT OR REPLACE INTO calendar_object
       (calendar_id, object_id, etag, text, event_count, problems, longest_ms)
     VALUES (@calendarId, @objectId, @etag, @text, @eventCount, @problems, @longestMs)`,
  )
  const remove = db.prepare<[string, string]>(
    'DELETE FROM calendar_object WHERE calendar_id = ? AND object_id = ?',
  )
  const clear = db.prepare<[string, string]>('DELETE FROM occurrence WHERE calendar_id = ? AND object_id = ?')
  const add = db.prepare<[string, string, string, string, number, number, number, string]>(
    `INSERT INTO occurrence (calendar_id, object_id, event_uid, summary, start_ms, end_ms, all_day, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const times = db.prepare<[string], OccurrenceTimesRow>(
    `SELECT event_uid AS eventUid, start_ms AS startMs, end_ms AS endMs, status FROM occurrence
     WHERE calendar_id = ?`,
  )
  const within = db.prepare<[{ calendarId: string; fromMs: number; toMs: number }], RawOccurrence>(
    `SELECT ${occurrenceColumns} FROM occurrence
     WHERE calendar_id = @calendarId AND start_ms < @toMs AND end_ms > @fromMs AND start_ms >= @fromMs
       - (SELECT coalesce(max(longest_ms), 0) FROM calendar_object WHERE calendar_id = @calendarId)
     ORDER BY start_ms, end_ms`,
  )
  const uidsOf = db.prepare<[string, string], { eventUid: string }>(
    'SELECT DISTINCT event_uid AS eventUid FROM occurrence WHERE calendar_id = ? AND object_id = ?',
  )
  const ofObject = db.prepare<[string, string], RawOccurrence>(
    `SELECT ${occurrenceColumns} FROM occurrence WHERE calendar_id = ? AND object_id = ? ORDER BY start_ms`,
  )
  const holderOf = db.prepare<[string, string], { objectId: string }>(
    'SELECT object_id AS objectId FROM occurrence WHERE calendar_id = ? AND event_uid = ? ORDER BY start_ms LIMIT 1',
  )
  const ofUid = db.prepare<[string, string], RawOccurrence>(
    `SELECT ${occurrenceColumns} FROM occurrence WHERE calendar_id = ? AND event_uid = ? ORDER BY start_ms`,
  )
  return {
    get(calendarId: string, objectId: string): ObjectRow | null {
      const row = one.get(calendarId, objectId)
      return row === undefined ? null : toObject(row)
    },
    all: (calendarId: string) => all.all(calendarId).map(toObject),
    /** The ETag of every object. */
    known: (calendarId: string): Map<string, string | null> =>
      new Map(known.all(calendarId).map(o => [o.objectId, o.etag])),
    /** Of one object; undefined where it is not there. */
    etagOf: (calendarId: string, objectId: string) => etagOf.get(calendarId, objectId)?.etag,
    /** Those with problems that have no ETag: what could not be read is among them. */
    withoutEtag: (calendarId: string) => withoutEtag.all(calendarId).map(toObject),
    problems: (calendarId: string): ObjectProblem[] =>
      problems.all(calendarId).flatMap(row => JSON.parse(row.problems)),
    /** Replaces the object and everything that was read from it. Call inside a transaction. */
    put(row: ObjectRow, occurrences: readonly OccurrenceRow[]): void {
      const { calendarId, objectId } = row
      revisions.touch(calendarId)
      const longestMs = occurrences.reduce((longest, o) => Math.max(longest, o.endMs - o.startMs), 0)
      put.run({ ...row, problems: JSON.stringify(row.problems), longestMs })
      clear.run(calendarId, objectId)
      for (const o of occurrences)
        add.run(calendarId, objectId, o.eventUid, o.summary, o.startMs, o.endMs, Number(o.allDay), o.status)
    },
    /** Call inside a transaction. */
    remove(calendarId: string, objectId: string): void {
      revisions.touch(calendarId)
      remove.run(calendarId, objectId)
      clear.run(calendarId, objectId)
    },
    /** Of every occurrence that was read, whenever it is. */
    times: (calendarId: string) => times.all(calendarId),
    /** Occurrences that overlap `[fromMs, toMs)`, sorted by start. */
    occurrences: (calendarId: string, fromMs: number, toMs: number): OccurrenceRow[] =>
      within.all({ calendarId, fromMs, toMs }).map(toOccurrence),
    /** The UIDs of the events in one object, as far as they occur in what was read. */
    uidsOf: (calendarId: string, objectId: string) => uidsOf.all(calendarId, objectId).map(r => r.eventUid),
    /** What was read from one object; sorted by start. */
    ofObject: (calendarId: string, objectId: string) => ofObject.all(calendarId, objectId).map(toOccurrence),
    /** The object that an event stands in, or null. */
    holderOf: (calendarId: string, eventUid: string) => holderOf.get(calendarId, eventUid)?.objectId ?? null,
    /** When one event is, as far as that was read; sorted by start. */
    ofUid: (calendarId: string, eventUid: string) => ofUid.all(calendarId, eventUid).map(toOccurrence),
  }
}
