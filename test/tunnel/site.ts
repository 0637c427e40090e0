import { createHash, randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TunnelClock } from '../../main/tunnel/driver.ts'
import { lookupWithLocalhost } from '../../main/tunnel/http-asking.ts'
import { probeAnswer, probePath } from '../../main/tunnel/probe.ts'

export interface Site {
  readonly port: number
  readonly secret: Uint8Array
  stop(): Promise<void>
}

/** A booking site as far as a tunnel is concerned: proves itself to probes, and tells the hash of what was uploaded. */
export async function startSite(options: { port?: number; secret?: Uint8Array } = {}): Promise<Site> {
  const secret = options.secret ?? randomBytes(32)
  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    const answer = pathname === probePath ? probeAnswer(secret, searchParams.get('nonce')) : null
    if (answer !== null) response.end(answer)
    else if (request.method === 'POST') response.end(hash(await buffer(request)))
    else response.end('the site')
  })
  // As the real site has to: Node's own timeouts would answer 408 on the sockets that wait in the tunnel.
  server.headersTimeout = 0
  server.requestTimeout = 0
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    secret,
    stop: () => {
      const stopped = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeAllConnections()
      return stopped
    },
  }
}

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Visits an address that the tunnel server gave; resolves with the body, or `hangs` after a while. */
export function visit(url: string, upload?: Uint8Array, patienceMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs)
    const method = upload ? 'POST' : 'GET'
    const request = http.request(
      url,
      { method, signal, agent: false, lookup: lookupWithLocalhost },
      response => {
        buffer(response).then(body => resolve(String(body)), reject)
      },
    )
    request.once('error', error => (signal.aborted ? resolve('hangs') : reject(error)))
    request.end(upload)
  })
}

/** The machine's own clock. `haste` makes timers shorter than asked, where a real wait would be long. */
export function realClock(haste = 1): TunnelClock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimeout: (callback, delayMs) => setTimeout(callback, delayMs / haste),
    clearTimeout: handle => clearTimeout(handle as NodeJS.Timeout),
  }
}

export async function until(condition: () => boolean, what: string, patienceMs = 20_000): Promise<void> {
  const end = performance.now() + patienceMs
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain until ${what}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
