export type NetworkFaultKind =
  | 'bad_address'
  | 'private_address'
  | 'own_listener'
  | 'insecure'
  | 'not_found_name'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'too_large'
  | 'too_many_redirects'
  | 'malformed'
  | 'aborted'

/**
 * Why a request came to nothing. The message is a sentence that the organizer can act on; it names the host and
 * never the path or the query, because those can be secret (the private address of a calendar feed is).
 */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault'
  readonly kind: NetworkFaultKind
  constructor(kind: NetworkFaultKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** The part of an address that may be shown and logged. */
export function describeHost(address: string): string {
  return (URL.canParse(address) && new URL(address).host) || 'this address'
}
