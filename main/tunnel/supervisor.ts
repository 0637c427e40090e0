import { backOffMs } from './back-off.ts'
import { DeadlineError, withDeadline } from './deadline.ts'
import {
  type OpenTunnel,
  type TunnelClock,
  type TunnelDriver,
  TunnelError,
  type TunnelTarget,
} from './driver.ts'
import { createPause } from './pause.ts'
import type { Probe, ProbeFinding } from './probe.ts'
import { watchSleep } from './sleep-watch.ts'
import type { TunnelState } from './state.ts'

export interface SupervisorIntervals {
  readonly openDeadlineMs: number
  readonly probeDeadlineMs: number
  readonly probeEveryMs: number
  /** Between a failed probe and the one that decides. */
  readonly probeAgainMs: number
  /** Failed probes in a row after which the tunnel counts as lost. */
  readonly probesToFail: number
  readonly reopenFirstMs: number
  readonly reopenMaxMs: number
  /** For a while after a wake-up the network is not there yet, but will be soon: the pauses stay below this. */
  readonly reopenMaxAfterWakeMs: number
  readonly afterWakeMs: number
  /** A tunnel that stood for so long was a good one: after its loss the pauses grow from the start again. */
  readonly stableMs: number
  /** How often another name than the one wanted is refused before it is taken. */
  readonly namesRefused: number
  readonly heartbeatMs: number
  readonly wakeGapMs: number
}

export const defaultIntervals: SupervisorIntervals = {
  openDeadlineMs: 15_000,
  probeDeadlineMs: 10_000,
  probeEveryMs: 30_000,
  probeAgainMs: 1_000,
  probesToFail: 3,
  reopenFirstMs: 1_500,
  reopenMaxMs: 60_000,
  reopenMaxAfterWakeMs: 8_000,
  afterWakeMs: 180_000,
  stableMs: 60_000,
  namesRefused: 2,
  heartbeatMs: 5_000,
  wakeGapMs: 15_000,
}

export interface SupervisorOptions {
  readonly driver: TunnelDriver
  readonly target: TunnelTarget
  readonly clock: TunnelClock
  readonly probe: Probe
  /** In [0, 1); for jitter and nonces. */
  readonly random: () => number
  readonly onChange: (state: TunnelState) => void
  readonly intervals?: Partial<SupervisorIntervals>
}

export interface Supervisor {
  /** Begins; without effect when it has begun. */
  start(): void
  /** Closes the tunnel and waits until nothing of it runs. Never rejects. */
  stop(): Promise<void>
  state(): TunnelState
  /** Something may have changed (resume, network back, a click on "try now"): probe or open at once. */
  nudge(): void
}

/**
 * Keeps the public address alive: opens with a deadline, proves by probe that the address leads here, re-opens under
 * the same name after a loss with growing pauses, checks at once after sleep. No method throws, no promise of it
 * goes unhandled; what is wrong is said in the state.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new TunnelSupervisor(options)
}

/** How one opening ended; `stoodMs` counts from its first good probe. */
interface Ending {
  readonly reason: string
  readonly stoodMs: number
}

