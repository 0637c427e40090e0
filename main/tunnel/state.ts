/**
 * The public address as the desk shows it. Only `up` means "reachable by anyone": the address was asked over the
 * public network and proved to lead here. `gated` leads here too, but recipients meet a page of the provider first.
 * Times are wall-clock milliseconds since the Unix epoch.
 */
export type TunnelState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening'; readonly attempt: number; readonly lastUrl: string | null }
  | ({ readonly kind: 'up' } & Reachable)
  | ({ readonly kind: 'gated'; readonly reason: string } & Reachable)
  | {
      readonly kind: 'down'
      /** A sentence for the organizer. */
      readonly reason: string
      readonly nextTryMs: number
      /** The address that links sent so far carry; null when there never was one. */
      readonly lastUrl: string | null
    }

interface Reachable {
  readonly url: string
  readonly sinceMs: number
  readonly lastProbeMs: number
  /** True when the server gave another address than the one wanted: links sent before lead nowhere. */
  readonly moved: boolean
}
