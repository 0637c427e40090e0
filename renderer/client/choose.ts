import type { Client } from './client.ts'
import type { Stream } from './event-stream.ts'
import { overBridge } from './over-bridge.ts'
import { keyInFragment, overHttp, signIn } from './over-http.ts'

/** The bridge where the preload gave one; else HTTP, signed in first by the key of the address if it carries one. */
export async function chooseClient(window: Window): Promise<Client> {
  if (window.openslot) return overBridge(window.openslot)
  const base = window.location.href.split('#')[0]!
  const fetchIt = window.fetch.bind(window)
  const key = keyInFragment(window.location.hash)
  if (key !== null) {
    await signIn(base, key, fetchIt).catch(() => false)
    window.history.replaceState(null, '', `${base}#/today`)
  }
  return overHttp(base, { fetch: fetchIt, openStream: url => new EventSource(url) as unknown as Stream })
}
