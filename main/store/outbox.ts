import type { Database } from './open-database.ts'

export interface DeliveryRow {
  readonly deliveryId: string
  readonly linkId: string
  /** Null for what follows from a link without a booking. */
  readonly bookingId: string | null
  readonly kind: 'event' | 'event_removal' | 'webhook' | 'mail'
  readonly subscriber: string
  readonly payload: unknown
  readonly state: 'pending' | 'delivered' | 'failed'
  readonly attempts: number
  readonly nextAttemptMs: number | null
  readonly lastError: string | null
  readonly deliveredMs: number | null
}

/** Calendars are written, programs told and people mailed apart from each other. */
export type Lane = 'calendar' | 'webhook' | 'mail'

export type DeliveryToAdd = Pick<
  DeliveryRow,
  'deliveryId' | 'linkId' | 'bookingId' | 'kind' | 'subscriber' | 'payload'
>

type Raw = Omit<DeliveryRow, 'payload'> & { payload: string }

const columns = `delivery_id AS deliveryId, link_id AS linkId, booking_id AS bookingId, kind, subscriber, payload, state, attempts,
  next_attempt_ms AS nextAttemptMs, last_error AS lastError, delivered_ms AS deliveredMs`

/** A later delivery to the same subscriber about the same booking waits for the earlier one; others wait for none. */
const inTurn = `NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.booking_id = d.booking_id
  AND e.subscriber = d.subscriber AND e.position < d.position AND e.state = 'pending')`

const toDelivery = (row: Raw): DeliveryRow => ({ ...row, payload: JSON.parse(row.payload) })

export function createOutbox(db: Database) {
  const add = db.prepare<[string, string, string | null, string, string, string, number]>(
    `INSERT INTO outbox (delivery_id, link_id, booking_id, kind, subscriber, payload, state, attempts, next_attempt_ms)
     VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?)`,
  )
  const due = db.prepare<[number, string, number], Raw>(
    `SELECT ${columns} FROM outbox AS d WHERE state = 'pending' AND next_attempt_ms <= ? AND ${inTurn}
       AND iif(kind IN ('webhook', 'mail'), kind, 'calendar') = ? ORDER BY position LIMIT ?`,
  )
  const next = db.prepare<[string], { at: number | null }>(
    `SELECT min(next_attempt_ms) AS at FROM outbox AS d WHERE state = 'pending' AND ${inTurn}
       AND delivery_id NOT IN (SELECT value FROM json_each(?))`,
  )
  const one = db.prepare<[string], Raw>(`SELECT ${columns} FROM outbox WHERE delivery_id = ?`)
  const ofBooking = db.prepare<[string], Raw>(
    `SELECT ${columns} FROM outbox WHERE booking_id = ? ORDER BY position`,
  )
  const delivered = db.prepare<[number, string]>(
    `UPDATE outbox SET state = 'delivered', attempts = attempts + 1, next_attempt_ms = NULL, last_error = NULL,
       delivered_ms = ? WHERE delivery_id = ?`,
  )
  const failedOnce = db.prepare<[string, number | null, string, string]>(
    `UPDATE outbox SET state = ?, attempts = attempts + 1, next_attempt_ms = ?, last_error = ? WHERE delivery_id = ?`,
  )
  const again = db.prepare<[number, string]>(
    "UPDATE outbox SET state = 'pending', next_attempt_ms = ? WHERE delivery_id = ? AND state <> 'delivered'",
  )
  const hurryFor = db.prepare<[number, string]>(
    "UPDATE outbox SET next_attempt_ms = ? WHERE subscriber = ? AND state = 'pending'",
  )
  const hurry = db.prepare<[number, string]>(
    "UPDATE outbox SET next_attempt_ms = ? WHERE state = 'pending' AND kind = ?",
  )
  const mailAbout = db.prepare<[string], { payload: string }>(
    `SELECT payload FROM outbox WHERE kind = 'mail' AND payload ->> '$.eventUid' = ? ORDER BY position DESC LIMIT 1`,
  )
  return {
    add: (d: DeliveryToAdd, nowMs: number) =>
      void add.run(
        d.deliveryId,
        d.linkId,
        d.bookingId,
        d.kind,
        d.subscriber,
        JSON.stringify(d.payload),
        nowMs,
      ),
    /** What may be tried now in a lane, oldest first, as many as `most` beyond what is under way already. */
    due: (nowMs: number, most: number, lane: Lane) => due.all(nowMs, lane, most * 2).map(toDelivery),
    /** When the next try is due of what is not `underWay`, or null when there is none. */
    nextAttemptMs: (underWay: readonly string[]) => next.get(JSON.stringify(underWay))?.at ?? null,
    get(deliveryId: string): DeliveryRow | null {
      const row = one.get(deliveryId)
      return row === undefined ? null : toDelivery(row)
    },
    ofBooking: (bookingId: string) => ofBooking.all(bookingId).map(toDelivery),
    delivered: (deliveryId: string, nowMs: number) => void delivered.run(nowMs, deliveryId),
    /** A try failed: the next one at `nextAttemptMs`, or none more when that is null. */
    failedOnce: (deliveryId: string, error: string, nextAttemptMs: number | null) =>
      void failedOnce.run(nextAttemptMs === null ? 'failed' : 'pending', nextAttemptMs, error, deliveryId),
    /** What waits for this receiver, a calendar that can be written again, is due now. */
    hurryFor: (subscriber: string, nowMs: number) => void hurryFor.run(nowMs, subscriber),
    /** All of a kind that waits for another try is tried now: what stood in its way was put right. */
    hurry: (kind: DeliveryRow['kind'], nowMs: number) => void hurry.run(nowMs, kind),
    /** The payload of the latest mail about an event, or null. */
    lastMailAbout(eventUid: string): unknown {
      const row = mailAbout.get(eventUid)
      return row === undefined ? null : JSON.parse(row.payload)
    },
    /** The organizer asked for another try now. */
    again: (deliveryId: string, nowMs: number) => again.run(nowMs, deliveryId).changes === 1,
  }
}
