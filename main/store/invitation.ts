/** What the outbox keeps of an invitation: all that its message tells, so that it can be sent whatever happens since. */
export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL'
  /** Of the event; it grows with each change. */
  readonly sequence: number
  readonly eventUid: string
  readonly stampMs: number
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly joinUrl: string | null
  readonly startMs: number
  readonly endMs: number
  /** The event's own zone. */
  readonly tzid: string
  /** Who takes part, by name. */
  readonly participants: readonly string[]
  /** The same in every message about an event: calendars heed a CANCEL of the organizer only. */
  readonly organizer: { readonly name: string; readonly email: string }
  /** The address and the zone, and nothing that a stranger typed beside them: see `writeInvitation`. */
  readonly recipient: { readonly email: string; readonly tzid: string }
}
