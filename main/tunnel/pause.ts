import type { TunnelClock } from './driver.ts'

/** A wait that can be cut short. */
export interface Pause {
  /** Resolves `true` if `cutShort` ended it, `false` when the time is over or `signal` aborted. Never rejects. */
  wait(durationMs: number, signal: AbortSignal): Promise<boolean>
  /** Ends the wait in progress, if there is one; it is not remembered for the next. */
  cutShort(): void
}

export function createPause(clock: TunnelClock): Pause {
  let cut: (() => void) | null = null
  return {
    cutShort: () => cut?.(),
    wait: (durationMs, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve(false)
        const end = (wasCut: boolean) => {
          cut = null
          clock.clearTimeout(timer)
          signal.removeEventListener('abort', onAbort)
          resolve(wasCut)
        }
        const onAbort = () => end(false)
        const timer = clock.setTimeout(() => end(false), durationMs)
        signal.addEventListener('abort', onAbort, { once: true })
        cut = () => end(true)
      }),
  }
}
