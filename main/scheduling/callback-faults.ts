import { findAddressFault } from '../network/judge-address.ts'
import { callbackPolicy } from './allowed-hosts.ts'
import type { World } from './world.ts'

/**
 * Why a callback address can never be reached, or null. Only what the spelling alone tells for good: a name may
 * lead elsewhere, and a host may be allowed, by the time it is called.
 */
export function findCallbackFault(world: World, url: string | null): string | null {
  if (url === null) return null
  const fault = findAddressFault(url, callbackPolicy(world))
  const hopeless = ['own_listener', 'private_address', 'bad_address']
  return fault !== null && hopeless.includes(fault.kind) ? fault.message : null
}
