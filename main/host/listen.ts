import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { limitSlowVisitors } from '../site/slow-visitors.ts'

/** The port asked for is taken, or may not be had. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable'
}

export interface Listener {
  readonly port: number
  close(): Promise<void>
}

/**
 * Listens on the loopback only: what comes from outside comes through the tunnel.
 *
 * @param port 0 means any free one; null: `usual`, or any free one when that is taken
 * @param option what names this port on the command line
 * @throws PortUnavailable
 */
export async function listen(
  server: http.Server,
  port: number | null,
  usual: number,
  option: string,
): Promise<Listener> {
  try {
    return await listenOn(server, port ?? usual)
  } catch (cause) {
    const { code } = cause as { code?: unknown }
    if (port === null && code === 'EADDRINUSE') return listenOn(server, 0)
    if (code === 'EADDRINUSE')
      throw new PortUnavailable(
        `Port ${port} is in use. Name another with ${option}, or 0 for any free one.`,
        { cause },
      )
    if (code === 'EACCES')
      throw new PortUnavailable(`Port ${port} may not be used. Name one above 1023 with ${option}.`, {
        cause,
      })
    throw cause
  }
}

function listenOn(server: http.Server, port: number): Promise<Listener> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve({ port: (server.address() as AddressInfo).port, close: () => close(server) })
    })
  })
}

function close(server: http.Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/**
 * The booking site's server. A tunnel keeps idle sockets open to it and never notices that Node's default deadlines
 * answered them with 408, after which visitors get 408 and then nothing: both deadlines must be off
 * (localtunnel/server#203). Slow visitors are limited by `limitSlowVisitors` instead.
 */
export function createSiteServer(handler: http.RequestListener, monotonic: () => number): http.Server {
  const server = http.createServer({ maxHeaderSize: 16_384 }, handler)
  server.headersTimeout = 0
  server.requestTimeout = 0
  limitSlowVisitors(server, monotonic)
  return server
}

/**
 * The server of desk and `/v1`. Only a page or program that calls this machine by a loopback name is answered:
 * traffic from a tunnel comes from loopback too, and any website can make a browser call 127.0.0.1 under a name of
 * its own (DNS rebinding), so the sender's address proves nothing and the Host header must be exact.
 */
export function createLocalServer(desk: http.RequestListener, api: http.RequestListener): http.Server {
  const server = http.createServer((req, res) => {
    const { port } = server.address() as AddressInfo
    const allowed = ['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${port}`)
    const host = req.headers.host ?? ''
    const isApi = /^\/(v1|oauth)(\/|\?|$)/.test(req.url ?? '')
    if (!allowed.includes(host) && !(isApi && isCronofy(host))) {
      res.writeHead(421, { 'content-type': 'text/plain' }).end('This address is for this machine only.')
    } else if (isApi) api(req, res)
    else desk(req, res)
  })
  return server
}

/** Cronofy's PHP SDK says so whatever address it is given, and its C# SDK knows no other; nobody else has these names. */
const isCronofy = (host: string) => /^(api|app)(-[a-z]{2})?\.cronofy\.com(:\d+)?$/.test(host)
