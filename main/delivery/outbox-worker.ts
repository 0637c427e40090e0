import { CalendarWriteFailed, type EventWriter } from '../calendars/event-writer.ts'
import type { EventRow } from '../store/events.ts'
import type { DeliveryRow } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { nextAttempt } from './retry-schedule.ts'
import { type AttemptOutcome, sendWebhook } from './send-webhook.ts'

export interface OutboxWorkerOptions {
  readonly store: Pick<Store, 'outbox'>
  readonly writer: EventWriter
  readonly fetch: typeof fetch
  readonly clientSecret: string
  readonly clock: {
    now(): number
    setTimeout(work: () => void, ms: number): unknown
    clearTimeout(timer: unknown): void
  }
  /** 0 to 1. */
  readonly chance: () => number
  /** Something about this booking's deliveries changed. */
  readonly onChange: (bookingId: string) => void
  readonly onFault: (fault: unknown) => void
}

/** At once in one round; receivers are slow, not the machine. */
const atOnce = 8
/** A timer never sleeps longer: the machine may have slept, or its clock been set. */
const longestSleepMs = 30_000

/**
 * Empties the outbox: what a booking left there is tried until it is delivered or its tries are used up. Nothing is
 * remembered outside the store, so a crash between a delivery and its note repeats that delivery and loses none.
 */
export function createOutboxWorker(options: OutboxWorkerOptions) {
  const { store, clock } = options
  let timer: unknown = null
  let running: Promise<void> | null = null
  let woken = false
  let stopped = false

  async function attempt(delivery: DeliveryRow): Promise<void> {
    const outcome = await tryDelivery(options, delivery)
    if (stopped) return
    if (outcome.kind === 'delivered') store.outbox.delivered(delivery.deliveryId, clock.now())
    else store.outbox.failedOnce(delivery.deliveryId, outcome.error, whenNext(delivery, outcome))
    options.onChange(delivery.bookingId)
  }

  function whenNext(
    delivery: DeliveryRow,
    outcome: { retryAfterMs: number | null; final?: boolean },
  ): number | null {
    if (outcome.final === true) return null
    return nextAttempt(clock.now(), delivery.attempts + 1, options.chance(), outcome.retryAfterMs)
  }

  async function run(): Promise<void> {
    do {
      woken = false
      for (let due = store.outbox.due(clock.now(), atOnce); due.length > 0 && !stopped; ) {
        await Promise.all(due.map(attempt))
        due = stopped ? [] : store.outbox.due(clock.now(), atOnce)
      }
    } while (woken && !stopped)
  }

  function sleep(): void {
    const next = store.outbox.nextAttemptMs()
    if (next === null) return
    timer = clock.setTimeout(wake, Math.min(longestSleepMs, Math.max(0, next - clock.now())))
  }

  /** Looks at the outbox now: called after each booking, and by its own timer. */
  function wake(): void {
    if (stopped) return
    woken = true
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
    if (running !== null) return
    running = run()
      .catch(options.onFault)
      .finally(() => {
        running = null
        if (!stopped) sleep()
      })
  }

  return {
    wake,
    /** Ends after the tries under way; what is left is tried at the next start. */
    async stop(): Promise<void> {
      stopped = true
      if (timer !== null) clock.clearTimeout(timer)
      await running
    },
  }
}

type Outcome = AttemptOutcome & { final?: boolean }

async function tryDelivery(options: OutboxWorkerOptions, delivery: DeliveryRow): Promise<Outcome> {
  if (delivery.kind === 'webhook')
    return sendWebhook(options.fetch, {
      url: delivery.subscriber,
      body: JSON.stringify(delivery.payload),
      deliveryId: delivery.deliveryId,
      clientSecret: options.clientSecret,
    })
  try {
    if (delivery.kind === 'event') await options.writer.put(toEventRow(delivery.payload, options.clock.now()))
    else await options.writer.remove(...removalKey(delivery.payload))
    return { kind: 'delivered' }
  } catch (cause) {
    const known = cause instanceof CalendarWriteFailed
    if (!known) options.onFault(cause)
    const error = known ? cause.message : 'The calendar could not be written.'
    return { kind: 'failed', error, retryAfterMs: null, final: known && !cause.again }
  }
}

/** The payload is what scheduling put into the outbox in the booking's own transaction. */
function toEventRow(payload: unknown, nowMs: number): EventRow {
  return { ...(payload as Omit<EventRow, 'allDay' | 'updatedMs'>), allDay: false, updatedMs: nowMs }
}

function removalKey(payload: unknown): [string, string] {
  const { calendarId, eventUid } = payload as { calendarId: string; eventUid: string }
  return [calendarId, eventUid]
}
