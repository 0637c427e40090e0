import type { Database } from './open-database.ts'

/** An event that Openslot put on somebody's server. */
export interface WrittenEventRow {
  readonly calendarId: string
  readonly eventUid: string
  /** The id that the program which asked knows it by. */
  readonly eventId: string | null
  readonly bookingId: string | null
  readonly objectId: string
  readonly etag: string | null
  /** When it was as Openslot wrote it, or last followed it: another time there means that it was moved. */
  readonly startMs: number
  readonly endMs: number
  /** Its server sent the invitations. */
  readonly invite: boolean
}

type Raw = Omit<WrittenEventRow, 'invite'> & { invite: number }

const columns = `calendar_id AS calendarId, event_uid AS eventUid, event_id AS eventId, booking_id AS bookingId,
  object_id AS objectId, etag, start_ms AS startMs, end_ms AS endMs, invite`

const toWritten = (row: Raw): WrittenEventRow => ({ ...row, invite: row.invite === 1 })

export function createWrittenEvents(db: Database) {
  const one = db.prepare<[string, string], Raw>(
    `SELECT ${columns} FROM written_event WHERE calendar_id = ? AND event_uid = ?`,
  )
  const byId = db.prepare<[string, string], Raw>(
    `SELECT ${columns} FROM written_event WHERE calendar_id = ? AND event_id = ?`,
  )
  const byObject = db.prepare<[string, string], Raw>(
    `SELECT ${columns} FROM written_event WHERE calendar_id = ? AND object_id = ?`,
  )
  const ofBooking = db.prepare<[string], Raw>(`SELECT ${columns} FROM written_event WHERE booking_id = ?`)
  const put = db.prepare<[Raw]>(
    `INSERT OR REPLACE INTO written_event
       (calendar_id, event_uid, event_id, booking_id, object_id, etag, start_ms, end_ms, invite)
     VALUES (@calendarId, @eventUid, @eventId, @bookingId, @objectId, @etag, @startMs, @endMs, @invite)`,
  )
  const remove = db.prepare<[string, string]>(
    'DELETE FROM written_event WHERE calendar_id = ? AND event_uid = ?',
  )
  const found = (row: Raw | undefined) => (row === undefined ? null : toWritten(row))
  return {
    get: (calendarId: string, eventUid: string) => found(one.get(calendarId, eventUid)),
    byId: (calendarId: string, eventId: string) => found(byId.get(calendarId, eventId)),
    byObject: (calendarId: string, objectId: string) => found(byObject.get(calendarId, objectId)),
    ofBooking: (bookingId: string) => ofBooking.all(bookingId).map(toWritten),
    put: (row: WrittenEventRow) => void put.run({ ...row, invite: Number(row.invite) }),
    remove: (calendarId: string, eventUid: string) => remove.run(calendarId, eventUid).changes === 1,
  }
}
