import net from 'node:net'
import os from 'node:os'

/** IANA's registry of special-purpose IPv4 addresses (RFC 6890 and its successors): none of them is a server. */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** Of global unicast: protocol assignments with Teredo among them, and what documentation uses. */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '3fff::/20']

function listOf(ranges: readonly string[]): net.BlockList {
  const list = new net.BlockList()
  for (const range of ranges) {
    const [start = '', bits] = range.split('/')
    list.addSubnet(start, Number(bits), net.isIPv6(start) ? 'ipv6' : 'ipv4')
  }
  return list
}

/** The addresses that carry those IPv4 ranges inside: 6to4 (RFC 3056) and the well-known NAT64 prefix (RFC 6052). */
const carrying = (place: (hex: string) => string, offset: number) =>
  specialIpv4.map(range => {
    const [start = '', bits] = range.split('/')
    const hex = start.split('.').map(n => Number(n).toString(16).padStart(2, '0'))
    return `${place(`${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`)}/${Number(bits) + offset}`
  })

const special = listOf([
  ...specialIpv4,
  ...specialIpv6,
  ...carrying(hex => `2002:${hex}::`, 16),
  ...carrying(hex => `64:ff9b::${hex}`, 96),
])
const publicIpv6 = listOf(['2000::/3', '64:ff9b::/96'])
const loopback = listOf(['127.0.0.0/8', '::1/128'])
const unspecified = listOf(['0.0.0.0/8', '::/128'])

const family = (address: string) => (net.isIPv6(address) ? 'ipv6' : 'ipv4')
const within = (list: net.BlockList, address: string) => list.check(address, family(address))

/** True for what is certainly an address of the public internet; a text that is no address is none. */
export function isPublicAddress(address: string): boolean {
  const known = net.isIP(address)
  if (known === 0 || within(special, address)) return false
  return known === 4 || within(publicIpv6, address)
}

export const isLoopbackAddress = (address: string): boolean =>
  net.isIP(address) !== 0 && within(loopback, address)

/** Loopback in any spelling, the unspecified address (it leads to loopback), and the addresses of the interfaces. */
export function isAddressOfThisMachine(address: string): boolean {
  if (net.isIP(address) === 0) return false
  if (within(loopback, address) || within(unspecified, address)) return true
  const own = new net.BlockList()
  for (const { address: a } of Object.values(os.networkInterfaces()).flatMap(i => i ?? []))
    own.addAddress(a, family(a))
  return within(own, address)
}
