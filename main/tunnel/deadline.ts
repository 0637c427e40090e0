import type { TunnelClock } from './driver.ts'

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/**
 * Runs a task that may never settle. On the deadline, or when `parent` aborts, the task's own signal aborts and the
 * returned promise rejects at once, whatever the task makes of it; a value that comes after all goes to `onLate`.
 * @throws {DeadlineError} after `durationMs`; `parent.reason` on abort; otherwise what the task throws
 */
export function withDeadline<T>(
  clock: TunnelClock,
  durationMs: number,
  parent: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
  onLate: (value: T) => void = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = new AbortController()
    const giveUp = (reason: unknown) => {
      settle()
      abort.abort(reason)
      reject(reason)
    }
    const onAbort = () => giveUp(parent.reason)
    const timer = clock.setTimeout(
      () => giveUp(new DeadlineError(`no end after ${durationMs} ms`)),
      durationMs,
    )
    const settle = () => {
      clock.clearTimeout(timer)
      parent.removeEventListener('abort', onAbort)
    }
    if (parent.aborted) return onAbort()
    parent.addEventListener('abort', onAbort, { once: true })
    task(abort.signal).then(
      value => {
        if (abort.signal.aborted) return onLate(value)
        settle()
        resolve(value)
      },
      (error: unknown) => {
        settle()
        reject(error)
      },
    )
  })
}
