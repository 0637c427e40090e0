import { CalendarFault } from '../calendar-fault.ts'
import type { Account, Facts } from '../connector.ts'
import type { Credentials } from './dav-client.ts'

/** What is kept of an account beside its password. */
export interface AccountDetails {
  readonly principal: string
  /** Where its calendars are listed. Calendars are named by path, relative to the first of these. */
  readonly homes: readonly string[]
  /** `mailto:` addresses of the account (RFC 6638 2.4.1), the one to organize by first. */
  readonly emails: readonly string[]
  /** The server sends invitations (RFC 6638). */
  readonly schedules: boolean
}

export function toFacts(details: AccountDetails): Facts {
  return { ...details }
}

/** @throws CalendarFault when what is kept is not what was kept: the organizer signs in again */
export function readAccount({ details, secret }: Account): AccountDetails & Credentials {
  const { principal, homes, emails, schedules } = details
  const { password } = secret
  // The user name outlasts a key that was lost, so that a new password is enough to sign in again.
  const username = secret['username'] ?? details['username']
  const strings = [principal, username, password].every(value => typeof value === 'string')
  if (!strings || !isList(homes) || homes.length === 0) {
    throw new CalendarFault('sign_in', 'What is kept of this account is not complete. Sign in again.')
  }
  return {
    principal: principal as string,
    username: username as string,
    password: password as string,
    homes,
    emails: isList(emails) ? emails : [],
    schedules: schedules === true,
  }
}

function isList(value: Facts[string] | undefined): value is readonly string[] {
  return Array.isArray(value)
}

/** A calendar's address, from the name it was listed by. */
export function collectionUrl({ homes }: AccountDetails, remoteId: string): string {
  return new URL(remoteId, homes[0]).href
}
