import type { Occurrence } from '../icalendar/reading.ts'

export type ConnectionKind = 'feed' | 'caldav' | 'google' | 'microsoft'

/** What a connector keeps of an account: plain values that can stand in the store as JSON. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** An account on somebody's server, as connectors are handed it. */
export interface Account {
  readonly connectionId: string
  readonly kind: ConnectionKind
  /** Found out once and kept: principal, home set, what the server can do. Never secret. */
  readonly details: Facts
  /** Passwords, tokens, secret addresses. Sealed in the store; never in a log, a message or a URL of ours. */
  readonly secret: Facts
  /** Keeps what changed at once, before it is used: tokens rotate, and an old one is worth nothing. */
  keep(change: { readonly details?: Facts; readonly secret?: Facts }): void
}

/** What signing in brings: what to keep, and how to call the account at the desk. */
export interface SignedIn {
  readonly name: string
  readonly details: Facts
  readonly secret: Facts
}

/** A calendar that an account has. */
export interface FoundCalendar {
  /** Names it at its server: a collection's path, a provider's id, '' for a feed. */
  readonly remoteId: string
  readonly name: string
  readonly color: string | null
  readonly takesEvents: boolean
  /** The server sends the invitations of events that name attendees (RFC 6638, Google, Microsoft). */
  readonly sendsInvitations: boolean
}

export interface RemoteCalendar {
  readonly calendarId: string
  readonly remoteId: string
  /** IANA zone of the owner: whole days and floating times are theirs. */
  readonly zone: string
}

/** An event, or a recurring one with its exceptions, under the name that it has at its server. */
export interface RemoteObject {
  /** A path, a provider's event id, '' for the whole of a feed. */
  readonly objectId: string
  readonly etag: string | null
  readonly content:
    | { readonly kind: 'icalendar'; readonly text: string }
    /** From servers that expand series themselves, whole for the window that was asked. */
    | { readonly kind: 'occurrences'; readonly uid: string; readonly occurrences: readonly Occurrence[] }
}

export interface PullRequest {
  /** What the last pull answered, or null: everything is to be fetched. */
  readonly cursor: string | null
  /** For servers that expand themselves. A cursor of theirs holds for the window it was made with. */
  readonly window: { readonly fromMs: number; readonly toMs: number }
  /** The objects that are kept, with their ETags, so that those which are the same need not be fetched. */
  readonly known: ReadonlyMap<string, string | null>
  readonly signal: AbortSignal
}

/** What is different from what is kept. A pull that could not see everything throws instead: unknown is never free. */
export interface Pulled {
  readonly cursor: string | null
  readonly changed: readonly RemoteObject[]
  /** Of the known ones, those that are no longer there. */
  readonly removed: readonly string[]
}

/** The event of a booking, to be written. */
export interface EventToPut {
  readonly uid: string
  readonly sequence: number
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly url: string
  readonly startMs: number
  readonly endMs: number
  readonly zone: string
  readonly status: 'busy' | 'tentative' | 'free'
  readonly organizer: { readonly email: string; readonly name: string } | null
  readonly attendees: readonly { readonly email: string; readonly displayName: string }[]
  /** Whether this server is to send the invitations. False: it must stay silent, others are told otherwise. */
  readonly invite: boolean
  readonly stampMs: number
}

/** What is known of an event that was written before. */
export interface WrittenBefore {
  readonly objectId: string
  readonly etag: string | null
}

export type WriteOutcome =
  | { readonly kind: 'written'; readonly object: RemoteObject }
  /** Somebody changed it since (412): what it is now. Nothing was written. */
  | { readonly kind: 'changed'; readonly object: RemoteObject }
  /** It was there and is not any more. Nothing was written. */
  | { readonly kind: 'gone' }

/**
 * One kind of calendar on a server. All of it may be called again after a crash: a create that was made before finds
 * itself, a removal of what is gone is done.
 *
 * @throws CalendarFault with a sentence for the organizer; NetworkFault of the guarded client
 */
export interface Connector {
  list(account: Account, signal: AbortSignal): Promise<readonly FoundCalendar[]>
  pull(account: Account, calendar: RemoteCalendar, request: PullRequest): Promise<Pulled>
  /** Creates the event where `before` is null, else changes it if it is as it was left. */
  put(
    account: Account,
    calendar: RemoteCalendar,
    event: EventToPut,
    before: WrittenBefore | null,
    signal: AbortSignal,
  ): Promise<WriteOutcome>
  /** `invite`: whether the server is to tell the attendees. */
  remove(
    account: Account,
    calendar: RemoteCalendar,
    before: WrittenBefore,
    invite: boolean,
    signal: AbortSignal,
  ): Promise<Exclude<WriteOutcome, { kind: 'written' }> | { readonly kind: 'removed' }>
}
