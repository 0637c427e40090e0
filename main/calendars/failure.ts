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
  if (cause instanceof NetworkFault)
    return { kind: ofNetwork[cause.kind], message: cause.message, retryAfterMs: null, known: true }
  const message = 'This calendar could not be read. Openslot tries again by itself.'
  return { kind: 'server', message, retryAfterMs: null, known: false }
}
