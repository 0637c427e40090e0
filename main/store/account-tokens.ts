import type { Database } from './open-database.ts'

/** A token that stands for an account at `/v1`. Only its digest is kept: whoever reads the file learns no token. */
export interface AccountTokenRow {
  readonly digest: Buffer
  readonly kind: 'access' | 'refresh'
  readonly sub: string
  /** Null: until it is revoked. */
  readonly expiresMs: number | null
}

const columns = 'digest, kind, sub, expires_ms AS expiresMs'

export function createAccountTokens(db: Database) {
  const one = db.prepare<[Buffer], AccountTokenRow>(`SELECT ${columns} FROM account_token WHERE digest = ?`)
  const add = db.prepare<[AccountTokenRow]>(
    'INSERT INTO account_token (digest, kind, sub, expires_ms) VALUES (@digest, @kind, @sub, @expiresMs)',
  )
  const revoke = db.prepare<[string]>('DELETE FROM account_token WHERE sub = ?')
  const removeExpired = db.prepare<[number]>('DELETE FROM account_token WHERE expires_ms <= ?')
  const calendar = db.prepare<[string], { sub: string }>(
    'SELECT sub FROM application_calendar WHERE application_calendar_id = ?',
  )
  const calendars = db.prepare<[], { sub: string; applicationCalendarId: string }>(
    `SELECT sub, application_calendar_id AS applicationCalendarId FROM application_calendar
     ORDER BY application_calendar_id`,
  )
  const addCalendar = db.prepare<[string, string]>(
    'INSERT INTO application_calendar (application_calendar_id, sub) VALUES (?, ?)',
  )
  return {
    get: (digest: Buffer) => one.get(digest) ?? null,
    add: (row: AccountTokenRow) => void add.run(row),
    /** Every token of an account. */
    revoke: (sub: string) => void revoke.run(sub),
    removeExpired: (nowMs: number) => void removeExpired.run(nowMs),
    /** The account that a program made under an id of its own. */
    subOfApplicationCalendar: (id: string) => calendar.get(id)?.sub ?? null,
    applicationCalendars: () => calendars.all(),
    addApplicationCalendar: (id: string, sub: string) => void addCalendar.run(id, sub),
  }
}
