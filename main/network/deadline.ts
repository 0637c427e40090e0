import { NetworkFault } from './network-fault.ts'

export interface Deadline {
  /** Aborted, with the fault as its reason, when time is up or the asker gave up. */
  readonly signal: AbortSignal
  end(): void
}

/**
 * One clock for all hops of a request. A timer of its own rather than `AbortSignal.timeout`: a signal that only
 * `AbortSignal.any` holds on to can be collected before it fires.
 */
export function startDeadline(deadlineMs: number, host: string, outer?: AbortSignal): Deadline {
  const controller = new AbortController()
  const late = `${host} did not answer within ${Math.round(deadlineMs / 100) / 10} seconds.`
  const giveUp = () => controller.abort(new NetworkFault('aborted', `The request to ${host} was given up.`))
  const timer = setTimeout(() => controller.abort(new NetworkFault('timeout', late)), deadlineMs)
  outer?.addEventListener('abort', giveUp)
  if (outer?.aborted === true) giveUp()
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', giveUp)
    },
  }
}

/** Of work that cannot be interrupted: lets go of it. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
