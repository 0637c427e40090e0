import net from 'node:net'
import { isAddressOfThisMachine, isLoopbackAddress, isPublicAddress } from './address-ranges.ts'
import { NetworkFault } from './network-fault.ts'
import type { NetworkPolicy } from './network-policy.ts'

/** An address that may be asked, as far as its spelling tells; what its name leads to is judged on its own. */
export interface Target {
  readonly url: URL
  /** Without brackets and without a dot at its end. */
  readonly host: string
  readonly port: number
  /** `allowed` by the organizer by name, `loopback` for a program on this machine, anything else `public`. */
  readonly trust: 'public' | 'loopback' | 'allowed'
}

/**
 * Judges an address by its spelling. The URL parser has folded decimal, octal, hexadecimal, short and circled
 * spellings of an IPv4 address into one by then.
 *
 * @throws NetworkFault
 */
export function judgeUrl(address: string, policy: NetworkPolicy): Target {
  const url = parse(address)
  const host = bareHost(url.hostname)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const target: Target = { url, host, port, trust: trustIn(host, policy) }
  const known = knownAddresses(host)
  if (known !== null) judgeAddresses(target, known, policy)
  if (target.trust === 'public') judgePublic(target)
  return target
}

/** Why an address that somebody gives can never be called, as far as its spelling tells; null when it may be. */
export function findAddressFault(address: string, policy: NetworkPolicy): NetworkFault | null {
  try {
    judgeUrl(address, policy)
    return null
  } catch (fault) {
    if (fault instanceof NetworkFault) return fault
    throw fault
  }
}

/**
 * Judges what a name leads to: one address that is not public spoils the name, since nobody knows which of them is
 * meant to be used.
 *
 * @throws NetworkFault
 */
export function judgeAddresses(target: Target, addresses: readonly string[], policy: NetworkPolicy): void {
  const { url, port, trust } = target
  if (policy.ownPorts.includes(port) && addresses.some(isAddressOfThisMachine))
    throw new NetworkFault('own_listener', `${url.host} is Openslot itself.`)
  if (trust === 'public' && !addresses.every(isPublicAddress)) throw privateAddress(target)
}

/** The addresses that need no looking up: literal ones, and `localhost` (RFC 6761, section 6.3). */
export function knownAddresses(host: string): string[] | null {
  if (net.isIP(host) !== 0) return [host]
  return isLocalhost(host) ? ['127.0.0.1', '::1'] : null
}

function parse(address: string): URL {
  if (!URL.canParse(address)) throw new NetworkFault('bad_address', 'This is no address that can be called.')
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new NetworkFault('bad_address', 'An address must start with https://.')
  if (url.username !== '' || url.password !== '')
    throw new NetworkFault(
      'bad_address',
      `The address of ${url.host} must not carry a user name or password.`,
    )
  return url
}

const bareHost = (host: string) => host.toLowerCase().replace(/^\[|\]$|\.+$/g, '')
const isLocalhost = (host: string) => /(^|\.)localhost$/.test(host)

function trustIn(host: string, policy: NetworkPolicy): Target['trust'] {
  if (policy.allowedHosts.some(allowed => bareHost(allowed) === host)) return 'allowed'
  // Spelled plainly only: a name of somebody else's that leads to loopback is not this machine's program.
  const plainly = isLocalhost(host) || host === '::1' || (net.isIPv4(host) && isLoopbackAddress(host))
  return policy.loopback === true && plainly ? 'loopback' : 'public'
}

function judgePublic(target: Target): void {
  const { url, host, port } = target
  if (/(^|\.)(local|internal|localhost|home\.arpa)$/.test(host)) throw privateAddress(target)
  if (url.protocol !== 'https:')
    throw new NetworkFault(
      'insecure',
      `${url.host} may only be called by https://, so that nobody reads along.`,
    )
  if (port !== 443 && port !== 8443)
    throw new NetworkFault('bad_address', `${url.host} names a port other than 443 and 8443.`)
}

const privateAddress = ({ url }: Target) =>
  new NetworkFault(
    'private_address',
    `${url.host} is not on the public internet. If it is meant, allow this host by name in the settings.`,
  )
