import net from 'node:net'
import type { NetworkSettings } from '../../preload/contract/network.ts'
import type { NetworkPolicy } from '../network/network-policy.ts'
import { invalid, notFound } from './refusal.ts'
import type { World } from './world.ts'

const setting = 'network.allowedHosts'
const mostHosts = 100

/** Hosts that may be private, speak plain http and use any port, because the organizer said so, in their order. */
const readAllowedHosts = ({ store }: Pick<World, 'store'>): readonly string[] =>
  store.settings.get<string[]>(setting) ?? []

/** What feeds, calendar servers and providers may be reached by. */
export const networkPolicy = (world: Pick<World, 'store' | 'ownPorts'>): NetworkPolicy => ({
  allowedHosts: readAllowedHosts(world),
  ownPorts: world.ownPorts(),
})

/** What callbacks may be reached by: a program on this machine listens on loopback. */
export const callbackPolicy = (world: Pick<World, 'store' | 'ownPorts'>): NetworkPolicy => ({
  ...networkPolicy(world),
  loopback: true,
})

export const readNetwork = (world: World): NetworkSettings => ({ allowedHosts: [...readAllowedHosts(world)] })

/** @throws Refusal `invalid_input` for what is no host, or one too many */
export function allowHost(world: World, text: string): NetworkSettings {
  const host = hostIn(text)
  if (host === null)
    throw invalid('host', 'A name such as nas.local or an address such as 192.168.1.5, please.')
  const others = readAllowedHosts(world).filter(h => h !== host)
  if (others.length >= mostHosts) throw invalid('host', `At most ${mostHosts} hosts can be allowed.`)
  return write(world, [...others, host])
}

/** @throws Refusal `not_found` */
export function disallowHost(world: World, text: string): NetworkSettings {
  const host = hostIn(text)
  const before = readAllowedHosts(world)
  if (host === null || !before.includes(host)) throw notFound('allowed host')
  return write(
    world,
    before.filter(h => h !== host),
  )
}

function write(world: World, hosts: readonly string[]): NetworkSettings {
  world.store.settings.set(setting, hosts)
  world.announce('changed', { noun: 'network' })
  return readNetwork(world)
}

/** As it stands in addresses: lower case, other spellings of an IP address folded into one. */
function hostIn(text: string): string | null {
  const typed = net.isIPv6(text) ? `[${text}]` : text
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
    ? typed.replace(/^[^:]+/, 'https')
    : `https://${typed}`
  if (!URL.canParse(address)) return null
  const { hostname, username } = new URL(address)
  return username === '' ? hostname.replace(/\.+$/, '') || null : null
}
