import type { Database } from './open-database.ts'

export interface BookingRow {
  readonly bookingId: string
  readonly linkId: string
  readonly status: 'confirmed' | 'cancelled'
  readonly startMs: number
  readonly endMs: number
  /** Who takes part; each of them has a claim while the booking lives. */
  readonly subs: readonly string[]
  readonly eventUid: string
  readonly conferencingUrl: string | null
  readonly recipient: {
    readonly name: string
    readonly email: string
    readonly note: string
    readonly tzid: string
  }
  readonly idempotencyKey: string
  readonly createdMs: number
  /** SEQUENCE of its event. */
  readonly sequence: number
  /** What the organizer did to its event in their own calendar, and the booking followed. */
  readonly followed: 'moved' | 'deleted' | null
}

export interface ClaimRow {
  readonly bookingId: string
  readonly startMs: number
  readonly endMs: number
}

type Raw = Omit<BookingRow, 'subs' | 'recipient'> & { subs: string; recipient: string }

const columns = `booking_id AS bookingId, link_id AS linkId, status, start_ms AS startMs, end_ms AS endMs, subs,
  event_uid AS eventUid, conferencing_url AS conferencingUrl, recipient, idempotency_key AS idempotencyKey,
  created_ms AS createdMs, sequence, followed`

const toBooking = (row: Raw): BookingRow => ({
  ...row,
  subs: JSON.parse(row.subs),
  recipient: JSON.parse(row.recipient),
})

