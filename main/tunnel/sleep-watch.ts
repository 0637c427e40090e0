import type { TimerHandle, TunnelClock } from './driver.ts'

export interface ClockReading {
  readonly wallMs: number
  readonly monotonicMs: number
}

/**
 * Whether the machine slept (or the process was stopped) between two readings that should lie `expectedMs` apart.
 * On Linux the monotonic clock stands still in sleep, so the two clocks part; elsewhere it runs on and the timer is
 * simply late. A wall clock set back or by less than the gap is no sleep.
 */
export function hasSlept(
  before: ClockReading,
  after: ClockReading,
  expectedMs: number,
  gapMs: number,
): boolean {
  const wall = after.wallMs - before.wallMs
  const monotonic = after.monotonicMs - before.monotonicMs
  return wall - monotonic > gapMs || monotonic - expectedMs > gapMs
}

/**
 * A heartbeat that tells of each wake-up. Needed because some Linux desktops send no resume event to Electron, and
 * a headless host has none to receive.
 * @returns a function that ends the watch
 */
export function watchSleep(
  clock: TunnelClock,
  intervals: { readonly heartbeatMs: number; readonly wakeGapMs: number },
  onWake: () => void,
): () => void {
  const read = (): ClockReading => ({ wallMs: clock.now(), monotonicMs: clock.monotonic() })
  let last = read()
  let timer: TimerHandle
  const beat = () => {
    const reading = read()
    const slept = hasSlept(last, reading, intervals.heartbeatMs, intervals.wakeGapMs)
    last = reading
    timer = clock.setTimeout(beat, intervals.heartbeatMs)
    if (slept) onWake()
  }
  timer = clock.setTimeout(beat, intervals.heartbeatMs)
  return () => clock.clearTimeout(timer)
}
