import type { NetworkPolicy } from '../network/network-policy.ts'
import type { World } from './world.ts'

const setting = 'network.allowedHosts'

/** Hosts that may be private, speak plain http and use any port, because the organizer said so, in their order. */
export const readAllowedHosts = ({ store }: Pick<World, 'store'>): readonly string[] =>
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
