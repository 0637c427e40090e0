import { create } from 'zustand'
import type { Capabilities, Connection } from '../client/client.ts'

interface Desk {
  readonly phase: 'starting' | 'locked' | 'unreachable' | 'ready'
  readonly capabilities: Capabilities | null
  readonly connection: Connection
}

/** The desk as such: whether it may be used, what it can do here, and whether it hears from the program. */
export const useDesk = create<Desk>()(() => ({ phase: 'starting', capabilities: null, connection: 'live' }))