class TunnelSupervisor implements Supervisor {
  readonly #options: SupervisorOptions
  readonly #intervals: SupervisorIntervals
  readonly #pause
  #state: TunnelState = { kind: 'off' }
  #life: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null
  #failures = 0
  /** The address of the first opening under the wanted name: what links sent so far carry. */
  #wantedUrl: string | null = null
  #lastUrl: string | null = null
  #namesRefused = 0
  #wokeAtMs = Number.NEGATIVE_INFINITY

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#intervals = { ...defaultIntervals, ...options.intervals }
    this.#pause = createPause(options.clock)
  }

  start(): void {
    if (this.#life !== null) return
    const abort = new AbortController()
    this.#life = { abort, ended: this.#run(abort.signal) }
  }

  async stop(): Promise<void> {
    const life = this.#life
    if (life === null) return
    life.abort.abort()
    await life.ended
    if (this.#life !== life) return
    this.#life = null
    this.#publish({ kind: 'off' })
  }

  state(): TunnelState {
    return this.#state
  }

  nudge(): void {
    this.#pause.cutShort()
  }

  async #run(stopped: AbortSignal): Promise<void> {
    this.#failures = 0
    const endWatch = watchSleep(this.#options.clock, this.#intervals, () => this.#wake())
    while (!stopped.aborted) {
      this.#publish({ kind: 'opening', attempt: this.#failures + 1, lastUrl: this.#lastUrl })
      const ending = await this.#openAndKeep(stopped)
      if (stopped.aborted) break
      this.#failures = ending.stoodMs >= this.#intervals.stableMs ? 1 : this.#failures + 1
      if (await this.#pauseBeforeReopening(ending.reason, stopped)) this.#failures = 0
    }
    endWatch()
  }

  #pauseBeforeReopening(reason: string, stopped: AbortSignal): Promise<boolean> {
    const { clock, random } = this.#options
    const { reopenFirstMs, reopenMaxMs, reopenMaxAfterWakeMs, afterWakeMs } = this.#intervals
    const isFreshlyAwake = clock.monotonic() - this.#wokeAtMs < afterWakeMs
    const capMs = isFreshlyAwake ? reopenMaxAfterWakeMs : reopenMaxMs
    const waitMs = backOffMs(this.#failures, reopenFirstMs, capMs, random())
    this.#publish({ kind: 'down', reason, nextTryMs: clock.now() + waitMs, lastUrl: this.#lastUrl })
    return this.#pause.wait(waitMs, stopped)
  }

  /** One opening from its request to its end. */
  async #openAndKeep(stopped: AbortSignal): Promise<Ending> {
    let tunnel: OpenTunnel | null = null
    try {
      tunnel = await this.#open(stopped)
      const refusal = this.#refuseName(tunnel.url)
      return refusal === null ? await this.#keep(tunnel, stopped) : { reason: refusal, stoodMs: 0 }
    } catch (error) {
      return { reason: describeFailure(error), stoodMs: 0 }
    } finally {
      await closeQuietly(tunnel)
    }
  }

  #open(stopped: AbortSignal): Promise<OpenTunnel> {
    const { driver, target, clock } = this.#options
    const subdomain = this.#nameToAskFor()
    return withDeadline(
      clock,
      this.#intervals.openDeadlineMs,
      stopped,
      async signal => driver.open({ ...target, subdomain }, signal),
      stale => void closeQuietly(stale),
    )
  }

  /** The name wanted; after that was refused, rather the stand-in that recent links carry than yet another. */
  #nameToAskFor(): string | null {
    const wanted = this.#options.target.subdomain ?? nameInAddress(this.#wantedUrl)
    const isGivenUp = this.#namesRefused >= this.#intervals.namesRefused
    return isGivenUp ? (nameInAddress(this.#lastUrl) ?? wanted) : wanted
  }

  /**
   * Another name than the one wanted is first given back: after a loss the server may hold our own old one for a
   * moment. Given time and again, it is somebody else's, and an address that has moved is better than none.
   */
  #refuseName(url: string): string | null {
    if (!this.#isMoved(url)) {
      this.#wantedUrl = url
      return null
    }
    if (this.#namesRefused >= this.#intervals.namesRefused) return null
    this.#namesRefused++
    return 'The tunnel server gave another name than the one wanted.'
  }

  #isMoved(url: string): boolean {
    if (this.#wantedUrl !== null) return url !== this.#wantedUrl
    const { subdomain } = this.#options.target
    return subdomain !== null && nameInAddress(url) !== subdomain
  }

  /** Probes until the tunnel is lost, fails its probes, or is to stop. */
  async #keep(tunnel: OpenTunnel, stopped: AbortSignal): Promise<Ending> {
    const { clock } = this.#options
    const { probeEveryMs, probeAgainMs, probesToFail } = this.#intervals
    const loss = new AbortController()
    tunnel.onLost(reason => loss.abort(reason))
    const over = AbortSignal.any([stopped, loss.signal])
    let standsSince: { readonly wallMs: number; readonly monotonicMs: number } | null = null
    let reason = ''
    for (let failed = 0; failed < probesToFail && !over.aborted; ) {
      const finding = await this.#ask(tunnel.url, over)
      if (over.aborted) break
      if (finding.kind === 'ours' || finding.kind === 'gated') {
        standsSince ??= { wallMs: clock.now(), monotonicMs: clock.monotonic() }
        this.#publishReachable(tunnel.url, standsSince.wallMs, finding)
        failed = 0
      } else {
        reason = finding.reason
        failed++
      }
      if (failed < probesToFail) await this.#pause.wait(failed === 0 ? probeEveryMs : probeAgainMs, over)
    }
    if (loss.signal.aborted) reason = String(loss.signal.reason)
    return { reason, stoodMs: standsSince === null ? 0 : clock.monotonic() - standsSince.monotonicMs }
  }

  async #ask(url: string, over: AbortSignal): Promise<ProbeFinding> {
    const { clock, probe, random } = this.#options
    try {
      return await withDeadline(clock, this.#intervals.probeDeadlineMs, over, async signal =>
        probe(url, makeNonce(random), signal),
      )
    } catch (error) {
      const isLate = error instanceof DeadlineError
      const reason = isLate ? 'The public address does not answer in time.' : describeFailure(error)
      return { kind: 'unreachable', reason }
    }
  }

  #publishReachable(url: string, sinceMs: number, finding: ProbeFinding & { kind: 'ours' | 'gated' }): void {
    this.#lastUrl = url
    this.#namesRefused = 0
    const reachable = { url, sinceMs, lastProbeMs: this.#options.clock.now(), moved: this.#isMoved(url) }
    if (finding.kind === 'ours') this.#publish({ kind: 'up', ...reachable })
    else this.#publish({ kind: 'gated', reason: finding.reason, ...reachable })
  }

  /** What was proved before the sleep is proved no longer. */
  #wake(): void {
    this.#wokeAtMs = this.#options.clock.monotonic()
    if (this.#state.kind === 'up' || this.#state.kind === 'gated') {
      this.#publish({ kind: 'opening', attempt: 1, lastUrl: this.#lastUrl })
    }
    this.#pause.cutShort()
  }

  #publish(state: TunnelState): void {
    this.#state = state
    try {
      this.#options.onChange(state)
    } catch {
      // A fault of the listener is the listener's own; the address stays looked after.
    }
  }
}

/** The first label of the host name: what a localtunnel server calls the name of the tunnel. */
export function nameInAddress(url: string | null): string | null {
  return url === null ? null : (new URL(url).hostname.split('.')[0] ?? null)
}

function makeNonce(random: () => number): string {
  const word = () => Math.floor(random() * 2 ** 32).toString(36)
  return `${word()}-${word()}-${word()}-${word()}`.padEnd(16, '0')
}

async function closeQuietly(tunnel: OpenTunnel | null): Promise<void> {
  try {
    await tunnel?.close()
  } catch {
    // Nothing more can be done for a tunnel that does not even close.
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof TunnelError) return error.message
  if (error instanceof DeadlineError) return 'The tunnel server does not answer in time.'
  return `The tunnel could not be opened (${error instanceof Error ? error.message : String(error)}).`
}
