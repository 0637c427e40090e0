import { CalendarFault } from '../calendar-fault.ts'
import { findProvider, type Provider } from './providers.ts'

/** DNS SRV (RFC 6764 3); injected, and absent where nobody may look up names. */
export type ResolveSrv = (
  name: string,
) => Promise<readonly { readonly name: string; readonly port: number }[]>

export interface StartingPoints {
  /** To be tried in this order. */
  readonly urls: readonly string[]
  readonly provider: Provider | null
}

/**
 * Where an account may begin, from what somebody typed: an e-mail address, a host, or an address of the web.
 *
 * @throws CalendarFault for what is none of these, and for services that want another kind of connection
 */
export async function findStartingPoints(typed: string, resolveSrv?: ResolveSrv): Promise<StartingPoints> {
  const address = typed.trim()
  const email = /^[^\s/@:]+@([^\s/@:]+)$/.exec(address)
  const url = email === null ? readUrl(address) : readUrl(email[1]!)
  const provider = findProvider(url.hostname)
  if (provider !== null && provider.url === null) throw new CalendarFault('address', provider.hint ?? '')
  const isBare = email !== null || url.pathname === '/'
  if (provider?.url && isBare) return { urls: servedBy(provider.url), provider }
  const served = email === null ? null : await findServed(url.hostname, resolveSrv)
  if (served !== null) return served
  return { urls: candidates(url), provider }
}

function readUrl(address: string): URL {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address)
  const text = hasScheme ? address : `https://${address}`
  if (hasScheme && !/^https?:/i.test(address)) throw noAddress()
  if (address === '' || /[\s\\]/.test(address) || !URL.canParse(text)) throw noAddress()
  const url = new URL(text)
  // A password that was typed into the address is asked for where it can be kept safely.
  if (url.username !== '' || url.password !== '') throw noAddress()
  url.hash = ''
  return url
}

function noAddress(): CalendarFault {
  const message =
    'This is no address of a calendar server. Type an e-mail address, a host such as cloud.example.org, or an address that begins with https://.'
  return new CalendarFault('address', message)
}

const servedBy = (url: string) => [...new Set([url, ...candidates(new URL(url))])]

/** RFC 6764 6: what was typed, if it says more than a host; then the well-known address; then the top. */
function candidates(url: URL): string[] {
  const wellKnown = new URL('/.well-known/caldav', url).href
  const top = new URL('/', url).href
  return url.pathname === '/' ? [wellKnown, top] : [url.href, wellKnown, top]
}

/**
 * Where DNS sends a domain's calendars. Answers of DNS are not proof (RFC 6764 8), and the password goes where they
 * say: so only inside the domain itself, or to a service that is known.
 */
async function findServed(domain: string, resolveSrv?: ResolveSrv): Promise<StartingPoints | null> {
  const records = (await resolveSrv?.(`_caldavs._tcp.${domain}`).catch(() => [])) ?? []
  for (const { name, port } of records) {
    const host = name.toLowerCase().replace(/\.$/, '')
    const provider = findProvider(host)
    if (provider?.url) return { urls: servedBy(provider.url), provider }
    if (host === domain || host.endsWith(`.${domain}`))
      return { urls: candidates(readUrl(`${host}:${port}`)), provider: null }
  }
  return null
}
