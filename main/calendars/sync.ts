import { type SourceRow, unreadSource } from '../store/calendar-sources.ts'
import type { Store } from '../store/store.ts'
import type { ConnectionKind } from './connector.ts'
import { toLastingFailure } from './failure.ts'
import type { Stretch } from './object-reading.ts'
import { type PullMeans, pullCalendar } from './pull-calendar.ts'
import { type StoredChange, storePulled } from './store-pulled.ts'

/** What of the store calendars on servers need. */
export type SyncStore = Pick<
  Store,
  | 'calendars'
  | 'calendarSources'
  | 'calendarObjects'
  | 'connections'
  | 'people'
  | 'revisions'
  | 'writtenEvents'
  | 'transact'
>

export interface SyncOptions extends PullMeans {
  readonly store: SyncStore
  readonly clock: {
    now(): number
    setTimeout(work: () => void, ms: number): unknown
    clearTimeout(timer: unknown): void
  }
  /** 0 to 1. */
  readonly chance: () => number
  readonly onStored: (change: StoredChange) => void
  /** Something about the calendar is different: its events, or whether it can be read. */
  readonly onChange: (calendarId: string) => void
  readonly onFault: (fault: unknown) => void
}

const second = 1000
const minute = 60 * second

/** How long a calendar is left alone after it was read. Shorter than links allow, so that most visits wait for nothing. */
const pollMs: Readonly<Record<ConnectionKind, number>> = {
  feed: 5 * minute,
  caldav: 2 * minute,
  google: 2 * minute,
  microsoft: 2 * minute,
}
/** A server that just failed is not asked again by every visitor. */
const restMs = 5 * second
const longestPauseMs = 15 * minute
/** A timer never sleeps longer: the machine may have slept, or its clock been set. */
const longestSleepMs = 30 * second
const atOnce = 12
/** Of one account: a server that hangs holds up its own calendars and no others. */
const atOnceOfAccount = 2
/** A sync that takes longer is given up, whatever its server does. */
const syncDeadlineMs = 5 * minute

interface Order {
  /** For servers that expand series themselves: what is to be known afterwards. */
  readonly window?: Stretch
  /** After the one under way, if there is one: that one began too early to tell. */
  readonly anew?: boolean
}

interface UnderWay {
  readonly done: Promise<void>
  readonly connectionId: string | null
}

/** Keeps calendars on servers fresh: by itself, and when somebody needs them fresher than they are. */
export function createSync(options: SyncOptions) {
  const { store, clock } = options
  const underWay = new Map<string, UnderWay>()
  const stopping = new AbortController()
  let timer: unknown = null

  /** One at a time for a calendar: whoever asks meanwhile waits for the same one. */
  function sync(calendarId: string, order: Order = {}): Promise<void> {
    const running = underWay.get(calendarId)?.done
    if (running !== undefined && order.window === undefined && order.anew !== true) return running
    const done = (running ?? Promise.resolve())
      .then(() => syncOnce(options, calendarId, stopping.signal, order.window))
      .catch(options.onFault)
      .finally(() => {
        if (underWay.get(calendarId)?.done === done) underWay.delete(calendarId)
        options.onChange(calendarId)
        schedule()
      })
    underWay.set(calendarId, { done, connectionId: store.calendars.get(calendarId)?.connectionId ?? null })
    options.onChange(calendarId)
    return done
  }

  function schedule(): void {
    if (stopping.signal.aborted) return
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
    const next = store.calendarSources.nextAttemptMs()
    if (next === null) return
    const waitMs = underWay.size >= atOnce ? longestSleepMs : next - clock.now()
    timer = clock.setTimeout(wake, Math.min(longestSleepMs, Math.max(second, waitMs)))
  }

  /** Reads what is due: called at the start, after the machine slept, and by its own timer. */
  function wake(): void {
    if (stopping.signal.aborted) return
    for (const { calendarId } of store.calendarSources.due(clock.now()))
      if (!underWay.has(calendarId) && hasRoom(calendarId)) void sync(calendarId)
    schedule()
  }

  function hasRoom(calendarId: string): boolean {
    const connectionId = store.calendars.get(calendarId)?.connectionId ?? null
    const ofAccount = [...underWay.values()].filter(u => u.connectionId === connectionId)
    return underWay.size < atOnce && ofAccount.length < atOnceOfAccount
  }

  /** A password that was refused is not tried with every visitor, or the account gets locked. */
  function mayAsk(source: SourceRow | null): boolean {
    const nowMs = clock.now()
    if (source === null || source.failure === null) return true
    if (['throttled', 'sign_in'].includes(source.failure.kind)) return (source.nextAttemptMs ?? 0) <= nowMs
    return nowMs - (source.attemptedMs ?? 0) >= restMs
  }

  /** Confirmed before that, or at a time that is still to come, by a clock that was set back since. */
  function isOlder(source: SourceRow | null, sinceMs: number): boolean {
    const confirmedMs = source?.confirmedMs ?? null
    return confirmedMs === null || confirmedMs < sinceMs || confirmedMs > clock.now() + minute
  }

  return {
    wake,
    /** Now, whatever the plan; resolves when it was tried. How it went stands in the store. */
    now: (calendarId: string) => sync(calendarId),
    /** As `now`, and not by a sync that began before. */
    anew: (calendarId: string) => sync(calendarId, { anew: true }),
    isReading: (calendarId: string) => underWay.has(calendarId),
    /** For servers that expand series themselves: a longer stretch than so far. */
    widen: async (calendarId: string, window: Stretch) => {
      if (mayAsk(store.calendarSources.get(calendarId))) await sync(calendarId, { window })
    },
    /** Reads those that were confirmed before `sinceMs`, for as long as the deadline allows. */
    async refresh(calendarIds: readonly string[], sinceMs: number, deadlineMs: number): Promise<void> {
      const stale = calendarIds.filter(id => {
        const source = store.calendarSources.get(id)
        return isOlder(source, sinceMs) && (underWay.has(id) || mayAsk(source))
      })
      if (stale.length === 0) return
      let late: unknown
      const deadline = new Promise<void>(resolve => {
        late = clock.setTimeout(resolve, deadlineMs)
      })
      await Promise.race([Promise.all(stale.map(id => sync(id))), deadline])
      clock.clearTimeout(late)
    },
    async stop(): Promise<void> {
      stopping.abort()
      if (timer !== null) clock.clearTimeout(timer)
      await Promise.all([...underWay.values()].map(u => u.done))
    },
  }
}

