import dns from 'node:dns/promises'
import { createCaldavConnector } from '../calendars/caldav/caldav-connector.ts'
import { addressesFrom, hostsFrom } from '../calendars/cloud/provider-addresses.ts'
import { createEventWriter } from '../calendars/event-writer.ts'
import { createFeedConnector } from '../calendars/feed.ts'
import { createGoogleConnector } from '../calendars/google/google-connector.ts'
import { createMicrosoftConnector } from '../calendars/microsoft/microsoft-connector.ts'
import { createOAuthSignIn } from '../calendars/oauth/sign-in.ts'
import type { Reader } from '../calendars/object-reading.ts'
import { createRemoteWriter } from '../calendars/remote-writer.ts'
import { createSync } from '../calendars/sync.ts'
import type { GuardedFetch } from '../network/guarded-fetch.ts'
import type { NetworkPolicy } from '../network/network-policy.ts'
import { networkPolicy } from '../scheduling/allowed-hosts.ts'
import { followCalendar } from '../scheduling/follow-calendar.ts'
import type { World } from '../scheduling/world.ts'
import type { Clock } from './machine.ts'

export interface RemoteCalendarsOptions {
  readonly world: World
  readonly reader: Reader
  readonly fetch: GuardedFetch
  readonly clock: Clock
  readonly chance: () => number
  /** Something about this calendar is different. */
  readonly onChange: (calendarId: string) => void
  readonly onFault: (fault: unknown) => void
}

/** A feed as large as a file that is brought in. */
const largestFeed = 16_000_000

/** Everything that reads and writes calendars on servers, put together. */
export function createRemoteCalendars(options: RemoteCalendarsOptions) {
  const { world, reader, fetch, clock, chance, onChange, onFault } = options
  const { store, sealer } = world
  const policy = livePolicy(world, hostsFrom(process.env))
  const providers = addressesFrom(process.env)
  const caldav = createCaldavConnector({
    fetch,
    policy: () => networkPolicy(world),
    clock,
    resolveSrv: dns.resolveSrv,
  })
  const cloud = { fetch, policy, clock, providers }
  const connectors = {
    feed: createFeedConnector({ fetch, policy: () => networkPolicy(world), maxBytes: largestFeed }),
    caldav,
    google: createGoogleConnector(cloud),
    microsoft: createMicrosoftConnector(cloud),
  }
  const onStored = (change: { calendarId: string; uids: readonly string[] }) => followCalendar(world, change)
  const means = { store, connectors, sealer, reader, clock, onStored, onFault }
  const oauth = createOAuthSignIn({ fetch, policy, clock, randomness: world.randomness, providers })
  return {
    connectors,
    sync: createSync({ ...means, chance, onChange }),
    writer: createEventWriter(store, createRemoteWriter(means)),
    signInCaldav: caldav.signInCaldav,
    beginSignIn: oauth.begin,
  }
}

/** The policy as it is whenever it is looked at: the organizer may allow a host at any time. */
function livePolicy(world: World, hosts: readonly string[]): NetworkPolicy {
  return {
    get allowedHosts() {
      return [...networkPolicy(world).allowedHosts, ...hosts]
    },
    get ownPorts() {
      return networkPolicy(world).ownPorts
    },
  }
}
