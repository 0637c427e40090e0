import { NetworkFault } from '../network/network-fault.ts'
import { CalendarFault, type CalendarFaultKind } from './calendar-fault.ts'

export interface Failure {
  readonly kind: CalendarFaultKind
  /** A sentence for the organizer. */
  readonly message: string
  readonly retryAfterMs: number | null
  /** False: nobody foresaw it, so it belongs into the log. */
  readonly known: boolean
}

const ofNetwork: Readonly<Record<NetworkFault['kind'], CalendarFaultKind>> = {
  bad_address: 'address',
  private_address: 'private',
  own_listener: 'address',
  insecure: 'private',
  not_found_name: 'unreachable',
  unreachable: 'unreachable',
  tls: 'unreachable',
  timeout: 'unreachable',
  too_large: 'malformed',
  too_many_redirects: 'address',
  malformed: 'malformed',
  aborted: 'unreachable',
}

/** Whatever kept a calendar from being read or written, told as one kind of thing. */
export function toFailure(cause: unknown): Failure {
  if (cause instanceof CalendarFault)
    return { kind: cause.kind, message: cause.message, retryAfterMs: cause.retryAfterMs, known: true }
  if (cause instanceof NetworkFault) return toNetworkFailure(cause)
  const message = 'This calendar could not be read. Openslot tries again by itself.'
  return { kind: 'server', message, retryAfterMs: null, known: false }
}

/** What may be over by itself says so: there is nothing that the organizer has to do yet. */
function toNetworkFailure(cause: NetworkFault): Failure {
  const kind = ofNetwork[cause.kind]
  const message = kind === 'unreachable' ? `${cause.message} Openslot tries again by itself.` : cause.message
  return { kind, message, retryAfterMs: null, known: true }
}
