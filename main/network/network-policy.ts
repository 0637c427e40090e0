/** What a request may reach. Everything else that is not public is refused. */
export interface NetworkPolicy {
  /**
   * Hosts that the organizer allowed by name, lower case, as they stand in the address ('nas.local', '192.168.1.5',
   * '127.0.0.1'): private addresses, plain http and any port are fine there.
   */
  readonly allowedHosts: readonly string[]
  /** A callback address given by a program on this machine may be on loopback, plain http included. */
  readonly loopback?: boolean
  /** Ports of Openslot's own listeners, refused on every address of this machine whatever else is allowed. */
  readonly ownPorts: readonly number[]
}
