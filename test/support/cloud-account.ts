import type { Provider } from '../../main/calendars/cloud/provider-addresses.ts'
import type { Account, Facts } from '../../main/calendars/connector.ts'
import { scopesOf } from '../../preload/contract/connections-help.ts'
import type { CloudProvider } from './cloud-provider.ts'

/** Loopback is allowed by name, as an organizer would allow a server at home. */
export const loopbackPolicy = { allowedHosts: ['127.0.0.1'], ownPorts: [] }

export interface HandClock {
  now(): number
  nowMs: number
}

/** A clock that stands still until it is set. */
export function handClock(nowMs = Date.parse('2027-03-01T08:00Z')): HandClock {
  return {
    nowMs,
    now() {
      return this.nowMs
    },
  }
}

/** An account that is signed in, with what was kept of it in order. */
export function makeAccount(provider: CloudProvider, vendor: Provider, clock: HandClock) {
  const issued = provider.oauth[vendor].issue(scopesOf[vendor].join(' '))
  const kept: Facts[] = []
  let secret: Facts = {
    clientId: 'my-client',
    clientSecret: vendor === 'google' ? 'my-secret' : null,
    refreshToken: issued.refresh_token,
    accessToken: issued.access_token,
    issuedMs: clock.now(),
    expiresMs: clock.now() + 3_600_000,
  }
  /** As the store hands it over: what is kept by then. */
  const read = (): Account => ({
    connectionId: 'con_1',
    kind: vendor,
    details: { email: 'me@example.org' },
    secret,
    keep(change) {
      secret = { ...secret, ...change.secret }
      kept.push(secret)
    },
  })
  return { read, kept }
}
