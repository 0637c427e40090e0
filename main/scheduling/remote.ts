import type { ConnectionKind, Connector, SignedIn } from '../calendars/connector.ts'

/** Calendars on servers, as the use cases need them; the host builds it. */
export interface Remote {
  readonly connectors: Readonly<Record<ConnectionKind, Connector>>
  /** @throws CalendarFault, NetworkFault */
  readonly signInCaldav: (
    input: { readonly address: string; readonly username: string; readonly password: string },
    signal: AbortSignal,
  ) => Promise<SignedIn>
  /** Begins a sign-in at a provider's own pages. @throws CalendarFault */
  readonly beginSignIn: (request: {
    readonly provider: 'google' | 'microsoft'
    readonly clientId: string
    readonly clientSecret: string | null
  }) => Promise<SignInUnderWay>
  readonly sync: {
    now(calendarId: string): Promise<void>
    /** As `now`, and not by a sync that began before. */
    anew(calendarId: string): Promise<void>
    wake(): void
    /** Reads those that were confirmed before `sinceMs`, for as long as the deadline allows. */
    refresh(calendarIds: readonly string[], sinceMs: number, deadlineMs: number): Promise<void>
  }
}

export interface SignInUnderWay {
  readonly authorizeUrl: string
  /** Rejects with CalendarFault or NetworkFault. */
  readonly done: Promise<SignedIn>
  cancel(): void
}
