import type { Database } from './open-database.ts'
import type { Revisions } from './revisions.ts'

/** An event of a built-in calendar. */
export interface EventRow {
  readonly calendarId: string
  readonly eventUid: string
  readonly eventId: string | null
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly url: string
  readonly startMs: number
  readonly endMs: number
  readonly allDay: boolean
  /** The zone it was written in: all-day dates and the wall clock shown belong to it. */
  readonly tzid: string
  readonly status: 'busy' | 'tentative' | 'free'
  readonly attendees: readonly { readonly email: string; readonly displayName: string }[]
  readonly conferencingUrl: string | null
  readonly bookingId: string | null
  readonly updatedMs: number
}

/** When an event is, and what decides whether it counts as busy. */
export interface EventTimesRow {
  readonly eventUid: string
  readonly eventId: string | null
  readonly startMs: number
  readonly endMs: number
  readonly status: EventRow['status']
  readonly bookingId: string | null
}

type Raw = Omit<EventRow, 'allDay' | 'attendees'> & { allDay: number; attendees: string }

const columns = `calendar_id AS calendarId, event_uid AS eventUid, event_id AS eventId, summary, description, location,
  url, start_ms AS startMs, end_ms AS endMs, all_day AS allDay, tzid, status, attendees,
  conferencing_url AS conferencingUrl, booking_id AS bookingId, updated_ms AS updatedMs`

const toEvent = (row: Raw): EventRow => ({
  ...row,
  allDay: row.allDay === 1,
  attendees: JSON.parse(row.attendees),
})

export function createEvents(db: Database, revisions: Revisions) {
  const one = db.prepare<[string, string], Raw>(
    `SELECT ${columns} FROM event WHERE calendar_id = ? AND event_uid = ?`,
  )
  const byId = db.prepare<[string, string], Raw>(
    `SELECT ${columns} FROM event WHERE calendar_id = ? AND event_id = ?`,
  )
  const byBooking = db.prepare<[string], Raw>(`SELECT ${columns} FROM event WHERE booking_id = ?`)
  const within = db.prepare<[string, number, number], Raw>(
    `SELECT ${columns} FROM event WHERE calendar_id = ? AND end_ms > ? AND start_ms < ? ORDER BY start_ms, end_ms`,
  )
  const times = db.prepare<[string], EventTimesRow>(
    `SELECT event_uid AS eventUid, event_id AS eventId, start_ms AS startMs, end_ms AS endMs, status,
       booking_id AS bookingId FROM event WHERE calendar_id = ?`,
  )
  const count = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM event WHERE calendar_id = ?')
  const put = db.prepare<[Raw]>(
    `INSERT OR REPLACE INTO event (calendar_id, event_uid, event_id, summary, description, location, url, start_ms,
       end_ms, all_day, tzid, status, attendees, conferencing_url, booking_id, updated_ms)
     VALUES (@calendarId, @eventUid, @eventId, @summary, @description, @location, @url, @startMs, @endMs, @allDay,
       @tzid, @status, @attendees, @conferencingUrl, @bookingId, @updatedMs)`,
  )
  const remove = db.prepare<[string, string]>('DELETE FROM event WHERE calendar_id = ? AND event_uid = ?')
  const found = (row: Raw | undefined) => (row === undefined ? null : toEvent(row))
  return {
    get: (calendarId: string, eventUid: string) => found(one.get(calendarId, eventUid)),
    byId: (calendarId: string, eventId: string) => found(byId.get(calendarId, eventId)),
    ofBooking: (bookingId: string) => byBooking.all(bookingId).map(toEvent),
    /** Events that overlap `[fromMs, toMs)`, sorted by start. */
    within: (calendarId: string, fromMs: number, toMs: number) =>
      within.all(calendarId, fromMs, toMs).map(toEvent),
    /** Of every event of a calendar, whenever it is. */
    times: (calendarId: string) => times.all(calendarId),
    count: (calendarId: string) => count.get(calendarId)?.n ?? 0,
    put(row: EventRow): void {
      revisions.touch(row.calendarId)
      put.run({ ...row, allDay: Number(row.allDay), attendees: JSON.stringify(row.attendees) })
    },
    remove(calendarId: string, eventUid: string): boolean {
      revisions.touch(calendarId)
      return remove.run(calendarId, eventUid).changes === 1
    },
  }
}
