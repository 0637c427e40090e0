import type { Account, Connector, RemoteCalendar, SignedIn } from '../connector.ts'
import { collectionUrl, readAccount } from './account.ts'
import { DavClient, type DavMeans } from './dav-client.ts'
import { listCalendars } from './list-calendars.ts'
import { pull } from './pull.ts'
import { putEvent } from './put-event.ts'
import { removeEvent } from './remove-event.ts'
import { type CaldavSignIn, signIn } from './sign-in.ts'
import type { ResolveSrv } from './starting-points.ts'
import type { WritePlace } from './stored-object.ts'

export interface CaldavMeans extends DavMeans {
  /** For e-mail addresses whose domain tells its server by DNS (RFC 6764); absent: nobody asks. */
  readonly resolveSrv?: ResolveSrv
}

export interface CaldavConnector extends Connector {
  /** @throws CalendarFault, NetworkFault */
  signInCaldav(input: CaldavSignIn, signal: AbortSignal): Promise<SignedIn>
}

/** Calendars on CalDAV servers (RFC 4791), with what else they may know: RFC 6578, 6638, 6764. */
export function createCaldavConnector(means: CaldavMeans): CaldavConnector {
  const clientOf = (account: Account, signal: AbortSignal) =>
    new DavClient(means, readAccount(account), signal)
  const place = (account: Account, calendar: RemoteCalendar, signal: AbortSignal): WritePlace => ({
    client: clientOf(account, signal),
    collectionUrl: collectionUrl(readAccount(account), calendar.remoteId),
  })
  return {
    signInCaldav: (input, signal) => signIn(means, input, signal),
    list: async (account, signal) => listCalendars(clientOf(account, signal), readAccount(account)),
    async pull(account, calendar, request) {
      const { client, collectionUrl } = place(account, calendar, request.signal)
      return pull(client, collectionUrl, request)
    },
    put: async (account, calendar, event, before, signal) =>
      putEvent(place(account, calendar, signal), event, readAccount(account).emails, before),
    remove: async (account, calendar, before, invite, signal) =>
      removeEvent(place(account, calendar, signal), before, invite),
  }
}
