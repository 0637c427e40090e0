import type { Database } from './open-database.ts'

/** One stretch of time in which somebody can take part, kept under the id that a program gave it. */
export interface AvailablePeriodRow {
  readonly availablePeriodId: string
  readonly startMs: number
  readonly endMs: number
  readonly tzid: string
}

const columns = 'available_period_id AS availablePeriodId, start_ms AS startMs, end_ms AS endMs, tzid'

export function createAvailablePeriods(db: Database) {
  const within = db.prepare<[string, number, number], AvailablePeriodRow>(
    `SELECT ${columns} FROM available_period WHERE sub = ? AND end_ms > ? AND start_ms < ?
     ORDER BY start_ms, available_period_id`,
  )
  const any = db.prepare<[string], { n: number }>(
    'SELECT EXISTS (SELECT 1 FROM available_period WHERE sub = ?) AS n',
  )
  const put = db.prepare<[string, string, number, number, string]>(
    `INSERT INTO available_period (sub, available_period_id, start_ms, end_ms, tzid) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET start_ms = excluded.start_ms, end_ms = excluded.end_ms, tzid = excluded.tzid`,
  )
  const remove = db.prepare<[string, string]>(
    'DELETE FROM available_period WHERE sub = ? AND available_period_id = ?',
  )
  const removeAll = db.prepare<[string]>('DELETE FROM available_period WHERE sub = ?')
  return {
    /** Those that overlap `[fromMs, toMs)`, in order. */
    within: (sub: string, fromMs: number, toMs: number) => within.all(sub, fromMs, toMs),
    /** Whether any is kept, at whatever time. */
    any: (sub: string) => any.get(sub)?.n === 1,
    put: (sub: string, row: AvailablePeriodRow) =>
      void put.run(sub, row.availablePeriodId, row.startMs, row.endMs, row.tzid),
    remove: (sub: string, availablePeriodId: string) => remove.run(sub, availablePeriodId).changes === 1,
    removeAll: (sub: string) => void removeAll.run(sub),
  }
}
