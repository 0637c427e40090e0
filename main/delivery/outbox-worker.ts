import { CalendarWriteFailed, type EventToWrite, type EventWriter } from '../calendars/event-writer.ts'
import type { GuardedFetch, NetworkPolicy } from '../network/guarded-fetch.ts'
import type { Invitation } from '../store/invitation.ts'
import type { DeliveryRow, Lane } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { nextAttempt } from './retry-schedule.ts'
import { sendInvitation } from './send-invitation.ts'
import type { MailAccess } from './send-mail.ts'
import { type AttemptOutcome, sendWebhook, type WebhookAttempt } from './send-webhook.ts'

export interface OutboxWorkerOptions {
  readonly store: Pick<Store, 'outbox'>
  readonly writer: EventWriter
  readonly fetch: GuardedFetch
  /** What callbacks may reach. */
  readonly policy: () => NetworkPolicy
  readonly clientSecret: string
  /** The mail server as it is set up now; null: none. */
  readonly mail: () => MailAccess | null
  readonly clock: {
    now(): number
    setTimeout(work: () => void, ms: number): unknown
    clearTimeout(timer: unknown): void
  }
  /** 0 to 1. */
  readonly chance: () => number
  /** Something about the deliveries of this booking changed; null: of a link without one. */
  readonly onChange: (bookingId: string | null) => void
  readonly onFault: (fault: unknown) => void
}

/** Tries under way at once, in each lane: a slow receiver never holds up a calendar. */
const atOnce = 8
/** A timer never sleeps longer: the machine may have slept, or its clock been set. */
const longestSleepMs = 30_000
/** Between two attempts to write down what became of a try (the disk is full, say), growing to a minute. */
const noteAgainMs = 5_000
/** How long stopping waits for tries under way before it gives them up; they are made again at the next start. */
const stopPatienceMs = 1_500

/**
 * Empties the outbox: what a booking left there is tried until it is delivered or its tries are used up. Nothing is
 * remembered outside the store, so a crash between a delivery and its note repeats that delivery and loses none.
 */
export function createOutboxWorker(options: OutboxWorkerOptions) {
  const { store, clock } = options
  const underWay = new Map<string, { readonly lane: Lane; readonly done: Promise<void> }>()
  const stopping = new AbortController()
  let timer: unknown = null

  function pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const waiting = clock.setTimeout(resolve, ms)
      stopping.signal.addEventListener('abort', () => {
        clock.clearTimeout(waiting)
        resolve()
      })
    })
  }

  function write(delivery: DeliveryRow, outcome: Outcome): void {
    if (outcome.kind === 'abandoned') return
    if (outcome.kind === 'delivered') store.outbox.delivered(delivery.deliveryId, clock.now())
    else store.outbox.failedOnce(delivery.deliveryId, outcome.error, whenNext(options, delivery, outcome))
    options.onChange(delivery.bookingId)
  }

  /** Until its outcome is written down, a delivery counts as under way: it is not made again. */
  async function attempt(delivery: DeliveryRow): Promise<void> {
    const outcome = await tryDelivery(options, delivery, stopping.signal)
    for (let waitMs = noteAgainMs; ; waitMs = Math.min(60_000, waitMs * 2)) {
      try {
        return write(delivery, outcome)
      } catch (fault) {
        options.onFault(fault)
      }
      if (stopping.signal.aborted) return
      await pause(waitMs)
    }
  }

  function fill(lane: Lane): void {
    const busy = [...underWay.values()].filter(u => u.lane === lane).length
    const due = store.outbox.due(clock.now(), atOnce, lane).filter(d => !underWay.has(d.deliveryId))
    for (const delivery of due.slice(0, atOnce - busy)) {
      const done = attempt(delivery)
        .catch(options.onFault)
        .finally(() => {
          underWay.delete(delivery.deliveryId)
          wake()
        })
      underWay.set(delivery.deliveryId, { lane, done })
    }
  }

  function sleep(ms: number): void {
    if (timer !== null) clock.clearTimeout(timer)
    timer = clock.setTimeout(wake, Math.min(longestSleepMs, Math.max(0, ms)))
  }

  /** Looks at the outbox now: called after each booking, and by its own timer. */
  function wake(): void {
    if (stopping.signal.aborted) return
    try {
      fill('calendar')
      fill('webhook')
      fill('mail')
      const next = store.outbox.nextAttemptMs([...underWay.keys()])
      if (next !== null) sleep(next - clock.now())
    } catch (fault) {
      options.onFault(fault)
      sleep(noteAgainMs)
    }
  }

  return {
    wake,
    /** Waits a moment for the tries under way; what is left is tried at the next start. */
    async stop(): Promise<void> {
      if (timer !== null) clock.clearTimeout(timer)
      const rest = () => Promise.all([...underWay.values()].map(u => u.done))
      await Promise.race([rest(), pause(stopPatienceMs)])
      stopping.abort()
      await rest()
    },
  }
}

/** When to try again, or null when there is no use in it. */
function whenNext(
  { clock, chance }: OutboxWorkerOptions,
  delivery: DeliveryRow,
  outcome: { readonly retryAfterMs: number | null; readonly final?: boolean },
): number | null {
  if (outcome.final === true) return null
  return nextAttempt(clock.now(), delivery.attempts + 1, chance(), outcome.retryAfterMs)
}

type Outcome = AttemptOutcome & { readonly final?: boolean }

async function tryDelivery(
  options: OutboxWorkerOptions,
  delivery: DeliveryRow,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    if (delivery.kind === 'webhook')
      return await sendWebhook(options.fetch, webhookOf(options, delivery, signal))
    if (delivery.kind === 'mail')
      return await sendInvitation(options.mail(), delivery.payload as Invitation, { ...delivery, signal })
    if (delivery.kind === 'event')
      await options.writer.put(toEvent(delivery.payload, options.clock.now()), signal)
    else await options.writer.remove(...removalKey(delivery.payload), signal)
    return { kind: 'delivered' }
  } catch (cause) {
    // Given up because Openslot ends: the next start makes the same try.
    if (signal.aborted) return { kind: 'abandoned' }
    const known = cause instanceof CalendarWriteFailed
    if (!known) options.onFault(cause)
    const error = known ? cause.message : 'This could not be delivered: the details are in the log.'
    const retryAfterMs = known ? cause.retryAfterMs : null
    return { kind: 'failed', error, retryAfterMs, final: known && !cause.again }
  }
}

function webhookOf(options: OutboxWorkerOptions, delivery: DeliveryRow, signal: AbortSignal): WebhookAttempt {
  return {
    url: delivery.subscriber,
    body: JSON.stringify(delivery.payload),
    deliveryId: delivery.deliveryId,
    clientSecret: options.clientSecret,
    sentMs: options.clock.now(),
    policy: options.policy(),
    signal,
  }
}

/** The payload is what scheduling put into the outbox in the booking's own transaction. */
function toEvent(payload: unknown, nowMs: number): EventToWrite {
  return { ...(payload as Omit<EventToWrite, 'allDay' | 'updatedMs'>), allDay: false, updatedMs: nowMs }
}

function removalKey(payload: unknown): [string, string] {
  const { calendarId, eventUid } = payload as { calendarId: string; eventUid: string }
  return [calendarId, eventUid]
}