export type Sync = ReturnType<typeof createSync>

async function syncOnce(
  options: SyncOptions,
  calendarId: string,
  stop: AbortSignal,
  window: Stretch | undefined,
): Promise<void> {
  const { store, clock, onStored } = options
  const calendar = store.calendars.get(calendarId)
  if (calendar === null || calendar.connectionId === null || stop.aborted) return
  const source = store.calendarSources.get(calendarId) ?? unreadSource(calendarId)
  const signal = AbortSignal.any([stop, AbortSignal.timeout(syncDeadlineMs)])
  const order = { startedMs: clock.now(), signal, window }
  try {
    const plan = await orStopped(pullCalendar(options, calendar, source, order), stop)
    const nextAttemptMs = (kind: ConnectionKind, soon: boolean) =>
      clock.now() + spread(soon ? restMs : pollMs[kind], options.chance())
    await storePulled({ store, onStored, signal: stop, nextAttemptMs }, plan)
  } catch (cause) {
    if (stop.aborted) return
    noteFailure(options, calendarId, cause)
  }
}

/** Nobody who stops waits for a text that is being read. */
function orStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const giveUp = () => reject(stop.reason)
  stop.addEventListener('abort', giveUp)
  work.then(resolve, reject)
  return promise.finally(() => stop.removeEventListener('abort', giveUp))
}

/** Up to a tenth longer, so that calendars do not all come due at once. */
const spread = (ms: number, chance: number): number => Math.round(ms * (1 + chance / 10))

/** What is kept stays, and grows old. */
function noteFailure(
  { store, clock, chance, onFault }: SyncOptions,
  calendarId: string,
  cause: unknown,
): void {
  if (store.calendars.get(calendarId) === null) return
  const source = store.calendarSources.get(calendarId) ?? unreadSource(calendarId)
  const { kind, message, retryAfterMs, known } = toLastingFailure(cause)
  if (!known) onFault(cause)
  const nowMs = clock.now()
  const pause = Math.min(longestPauseMs, 30 * second * 2 ** Math.min(source.failures, 10))
  store.calendarSources.put({
    ...source,
    attemptedMs: nowMs,
    nextAttemptMs: nowMs + Math.max(spread(pause, chance()), Math.min(retryAfterMs ?? 0, 60 * minute)),
    failures: source.failures + 1,
    failure: { kind, message, sinceMs: source.failure?.sinceMs ?? nowMs },
  })
}
