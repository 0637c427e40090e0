import { allowHost, disallowHost, readNetwork } from '../../scheduling/allowed-hosts.ts'
import type { HandlersOf } from '../desk.ts'

export const networkHandlers: HandlersOf<'network'> = {
  'network.read': ({ world }) => readNetwork(world),
  'network.allow': ({ world }, { host }) => allowHost(world, host),
  'network.disallow': ({ world }, { host }) => disallowHost(world, host),
}
