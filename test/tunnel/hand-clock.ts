import type { TunnelClock } from '../../main/tunnel/driver.ts'

interface Timer {
  readonly dueMs: number
  readonly callback: () => void
}

/** A clock turned by hand: time passes only in `pass` and `sleep`. */
export class HandClock implements TunnelClock {
  #wallMs = Date.UTC(2027, 0, 4)
  #monotonicMs = 1_000
  #timers = new Set<Timer>()

  now = () => this.#wallMs
  monotonic = () => this.#monotonicMs
  setTimeout = (callback: () => void, delayMs: number): Timer => {
    const timer = { dueMs: this.#monotonicMs + delayMs, callback }
    this.#timers.add(timer)
    return timer
  }
  clearTimeout = (handle: unknown): void => {
    this.#timers.delete(handle as Timer)
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  /** Lets time pass while the machine is awake, timer by timer, and whatever they set off. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#monotonicMs + durationMs
    for (;;) {
      await settled()
      const next = [...this.#timers].filter(t => t.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined) break
      this.#advanceTo(Math.max(next.dueMs, this.#monotonicMs))
      this.#timers.delete(next)
      next.callback()
    }
    this.#advanceTo(endMs)
    await settled()
  }

  /** The machine sleeps: no timer fires. On Linux the monotonic clock stands still meanwhile, elsewhere it goes on. */
  sleep(durationMs: number, monotonic: 'stands still' | 'goes on'): void {
    this.#wallMs += durationMs
    if (monotonic === 'goes on') this.#monotonicMs += durationMs
  }

  setWallClock(changeMs: number): void {
    this.#wallMs += changeMs
  }

  #advanceTo(monotonicMs: number): void {
    this.#wallMs += monotonicMs - this.#monotonicMs
    this.#monotonicMs = monotonicMs
  }
}

/** Lets all promises that can settle now do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
}
