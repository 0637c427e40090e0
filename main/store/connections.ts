import type { Database } from './open-database.ts'
import type { Revisions } from './revisions.ts'

/** An account on somebody's server. What is secret of it stands here sealed. */
export interface ConnectionRow {
  readonly connectionId: string
  readonly sub: string
  readonly kind: 'feed' | 'caldav' | 'google' | 'microsoft'
  readonly name: string
  readonly details: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
  readonly sealedSecret: string
  readonly createdMs: number
}

type Raw = Omit<ConnectionRow, 'details'> & { details: string }

const columns = `connection_id AS connectionId, sub, kind, name, details, secret AS sealedSecret,
  created_ms AS createdMs`

const toConnection = (row: Raw): ConnectionRow => ({ ...row, details: JSON.parse(row.details) })

export function createConnections(db: Database, revisions: Revisions) {
  const all = db.prepare<[], Raw>(`SELECT ${columns} FROM connection ORDER BY created_ms, connection_id`)
  const one = db.prepare<[string], Raw>(`SELECT ${columns} FROM connection WHERE connection_id = ?`)
  const put = db.prepare<[Raw]>(
    `INSERT INTO connection (connection_id, sub, kind, name, details, secret, created_ms)
     VALUES (@connectionId, @sub, @kind, @name, @details, @sealedSecret, @createdMs)
     ON CONFLICT (connection_id) DO UPDATE SET name = excluded.name, details = excluded.details,
       secret = excluded.secret`,
  )
  const remove = db.prepare<[string]>('DELETE FROM connection WHERE connection_id = ?')
  return {
    all: () => all.all().map(toConnection),
    get(connectionId: string): ConnectionRow | null {
      const row = one.get(connectionId)
      return row === undefined ? null : toConnection(row)
    },
    put: (row: ConnectionRow) => void put.run({ ...row, details: JSON.stringify(row.details) }),
    /** Its calendars go with it. */
    remove(connectionId: string): boolean {
      revisions.touchAll()
      return remove.run(connectionId).changes === 1
    },
  }
}
