/**
 * - `sign_in`: the password or token is not accepted (any more): the organizer signs in again
 * - `forbidden`: signed in, but without the right to this calendar
 * - `not_found`: the calendar is no longer there
 * - `throttled`, `server`, `unreachable`: may be over by itself
 * - `address`: the address is none, or leads somewhere it must not
 * - `private`: the host is private or speaks plain http, and the organizer has not allowed it
 * - `malformed`: the answer cannot be understood
 * - `emptied`: everything is gone at once, which is not believed yet
 * - `full`, `locked`, `refused`: an event was not taken
 */
export type CalendarFaultKind =
  | 'sign_in'
  | 'forbidden'
  | 'not_found'
  | 'throttled'
  | 'server'
  | 'unreachable'
  | 'address'
  | 'private'
  | 'malformed'
  | 'emptied'
  | 'full'
  | 'locked'
  | 'refused'

const passing: readonly CalendarFaultKind[] = [
  'throttled',
  'server',
  'unreachable',
  'malformed',
  'emptied',
  'locked',
  'full',
]

/** Why a calendar could not be read or written, in a sentence that the organizer can act on; nothing secret in it. */
export class CalendarFault extends Error {
  override readonly name = 'CalendarFault'
  readonly kind: CalendarFaultKind
  /** What the server asked for; null where it asked for nothing. */
  readonly retryAfterMs: number | null
  constructor(
    kind: CalendarFaultKind,
    message: string,
    options: { readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
  }

  /** Whether another try can help before the organizer does something. */
  get passing(): boolean {
    return passing.includes(this.kind)
  }
}
