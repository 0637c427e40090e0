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

/** What comes of a fault of the network where the work is done again by itself; the other sentences say it already. */
const adviceOf: Partial<Readonly<Record<NetworkFault['kind'], string>>> = {
  not_found_name: 'If it lasts, check the address of the account.',
  tls: 'If it lasts, ask whoever runs it about its certificate.',
  too_large: 'Choose a smaller calendar, or take it out here.',
  too_many_redirects: 'It is tried again by itself; if it lasts, check the address of the account.',
  malformed: 'It is tried again by itself; if it lasts, ask whoever runs it.',
  insecure: 'Take the account out here, and connect it anew by the new address.',
  bad_address: 'Take the account out here, and connect it anew.',
  own_listener: 'Take the account out here, and connect it anew.',
}

/** Of work that goes on by itself: beside what is wrong, what happens next or is to be done. */
export function toLastingFailure(cause: unknown): Failure {
  const failure = toFailure(cause)
  const advice = cause instanceof NetworkFault ? adviceOf[cause.kind] : undefined
  return advice === undefined ? failure : { ...failure, message: `${failure.message} ${advice}` }
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
