import type { Database } from './open-database.ts'
import type { Revisions } from './revisions.ts'

export interface CalendarRow {
  readonly calendarId: string
  readonly sub: string
  readonly name: string
  readonly kind: 'built_in' | 'ics_file'
  readonly countsAsBusy: boolean
  readonly createdMs: number
}

/** What was read from a file. Outside `[coveredFromMs, coveredToMs)` nothing is known about it. */
export interface CalendarFileRow {
  readonly calendarId: string
  readonly fileName: string
  readonly importedMs: number
  readonly coveredFromMs: number
  readonly coveredToMs: number
  readonly eventCount: number
  readonly problems: readonly {
    readonly summary: string | null
    readonly line: number
    readonly message: string
  }[]
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

type Raw<T> = {
  [K in keyof T]: T[K] extends boolean ? number : T[K] extends readonly unknown[] ? string : T[K]
}

const columns =
  'calendar_id AS calendarId, sub, name, kind, counts_as_busy AS countsAsBusy, created_ms AS createdMs'
const fileColumns = `calendar_id AS calendarId, file_name AS fileName, imported_ms AS importedMs,
  covered_from_ms AS coveredFromMs, covered_to_ms AS coveredToMs, event_count AS eventCount, problems`

const toCalendar = (row: Raw<CalendarRow>): CalendarRow => ({ ...row, countsAsBusy: row.countsAsBusy === 1 })

export function createCalendars(db: Database, revisions: Revisions) {
  const all = db.prepare<[], Raw<CalendarRow>>(
    `SELECT ${columns} FROM calendar ORDER BY created_ms, calendar_id`,
  )
  const of = db.prepare<[string], Raw<CalendarRow>>(
    `SELECT ${columns} FROM calendar WHERE sub = ? ORDER BY created_ms, calendar_id`,
  )
  const one = db.prepare<[string], Raw<CalendarRow>>(`SELECT ${columns} FROM calendar WHERE calendar_id = ?`)
  const put = db.prepare<[Raw<CalendarRow>]>(
    `INSERT INTO calendar (calendar_id, sub, name, kind, counts_as_busy, created_ms)
     VALUES (@calendarId, @sub, @name, @kind, @countsAsBusy, @createdMs)
     ON CONFLICT (calendar_id) DO UPDATE SET name = excluded.name, counts_as_busy = excluded.counts_as_busy`,
  )
  const remove = db.prepare<[string]>('DELETE FROM calendar WHERE calendar_id = ?')
  return {
    all: () => all.all().map(toCalendar),
    of: (sub: string) => of.all(sub).map(toCalendar),
    get(calendarId: string): CalendarRow | null {
      const row = one.get(calendarId)
      return row === undefined ? null : toCalendar(row)
    },
    put: (row: CalendarRow) => void put.run({ ...row, countsAsBusy: Number(row.countsAsBusy) }),
    remove(calendarId: string): boolean {
      revisions.touchAll()
      return remove.run(calendarId).changes === 1
    },
  }
}

export function createCalendarFiles(db: Database, revisions: Revisions) {
  const one = db.prepare<[string], Raw<CalendarFileRow>>(
    `SELECT ${fileColumns} FROM calendar_file WHERE calendar_id = ?`,
  )
  const text = db.prepare<[string], { text: string }>('SELECT text FROM calendar_file WHERE calendar_id = ?')
  const put = db.prepare<[Raw<CalendarFileRow> & { text: string }]>(
    `INSERT OR REPLACE INTO calendar_file
       (calendar_id, file_name, text, imported_ms, covered_from_ms, covered_to_ms, event_count, problems)
     VALUES (@calendarId, @fileName, @text, @importedMs, @coveredFromMs, @coveredToMs, @eventCount, @problems)`,
  )
  const clear = db.prepare<[string]>('DELETE FROM occurrence WHERE calendar_id = ?')
  const add = db.prepare<[string, string, string, number, number, number, string]>(
    `INSERT INTO occurrence (calendar_id, event_uid, summary, start_ms, end_ms, all_day, status)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const times = db.prepare<[string], OccurrenceTimesRow>(
    `SELECT event_uid AS eventUid, start_ms AS startMs, end_ms AS endMs, status FROM occurrence
     WHERE calendar_id = ?`,
  )
  const within = db.prepare<[string, number, number], Raw<OccurrenceRow>>(
    `SELECT event_uid AS eventUid, summary, start_ms AS startMs, end_ms AS endMs, all_day AS allDay, status
     FROM occurrence WHERE calendar_id = ? AND end_ms > ? AND start_ms < ? ORDER BY start_ms, end_ms`,
  )
  return {
    get(calendarId: string): CalendarFileRow | null {
      const row = one.get(calendarId)
      return row === undefined ? null : { ...row, problems: JSON.parse(row.problems) }
    },
    text: (calendarId: string) => text.get(calendarId)?.text ?? null,
    /** Replaces the file and everything that was read from it. Call inside a transaction. */
    put(row: CalendarFileRow, text: string, occurrences: readonly OccurrenceRow[]): void {
      revisions.touch(row.calendarId)
      put.run({ ...row, problems: JSON.stringify(row.problems), text })
      clear.run(row.calendarId)
      for (const o of occurrences)
        add.run(row.calendarId, o.eventUid, o.summary, o.startMs, o.endMs, Number(o.allDay), o.status)
    },
    /** Of every occurrence that was read, whenever it is. */
    times: (calendarId: string) => times.all(calendarId),
    /** Occurrences that overlap `[fromMs, toMs)`, sorted by start. */
    occurrences: (calendarId: string, fromMs: number, toMs: number): OccurrenceRow[] =>
      within.all(calendarId, fromMs, toMs).map(row => ({ ...row, allDay: row.allDay === 1 })),
  }
}
