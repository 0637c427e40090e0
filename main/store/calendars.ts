import type { Database } from './open-database.ts'
import type { Revisions } from './revisions.ts'

export interface CalendarRow {
  readonly calendarId: string
  readonly sub: string
  readonly name: string
  readonly kind: 'built_in' | 'ics_file' | 'feed' | 'caldav' | 'google' | 'microsoft'
  readonly countsAsBusy: boolean
  readonly takesEvents: boolean
  /** Its server sends the invitations of events that are written there. */
  readonly sendsInvitations: boolean
  /** Null for built-in calendars and files. */
  readonly connectionId: string | null
  /** Names it at its server; the name of a file. */
  readonly remoteId: string
  readonly createdMs: number
}

/** What a calendar of the desk's own is, whatever its name. */
export const builtIn = {
  kind: 'built_in',
  countsAsBusy: true,
  takesEvents: true,
  sendsInvitations: false,
  connectionId: null,
  remoteId: '',
} as const

type Raw = {
  [K in keyof CalendarRow]: CalendarRow[K] extends boolean ? number : CalendarRow[K]
}

const columns = `calendar_id AS calendarId, sub, name, kind, counts_as_busy AS countsAsBusy,
  takes_events AS takesEvents, sends_invitations AS sendsInvitations, connection_id AS connectionId,
  remote_id AS remoteId, created_ms AS createdMs`

const toCalendar = (row: Raw): CalendarRow => ({
  ...row,
  countsAsBusy: row.countsAsBusy === 1,
  takesEvents: row.takesEvents === 1,
  sendsInvitations: row.sendsInvitations === 1,
})

export function createCalendars(db: Database, revisions: Revisions) {
  const all = db.prepare<[], Raw>(`SELECT ${columns} FROM calendar ORDER BY created_ms, calendar_id`)
  const of = db.prepare<[string], Raw>(
    `SELECT ${columns} FROM calendar WHERE sub = ? ORDER BY created_ms, calendar_id`,
  )
  const one = db.prepare<[string], Raw>(`SELECT ${columns} FROM calendar WHERE calendar_id = ?`)
  const put = db.prepare<[Raw]>(
    `INSERT INTO calendar (calendar_id, sub, name, kind, counts_as_busy, takes_events, sends_invitations,
       connection_id, remote_id, created_ms)
     VALUES (@calendarId, @sub, @name, @kind, @countsAsBusy, @takesEvents, @sendsInvitations, @connectionId,
       @remoteId, @createdMs)
     ON CONFLICT (calendar_id) DO UPDATE SET name = excluded.name, counts_as_busy = excluded.counts_as_busy,
       takes_events = excluded.takes_events, sends_invitations = excluded.sends_invitations,
       remote_id = excluded.remote_id`,
  )
  const ofConnection = db.prepare<[string], Raw>(
    `SELECT ${columns} FROM calendar WHERE connection_id = ? ORDER BY created_ms, calendar_id`,
  )
  const remove = db.prepare<[string]>('DELETE FROM calendar WHERE calendar_id = ?')
  /** Asked for several times by every query, for each of its members: kept until anything is written to a calendar. */
  const kept = new Map<string, readonly CalendarRow[]>()
  let keptAt = -1
  function calendarsOf(sub: string): readonly CalendarRow[] {
    if (keptAt !== revisions.latest()) kept.clear()
    keptAt = revisions.latest()
    const known = kept.get(sub) ?? of.all(sub).map(toCalendar)
    kept.set(sub, known)
    return known
  }
  return {
    all: () => all.all().map(toCalendar),
    of: calendarsOf,
    ofConnection: (connectionId: string) => ofConnection.all(connectionId).map(toCalendar),
    get(calendarId: string): CalendarRow | null {
      const row = one.get(calendarId)
      return row === undefined ? null : toCalendar(row)
    },
    put(row: CalendarRow): void {
      revisions.touch(row.calendarId)
      put.run({
        ...row,
        countsAsBusy: Number(row.countsAsBusy),
        takesEvents: Number(row.takesEvents),
        sendsInvitations: Number(row.sendsInvitations),
      })
    },
    remove(calendarId: string): boolean {
      revisions.touchAll()
      return remove.run(calendarId).changes === 1
    },
  }
}
