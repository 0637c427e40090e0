import type { LookupAddress } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import net, { type LookupFunction } from 'node:net'
import type { Target } from './judge-address.ts'

export interface Hop {
  readonly target: Target
  /** Judged: the connection goes to one of these and nowhere else. */
  readonly addresses: readonly string[]
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
  readonly signal: AbortSignal
}

/** Methods that change nothing (RFC 9110, section 9.2.1): asked again when a kept connection turns out dead. */
const safe = ['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']

const kept = {
  keepAlive: true,
  maxSockets: 6,
  maxFreeSockets: 2,
  timeout: 20_000,
  scheduling: 'lifo',
} as const

/** A kept connection serves only a request whose judged addresses are the same, whatever policy judged them. */
const poolName = (name: string, options: unknown) => `${name} ${(options as { pinned: string }).pinned}`

class PinnedHttpAgent extends http.Agent {
  override getName(options?: Parameters<http.Agent['getName']>[0]): string {
    return poolName(super.getName(options), options)
  }
}

class PinnedHttpsAgent extends https.Agent {
  override getName(options?: Parameters<https.Agent['getName']>[0]): string {
    return poolName(super.getName(options), options)
  }
}

/**
 * Sends one hop and resolves with the head of its answer. Connections are kept for methods that change nothing;
 * the others open one each time, because nobody can tell whether a dead one carried their request.
 */
export function createConnections() {
  const agents = {
    fresh: { http: new PinnedHttpAgent(), https: new PinnedHttpsAgent() },
    kept: { http: new PinnedHttpAgent(kept), https: new PinnedHttpsAgent(kept) },
  }
  return async function send(hop: Hop): Promise<http.IncomingMessage> {
    if (!safe.includes(hop.method)) return sendBy(agents.fresh, hop)
    try {
      return await sendBy(agents.kept, hop)
    } catch (cause) {
      if (!(cause instanceof DeadConnection) || hop.signal.aborted) throw cause
      return sendBy(agents.fresh, hop)
    }
  }
}

/** A connection kept from before was closed by the other end. */
class DeadConnection extends Error {
  override readonly name = 'DeadConnection'
}

function sendBy(
  agents: { readonly http: http.Agent; readonly https: https.Agent },
  hop: Hop,
): Promise<http.IncomingMessage> {
  const secure = hop.target.url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const options = { ...requestOptions(hop), agent: secure ? agents.https : agents.http }
    const request = (secure ? https : http).request(options, resolve)
    request.on('error', cause => {
      const dead = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(String(codeOf(cause)))
      reject(dead ? new DeadConnection('a kept connection was closed', { cause }) : cause)
    })
    // Unasked for, and Node leaves the answer hanging otherwise.
    request.on('upgrade', (_response, socket) => socket.destroy(new Error('a change of protocol')))
    request.end(hop.body ?? undefined)
  })
}

function requestOptions({ target, addresses, method, headers, signal }: Hop) {
  const { url, host, port } = target
  return {
    host,
    port,
    method,
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host },
    signal,
    // By SNI's rules an address is no server name (RFC 6066, section 3); its certificate is checked all the same.
    servername: net.isIP(host) === 0 ? host : '',
    lookup: lookupOf(addresses),
    autoSelectFamilyAttemptTimeout: 1_000,
    pinned: addresses.toSorted().join(),
  }
}

function lookupOf(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address): LookupAddress => ({ address, family: net.isIP(address) }))
  return (_host, options, callback) => {
    if (options.all === true) return callback(null, found)
    const fitting = found.find(f => !options.family || f.family === options.family) ?? found[0]
    return callback(null, fitting?.address ?? '', fitting?.family)
  }
}

const codeOf = (cause: Error) => (cause as { code?: unknown }).code
