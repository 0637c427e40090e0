import { CalendarFault } from '../calendar-fault.ts'

/** Graph serves at most four requests at once for an app and a mailbox; Google is treated the same. */
const atOnce = 4
const firstPauseMs = 5000
const longestPauseMs = 15 * 60_000

interface Pace {
  running: number
  readonly waiting: (() => void)[]
  pausedUntilMs: number
  refusals: number
}

/**
 * How fast an account may be asked: a few requests at once, and none at all before the moment that its provider named.
 * Kept for each account, so that one that is throttled holds up no other.
 */
export function createPacing(clock: { now(): number }, providerName: string) {
  const paces = new Map<string, Pace>()
  const paceOf = (id: string) => {
    const pace = paces.get(id) ?? { running: 0, waiting: [], pausedUntilMs: 0, refusals: 0 }
    paces.set(id, pace)
    return pace
  }

  function assertNotPaused({ pausedUntilMs }: Pace): void {
    const left = pausedUntilMs - clock.now()
    // A pause longer than any that is ever made: the clock was set back, and the pause is over.
    if (left > 0 && left <= 24 * 3_600_000) throw throttled(providerName, left)
  }

  return {
    /** @throws CalendarFault `throttled`, without asking, while the provider wants to be left alone */
    async run<T>(connectionId: string, work: () => Promise<T>): Promise<T> {
      const pace = paceOf(connectionId)
      await enter(pace)
      try {
        // Only when it is its turn: what ran meanwhile may have been told to wait.
        assertNotPaused(pace)
        return await work()
      } finally {
        leave(pace)
      }
    },
    served(connectionId: string): void {
      paceOf(connectionId).refusals = 0
    },
    /** Notes that the provider wants to be left alone, for as long as it said, else longer each time. */
    refused(connectionId: string, askedMs: number | null): number {
      const pace = paceOf(connectionId)
      const pauseMs = askedMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(pace.refusals, 10))
      pace.refusals++
      pace.pausedUntilMs = Math.max(pace.pausedUntilMs, clock.now() + pauseMs)
      return pauseMs
    },
  }
}

export type Pacing = ReturnType<typeof createPacing>

export function throttled(providerName: string, waitMs: number): CalendarFault {
  const message = `${providerName} is asked too often just now. Openslot asks again ${inWords(waitMs)}.`
  return new CalendarFault('throttled', message, { retryAfterMs: waitMs })
}

function inWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return minutes <= 1 ? 'within a minute' : `in ${minutes} minutes`
}

async function enter(pace: Pace): Promise<void> {
  if (pace.running < atOnce) pace.running++
  else await new Promise<void>(resolve => pace.waiting.push(resolve))
}

/** The place goes straight on to who waits longest. */
function leave(pace: Pace): void {
  const next = pace.waiting.shift()
  if (next === undefined) pace.running--
  else next()
}
