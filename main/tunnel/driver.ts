/** What the tunnel should lead to, and the name it should have on the way. */
export interface TunnelTarget {
  /** Port of the public booking site on 127.0.0.1; never that of the desk or of `/v1`. */
  readonly port: number
  /** The name wanted at the tunnel server; null leaves the choice to the server. */
  readonly subdomain: string | null
  /** Origin of the tunnel server, such as `https://tunnel.example.org`; null for the driver's own default. */
  readonly host: string | null
}

export interface OpenTunnel {
  /** Origin under which visitors reach the site: no path, no trailing slash. */
  readonly url: string
  /** Lets go of the name and of every socket. May be called twice; never rejects. */
  close(): Promise<void>
  /** The listener hears of a loss at most once, in a sentence for the organizer; at once if it is lost already. */
  onLost(listener: (reason: string) => void): void
}

/** One way to a public address. */
export interface TunnelDriver {
  readonly name: string
  /**
   * Opens the tunnel. After `signal` aborts it rejects soon and leaves nothing running behind.
   * @throws {TunnelError} when it cannot be opened; its message is a sentence for the organizer
   */
  open(target: TunnelTarget, signal: AbortSignal): Promise<OpenTunnel>
}

/** Time as the host hands it in; `monotonic` stands still or runs on in sleep, as the machine pleases. */
export interface TunnelClock {
  /** Wall clock, milliseconds since the Unix epoch. */
  now(): number
  /** Milliseconds from any start, never backwards. */
  monotonic(): number
  setTimeout(callback: () => void, delayMs: number): TimerHandle
  clearTimeout(handle: TimerHandle): void
}

/** Whatever the clock's own `setTimeout` gives back. */
export type TimerHandle = unknown

/** A failure whose message may be shown to the organizer as it stands. */
export class TunnelError extends Error {
  override readonly name = 'TunnelError'
}
