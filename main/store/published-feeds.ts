import type { Database } from './open-database.ts'

/** A built-in calendar that other programs may subscribe to. The token is all that opens it. */
export interface PublishedFeedRow {
  readonly calendarId: string
  readonly token: string
  readonly tokenDigest: Buffer
}

const columns = 'calendar_id AS calendarId, token, token_digest AS tokenDigest'

export function createPublishedFeeds(db: Database) {
  const one = db.prepare<[string], PublishedFeedRow>(
    `SELECT ${columns} FROM published_feed WHERE calendar_id = ?`,
  )
  const byDigest = db.prepare<[Buffer], PublishedFeedRow>(
    `SELECT ${columns} FROM published_feed WHERE token_digest = ?`,
  )
  const put = db.prepare<[PublishedFeedRow]>(
    `INSERT OR REPLACE INTO published_feed (calendar_id, token, token_digest)
     VALUES (@calendarId, @token, @tokenDigest)`,
  )
  const remove = db.prepare<[string]>('DELETE FROM published_feed WHERE calendar_id = ?')
  return {
    of: (calendarId: string) => one.get(calendarId) ?? null,
    byTokenDigest: (digest: Buffer) => byDigest.get(digest) ?? null,
    put: (row: PublishedFeedRow) => void put.run(row),
    remove: (calendarId: string) => void remove.run(calendarId),
  }
}
