import type { Database } from './open-database.ts'

/** Where a calendar that is read from somewhere stands with its server. Files are confirmed when they come in. */
export interface SourceRow {
  readonly calendarId: string
  /** What the server is asked with next; null: for everything. */
  readonly cursor: string | null
  /** Outside `[coveredFromMs, coveredToMs)` nothing is known. */
  readonly coveredFromMs: number
  readonly coveredToMs: number
  readonly eventCount: number
  /** When what is kept was last known to be what is there; null: never. */
  readonly confirmedMs: number | null
  readonly attemptedMs: number | null
  readonly nextAttemptMs: number | null
  /** Failed attempts in a row. */
  readonly failures: number
  readonly failure: SourceFailure | null
}

export interface SourceFailure {
  readonly kind: string
  /** A sentence for the organizer. */
  readonly message: string
  readonly sinceMs: number
}

type Raw = Omit<SourceRow, 'failure'> & { failure: string | null }

const columns = `calendar_id AS calendarId, cursor, covered_from_ms AS coveredFromMs, covered_to_ms AS coveredToMs,
  event_count AS eventCount, confirmed_ms AS confirmedMs, attempted_ms AS attemptedMs,
  next_attempt_ms AS nextAttemptMs, failures, failure`

const toSource = (row: Raw): SourceRow => ({
  ...row,
  failure: row.failure === null ? null : JSON.parse(row.failure),
})

/** A source of which nothing has been read yet. */
export const unreadSource = (calendarId: string): SourceRow => ({
  calendarId,
  cursor: null,
  coveredFromMs: 0,
  coveredToMs: 0,
  eventCount: 0,
  confirmedMs: null,
  attemptedMs: null,
  nextAttemptMs: 0,
  failures: 0,
  failure: null,
})

export function createCalendarSources(db: Database) {
  const one = db.prepare<[string], Raw>(`SELECT ${columns} FROM calendar_source WHERE calendar_id = ?`)
  const due = db.prepare<[{ nowMs: number }], Raw>(
    `SELECT ${columns} FROM calendar_source WHERE next_attempt_ms <= @nowMs
       OR attempted_ms > @nowMs + 60000 ORDER BY next_attempt_ms`,
  )
  const next = db.prepare<[], { at: number | null }>('SELECT min(next_attempt_ms) AS at FROM calendar_source')
  const put = db.prepare<[Raw]>(
    `INSERT OR REPLACE INTO calendar_source (calendar_id, cursor, covered_from_ms, covered_to_ms, event_count,
       confirmed_ms, attempted_ms, next_attempt_ms, failures, failure)
     VALUES (@calendarId, @cursor, @coveredFromMs, @coveredToMs, @eventCount, @confirmedMs, @attemptedMs,
       @nextAttemptMs, @failures, @failure)`,
  )
  const count = db.prepare<[string, string]>(
    `UPDATE calendar_source SET event_count =
       (SELECT coalesce(sum(event_count), 0) FROM calendar_object WHERE calendar_id = ?) WHERE calendar_id = ?`,
  )
  return {
    get(calendarId: string): SourceRow | null {
      const row = one.get(calendarId)
      return row === undefined ? null : toSource(row)
    },
    put: (row: SourceRow) =>
      void put.run({ ...row, failure: row.failure === null ? null : JSON.stringify(row.failure) }),
    /** Counts the events of its objects anew. */
    count: (calendarId: string) => void count.run(calendarId, calendarId),
    /** Those whose next attempt is due, the longest waiting first; by a clock that was set back since, all of them. */
    due: (nowMs: number) => due.all({ nowMs }).map(toSource),
    nextAttemptMs: () => next.get()?.at ?? null,
  }
}
