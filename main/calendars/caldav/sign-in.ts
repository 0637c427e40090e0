import { NetworkFault } from '../../network/network-fault.ts'
import { CalendarFault } from '../calendar-fault.ts'
import type { SignedIn } from '../connector.ts'
import { type AccountDetails, toFacts } from './account.ts'
import { type Credentials, DavClient, type DavMeans } from './dav-client.ts'
import { malformed } from './dav-fault.ts'
import { hrefsIn, type ResourceAnswer } from './multistatus.ts'
import { caldav, dav } from './names.ts'
import type { Provider } from './providers.ts'
import { propfind } from './requests.ts'
import { findStartingPoints, type ResolveSrv } from './starting-points.ts'
import { trustedUrl } from './trusted-address.ts'

export interface CaldavSignIn extends Credentials {
  /** An e-mail address, a host or an address of the web. */
  readonly address: string
}

/**
 * From what somebody typed to an account: its principal (RFC 5397), home sets (RFC 4791 6.2.1) and addresses.
 *
 * @throws CalendarFault, NetworkFault
 */
export async function signIn(
  means: DavMeans & { readonly resolveSrv?: ResolveSrv | undefined },
  input: CaldavSignIn,
  signal: AbortSignal,
): Promise<SignedIn> {
  const { address, username, password } = input
  if (/:/.test(username)) throw new CalendarFault('sign_in', 'A user name cannot hold a colon. Check it.')
  const { urls, provider } = await findStartingPoints(address, means.resolveSrv)
  const client = new DavClient(means, { username, password }, signal)
  const principal = await withHint(provider, findPrincipal(client, urls))
  const details = await readPrincipal(client, principal)
  const host = new URL(principal).host
  const name = details.emails[0] ?? (username.includes('@') ? username : `${username} on ${host}`)
  return { name, details: { ...toFacts(details), username }, secret: { username, password } }
}

async function withHint<T>(provider: Provider | null, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    const refused = cause instanceof CalendarFault && cause.kind === 'sign_in'
    if (!refused || !provider?.hint) throw cause
    throw new CalendarFault('sign_in', `${provider.name} does not accept this password. ${provider.hint}`)
  }
}

/** The first starting point that knows who is asking. A password that is refused is refused everywhere. */
async function findPrincipal(client: DavClient, urls: readonly string[]): Promise<string> {
  const faults: (CalendarFault | NetworkFault)[] = []
  for (const url of urls) {
    try {
      return await askPrincipal(client, url)
    } catch (fault) {
      if (!(fault instanceof CalendarFault || fault instanceof NetworkFault)) throw fault
      if (isFinal(fault)) throw fault
      faults.push(fault)
    }
  }
  throw faults.find(fault => fault instanceof NetworkFault) ?? noServer(urls[0]!, faults[0])
}

/** What another starting point on the same host would not change, or what only the organizer can decide. */
function isFinal(fault: CalendarFault | NetworkFault): boolean {
  if (fault instanceof NetworkFault) return fault.kind !== 'too_large' && fault.kind !== 'malformed'
  return ['sign_in', 'address', 'throttled'].includes(fault.kind)
}

function noServer(url: string, cause: unknown): CalendarFault {
  const { host } = new URL(url)
  const message = `There is no CalDAV server at ${host}. Look up the address of your calendars where they are kept (it is often called CalDAV there), and enter that.`
  return new CalendarFault('address', message, { cause })
}

async function askPrincipal(client: DavClient, start: string): Promise<string> {
  const { resources, url } = await client.askMultistatus(
    propfind(start, 0, ['D:current-user-principal', 'D:resourcetype']),
  )
  const found = resources.flatMap(resource => hrefsIn(resource, dav.currentUserPrincipal))[0]
  if (found !== undefined && found !== '') return trustedUrl(found, url)
  const unknown = resources.some(isUnauthenticated)
  if (!unknown) throw malformed(url, 'it does not say who signed in')
  const { host } = new URL(url)
  throw new CalendarFault('sign_in', `${host} does not know this user name and password. Check both.`)
}

/** RFC 5397 3: the server answered as to a stranger. */
function isUnauthenticated(resource: ResourceAnswer): boolean {
  const principal = resource.properties.get(dav.currentUserPrincipal)
  return principal?.children.some(({ name }) => name === 'DAV: unauthenticated') ?? false
}

const principalProperties = [
  'D:displayname',
  'C:calendar-home-set',
  'C:calendar-user-address-set',
  'C:schedule-outbox-URL',
]

async function readPrincipal(client: DavClient, principal: string): Promise<AccountDetails> {
  const { resources, url } = await client.askMultistatus(propfind(principal, 0, principalProperties))
  const told = (property: string) => resources.flatMap(resource => hrefsIn(resource, property))
  const homes = told(caldav.calendarHomeSet).map(href => withSlash(trustedUrl(href, url)))
  if (homes.length === 0) throw noCalendars(url)
  const hasOutbox = told(caldav.scheduleOutboxUrl).length > 0
  return {
    principal,
    homes,
    emails: emailsAmong(told(caldav.calendarUserAddressSet)),
    schedules: hasOutbox && (await doesSchedule(client, homes[0]!)),
  }
}

function noCalendars(url: string): CalendarFault {
  const { host } = new URL(url)
  const message = `${host} knows this account but keeps no calendars for it. Ask whoever runs ${host}, or enter the address of another server.`
  return new CalendarFault('address', message)
}

/** RFC 6638 2: told by the `DAV` header, and no more than a word where there is no outbox (Xandikos). */
async function doesSchedule(client: DavClient, home: string): Promise<boolean> {
  const { headers } = await client.ask({ method: 'OPTIONS', url: home }, 'read')
  return /(^|[\s,])calendar-auto-schedule([\s,]|$)/i.test(headers['dav'] ?? '')
}

function emailsAmong(addresses: readonly string[]): string[] {
  const mail = addresses.filter(address => /^mailto:.+@/i.test(address))
  return [...new Set(mail.map(address => decodeMail(address.slice('mailto:'.length))))]
}

function decodeMail(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const withSlash = (url: string) => (url.endsWith('/') ? url : `${url}/`)
