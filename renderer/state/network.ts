import type { NetworkSettings } from '../../preload/contract/network.ts'
import type { Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

/** The hosts that the organizer allowed by name. */
export const useNetwork = nounStore('network.read')

export function allowHost(host: string): Promise<Outcome<NetworkSettings>> {
  return change('network.allow', host)
}

export function disallowHost(host: string): Promise<Outcome<NetworkSettings>> {
  return change('network.disallow', host)
}

async function change(
  name: 'network.allow' | 'network.disallow',
  host: string,
): Promise<Outcome<NetworkSettings>> {
  const outcome = await call(name, { host })
  if (outcome.ok) useNetwork.setState({ value: outcome.value, failure: null })
  return outcome
}
