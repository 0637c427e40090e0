import type { Bridge } from '../../preload/contract/bridge.ts'
import type { Client } from './client.ts'

declare global {
  interface Window {
    /** Given by the preload where the desk runs in Openslot's own window. */
    readonly openslot?: Bridge
  }
}

/** The desk in its own window: calls cross to the program by IPC, which never goes away while the window lives. */
export function overBridge(bridge: Bridge): Client {
  return {
    call: (name, input) => bridge.call(name, input),
    subscribe: listener => bridge.subscribe(listener),
    capabilities: () => bridge.capabilities(),
    watchConnection: listener => {
      listener('live')
      return () => {}
    },
  }
}
