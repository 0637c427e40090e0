import type { Database } from './open-database.ts'

/** `T` is the template of the link: its query, event and callbacks, whose shape belongs to scheduling. */
export interface LinkRow<T> {
  readonly linkId: string
  readonly token: string
  readonly tokenDigest: Buffer
  readonly status: 'open' | 'completed' | 'disabled'
  readonly displayMessage: string
  readonly madeBy: 'desk' | 'api'
  readonly template: T
  readonly createdMs: number
}

type Raw = Omit<LinkRow<unknown>, 'template'> & { template: string }

const columns = `link_id AS linkId, token, token_digest AS tokenDigest, status, display_message AS displayMessage,
  made_by AS madeBy, template, created_ms AS createdMs`

export function createLinks<T>(db: Database) {
  const all = db.prepare<[], Raw>(`SELECT ${columns} FROM link ORDER BY created_ms DESC, link_id`)
  const one = db.prepare<[string], Raw>(`SELECT ${columns} FROM link WHERE link_id = ?`)
  const byDigest = db.prepare<[Buffer], Raw>(`SELECT ${columns} FROM link WHERE token_digest = ?`)
  const add = db.prepare<[Raw]>(
    `INSERT INTO link (link_id, token, token_digest, status, display_message, made_by, template, created_ms)
     VALUES (@linkId, @token, @tokenDigest, @status, @displayMessage, @madeBy, @template, @createdMs)`,
  )
  const setStatus = db.prepare<[string, string, string]>(
    'UPDATE link SET status = ?, display_message = ? WHERE link_id = ?',
  )
  const found = (row: Raw | undefined): LinkRow<T> | null =>
    row === undefined ? null : { ...row, template: JSON.parse(row.template) as T }
  return {
    all: () => all.all().map(row => ({ ...row, template: JSON.parse(row.template) as T })),
    get: (linkId: string) => found(one.get(linkId)),
    byTokenDigest: (digest: Buffer) => found(byDigest.get(digest)),
    add: (row: LinkRow<T>) => void add.run({ ...row, template: JSON.stringify(row.template) }),
    setStatus: (linkId: string, status: LinkRow<T>['status'], displayMessage: string) =>
      void setStatus.run(status, displayMessage, linkId),
  }
}
