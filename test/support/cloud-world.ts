import type { Provider } from '../../main/calendars/cloud/provider-addresses.ts'
import type { CloudOptions } from '../../main/calendars/cloud/provider-client.ts'
import type { EventToPut, PullRequest, RemoteCalendar } from '../../main/calendars/connector.ts'
import { createGoogleConnector } from '../../main/calendars/google/google-connector.ts'
import { createMicrosoftConnector } from '../../main/calendars/microsoft/microsoft-connector.ts'
import { createGuardedFetch } from '../../main/network/guarded-fetch.ts'
import { handClock, loopbackPolicy, makeAccount } from './cloud-account.ts'
import { startCloudProvider } from './cloud-provider.ts'

export const window = { fromMs: Date.parse('2027-02-01T00:00Z'), toMs: Date.parse('2027-06-01T00:00Z') }
export const noWindow = new AbortController().signal

/** One vendor's connector before the provider of the tests. */
export async function startCloudWorld(vendor: Provider, zone = 'Europe/Berlin') {
  const provider = await startCloudProvider()
  const clock = handClock()
  const options: CloudOptions = {
    fetch: createGuardedFetch(),
    policy: loopbackPolicy,
    clock,
    providers: provider.addresses,
  }
  const make = () =>
    vendor === 'google' ? createGoogleConnector(options) : createMicrosoftConnector(options)
  const account = makeAccount(provider, vendor, clock)
  const calendar: RemoteCalendar = {
    calendarId: 'cal_1',
    remoteId: vendor === 'google' ? 'me@example.org' : 'AAMk=',
    zone,
  }
  return { provider, clock, options, make, account, calendar, connector: make() }
}

export type CloudWorld = Awaited<ReturnType<typeof startCloudWorld>>

export const pullRequest = (given: Partial<PullRequest> = {}): PullRequest => ({
  cursor: null,
  window,
  known: new Map(),
  signal: noWindow,
  ...given,
})

export const eventToPut = (given: Partial<EventToPut> = {}): EventToPut => ({
  uid: 'bkg_1@openslot',
  sequence: 0,
  summary: 'Interview',
  description: 'About the post',
  location: 'Room 4',
  url: 'https://example.org/b/1',
  startMs: Date.parse('2027-03-10T09:00Z'),
  endMs: Date.parse('2027-03-10T10:00Z'),
  zone: 'Europe/Berlin',
  status: 'busy',
  organizer: { email: 'me@example.org', name: 'Me' },
  attendees: [{ email: 'guest@example.org', displayName: 'Guest' }],
  invite: false,
  stampMs: Date.parse('2027-03-01T08:00Z'),
  ...given,
})

/** What a connector tells, kept as the sync keeps it: objects by name, changed and removed. */
export function createKept() {
  const objects = new Map<string, { etag: string | null; spans: string[]; uids: string[] }>()
  let cursor: string | null = null
  return {
    objects,
    cursor: () => cursor,
    known: () => new Map([...objects].map(([id, o]) => [id, o.etag])),
    async pull(world: CloudWorld, connector = world.connector, given: Partial<PullRequest> = {}) {
      const request = pullRequest({ cursor, known: this.known(), ...given })
      const pulled = await connector.pull(world.account.read(), world.calendar, request)
      for (const id of pulled.removed) objects.delete(id)
      for (const { objectId, etag, content } of pulled.changed) {
        if (content.kind !== 'occurrences') throw new Error('Clouds tell occurrences.')
        const spans = content.occurrences.map(o => `${stamp(o.startMs)}/${stamp(o.endMs)} ${o.status}`)
        objects.set(objectId, { etag, spans, uids: content.occurrences.map(o => o.uid) })
      }
      cursor = pulled.cursor
      return pulled
    },
    spans: () => [...objects.values()].flatMap(o => o.spans).sort(),
  }
}

export const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 16)

export const at = (text: string): number => Date.parse(`${text}Z`)