export function createBookings(db: Database) {
  const all = db.prepare<[], Raw>(`SELECT ${columns} FROM booking ORDER BY start_ms, booking_id`)
  const one = db.prepare<[string], Raw>(`SELECT ${columns} FROM booking WHERE booking_id = ?`)
  const ofLink = db.prepare<[string], Raw>(
    `SELECT ${columns} FROM booking WHERE link_id = ? ORDER BY created_ms DESC LIMIT 1`,
  )
  const byKey = db.prepare<[string, string], Raw>(
    `SELECT ${columns} FROM booking WHERE link_id = ? AND idempotency_key = ?`,
  )
  const add = db.prepare<[Raw]>(
    `INSERT INTO booking (booking_id, link_id, status, start_ms, end_ms, subs, event_uid, conferencing_url, recipient,
       idempotency_key, created_ms, sequence, followed)
     VALUES (@bookingId, @linkId, @status, @startMs, @endMs, @subs, @eventUid, @conferencingUrl, @recipient,
       @idempotencyKey, @createdMs, @sequence, @followed)`,
  )
  const byEventId = db.prepare<[string], Raw>(
    `SELECT ${columns} FROM booking WHERE status = 'confirmed'
       AND link_id IN (SELECT link_id FROM link WHERE template ->> '$.event.eventId' = ?)`,
  )
  const cancel = db.prepare<[string]>(
    "UPDATE booking SET status = 'cancelled', sequence = sequence + 1 WHERE booking_id = ?",
  )
  const follow = db.prepare<[string, string]>('UPDATE booking SET followed = ? WHERE booking_id = ?')
  const move = db.prepare<[number, number, string]>(
    'UPDATE booking SET start_ms = ?, end_ms = ?, sequence = sequence + 1 WHERE booking_id = ?',
  )
  // A booking may have been moved to last for days.
  const overlapping = db.prepare<[number, number, number], Raw>(
    `SELECT ${columns} FROM booking WHERE status = 'confirmed' AND start_ms > ? - 2764800000 AND start_ms < ?
       AND end_ms > ? ORDER BY created_ms`,
  )
  const sequenceOf = db.prepare<[string], { next: number | null }>(
    'SELECT max(sequence) + 1 AS next FROM booking WHERE event_uid = ?',
  )
  const upcoming = db.prepare<[number], Raw>(
    `SELECT ${columns} FROM booking WHERE status = 'confirmed' AND end_ms > ? ORDER BY start_ms, booking_id`,
  )
  const claim = db.prepare<[string, number, number, string]>(
    'INSERT INTO claim (sub, start_ms, end_ms, booking_id) VALUES (?, ?, ?, ?)',
  )
  const release = db.prepare<[string]>('DELETE FROM claim WHERE booking_id = ?')
  // Claims of one member never overlap: of those that start before, only the last can reach in.
  const claims = db.prepare<[{ sub: string; fromMs: number; toMs: number }], ClaimRow>(
    `SELECT booking_id AS bookingId, start_ms AS startMs, end_ms AS endMs FROM claim
     WHERE sub = @sub AND start_ms < @toMs AND end_ms > @fromMs AND start_ms >= coalesce(
       (SELECT max(start_ms) FROM claim WHERE sub = @sub AND start_ms <= @fromMs), @fromMs)
     ORDER BY start_ms`,
  )
  const load = db.prepare<[string, number], { n: number }>(
    'SELECT count(DISTINCT booking_id) AS n FROM claim WHERE sub = ? AND start_ms >= ?',
  )
  const claimsOf = (sub: string, fromMs: number, toMs: number) => claims.all({ sub, fromMs, toMs })
  /** As much of the time as nobody else has claimed. */
  function claimRest(row: BookingRow, sub: string): void {
    let fromMs = row.startMs
    for (const taken of claimsOf(sub, row.startMs, row.endMs)) {
      if (taken.startMs > fromMs) claim.run(sub, fromMs, taken.startMs, row.bookingId)
      fromMs = Math.max(fromMs, taken.endMs)
    }
    if (fromMs < row.endMs) claim.run(sub, fromMs, row.endMs, row.bookingId)
  }
  /** What is given back goes to a booking that was moved onto it, if there is one. */
  function giveBack(row: BookingRow): void {
    release.run(row.bookingId)
    for (const other of overlapping.all(row.startMs, row.endMs, row.startMs).map(toBooking))
      if (other.bookingId !== row.bookingId)
        for (const sub of other.subs) if (row.subs.includes(sub)) claimRest(other, sub)
  }
  const found = (row: Raw | undefined) => (row === undefined ? null : toBooking(row))
  return {
    all: () => all.all().map(toBooking),
    get: (bookingId: string) => found(one.get(bookingId)),
    /** The latest booking made through a link. */
    ofLink: (linkId: string) => found(ofLink.get(linkId)),
    /** Live bookings whose links write the event of this id. */
    confirmedWithEventId: (eventId: string) => byEventId.all(eventId).map(toBooking),
    byKey: (linkId: string, idempotencyKey: string) => found(byKey.get(linkId, idempotencyKey)),
    /** Adds the booking and claims its time for each of its `subs`. Throws if one of them is taken. */
    add(row: BookingRow): void {
      add.run({ ...row, subs: JSON.stringify(row.subs), recipient: JSON.stringify(row.recipient) })
      for (const sub of row.subs) claim.run(sub, row.startMs, row.endMs, row.bookingId)
    },
    /** Gives the claimed time back. */
    cancel(bookingId: string): void {
      cancel.run(bookingId)
      const row = one.get(bookingId)
      if (row !== undefined) giveBack(toBooking(row))
    },
    /** For an event that is to be written: higher than whatever was said of it before. */
    nextSequence: (eventUid: string) => sequenceOf.get(eventUid)?.next ?? 0,
    /** Live bookings that are not over. */
    upcoming: (nowMs: number) => upcoming.all(nowMs).map(toBooking),
    /** What the organizer did in their own calendar. */
    follow: (bookingId: string, what: 'moved' | 'deleted') => void follow.run(what, bookingId),
    /**
     * To a time that may be taken: a claim that is there stays, and this booking gets the rest of the time until the
     * other one gives it back.
     * Call inside a transaction.
     */
    move(row: BookingRow, startMs: number, endMs: number): void {
      move.run(startMs, endMs, row.bookingId)
      giveBack(row)
      for (const sub of row.subs) claimRest({ ...row, startMs, endMs }, sub)
    },
    claims: claimsOf,
    /** Live ones that overlap `[startMs, endMs)`, the oldest first. */
    overlapping: (startMs: number, endMs: number) => overlapping.all(startMs, endMs, startMs).map(toBooking),
    /** How many bookings lie ahead of a person. */
    load: (sub: string, nowMs: number) => load.get(sub, nowMs)?.n ?? 0,
  }
}
