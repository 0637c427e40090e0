import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import type { NetworkPolicy } from '../../main/network/guarded-fetch.ts'
import { NetworkFault } from '../../main/network/network-fault.ts'

const folder = path.resolve(import.meta.dirname, '../fixtures/tls')
/** Of `secure.example`, `second.example`, `mail.example` and 127.0.0.1; signed by itself, for tests only. */
export const certificate = fs.readFileSync(path.join(folder, 'certificate.pem'), 'utf8')
export const key = fs.readFileSync(path.join(folder, 'key.pem'), 'utf8')

const closers: (() => unknown)[] = []
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close()
}

function opened<S extends net.Server>(
  server: S,
  host: string,
  port = 0,
): Promise<S & { readonly port: number }> {
  closers.push(
    () =>
      new Promise(resolve => {
        server.close(resolve)
        if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections()
      }),
  )
  return new Promise(resolve => {
    server.listen(port, host, () => {
      resolve(Object.assign(server, { port: (server.address() as AddressInfo).port }))
    })
  })
}

/** A server that keeps what it was asked. */
export async function serve(
  answer: http.RequestListener,
  { secure = false, host = '127.0.0.1' }: { readonly secure?: boolean; readonly host?: string } = {},
) {
  const asked: { method: string; path: string; headers: http.IncomingHttpHeaders; body: string }[] = []
  let connections = 0
  const listener: http.RequestListener = (req, res) => {
    let body = ''
    req.setEncoding('utf8')
    req.on('data', chunk => {
      body += chunk
    })
    req.on('end', () => {
      asked.push({ method: req.method ?? '', path: req.url ?? '', headers: req.headers, body })
      answer(req, res)
    })
  }
  const server = await opened(
    secure ? https.createServer({ cert: certificate, key }, listener) : http.createServer(listener),
    host,
  )
  server.on('connection', () => {
    connections += 1
  })
  return { port: server.port, asked, connections: () => connections }
}

/** Nothing may ever connect here. */
export async function tripwire(host = '127.0.0.1', port = 0) {
  let connections = 0
  const server = await opened(
    net.createServer(socket => {
      connections += 1
      socket.destroy()
    }),
    host,
    port,
  )
  return { port: server.port, connections: () => connections }
}

/** A resolver that knows these names, counts the questions, and answers the nth one by the nth list. */
export function resolverOf(names: Readonly<Record<string, readonly (readonly string[])[]>>) {
  const asked: string[] = []
  const resolve = async (host: string) => {
    const answers = names[host] ?? []
    const nth = asked.filter(a => a === host).length
    asked.push(host)
    return (answers[nth] ?? answers.at(-1) ?? []).map(address => ({ address }))
  }
  return { resolve, asked }
}

export const noExceptions: NetworkPolicy = { allowedHosts: [], ownPorts: [] }
export const allowing = (...allowedHosts: string[]): NetworkPolicy => ({ allowedHosts, ownPorts: [] })

/** The fault that a request ends with. */
export async function faultOf(request: Promise<unknown>): Promise<NetworkFault> {
  try {
    await request
  } catch (fault) {
    if (fault instanceof NetworkFault) return fault
    throw fault
  }
  throw new Error('the request went through')
}
