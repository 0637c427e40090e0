import { allowHost, disallowHost, readNetwork } from './allowed-hosts.ts'
import type { World } from './world.ts'

/** Allows a host for some work, and for good if the work succeeds: what failed leaves nothing allowed. */
export async function withAllowedHost<T>(
  world: World,
  host: string | null,
  work: () => Promise<T>,
): Promise<T> {
  if (host === null || readNetwork(world).allowedHosts.includes(host)) return work()
  allowHost(world, host)
  try {
    return await work()
  } catch (cause) {
    disallowHost(world, host)
    throw cause
  }
}
