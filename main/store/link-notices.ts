import type { Database } from './open-database.ts'

/** What became known of an open link without a booking: a recipient whom no time suits, or a page with none to show. */
export interface LinkNoticeRow {
  readonly linkId: string
  readonly kind: 'no_times_suit' | 'no_times_shown'
  /** The same key twice is one notice. */
  readonly noticeKey: string
  /** In the recipient's own words; empty where there were none. */
  readonly message: string
  readonly tzid: string
  readonly createdMs: number
}

const columns = 'link_id AS linkId, kind, notice_key AS noticeKey, message, tzid, created_ms AS createdMs'

export function createLinkNotices(db: Database) {
  const of = db.prepare<[string], LinkNoticeRow>(
    `SELECT ${columns} FROM link_notice WHERE link_id = ? ORDER BY created_ms DESC, notice_key`,
  )
  const add = db.prepare<[LinkNoticeRow]>(
    `INSERT INTO link_notice (link_id, kind, notice_key, message, tzid, created_ms)
     VALUES (@linkId, @kind, @noticeKey, @message, @tzid, @createdMs)
     ON CONFLICT DO UPDATE SET message = excluded.message, tzid = excluded.tzid, created_ms = excluded.created_ms`,
  )
  return {
    /** The latest first. */
    of: (linkId: string) => of.all(linkId),
    /** In place of the one with the same key, if there is one. */
    put: (row: LinkNoticeRow) => void add.run(row),
  }
}
