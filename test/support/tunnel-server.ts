/**
 * A tunnel server on the loopback that speaks localtunnel's protocol as the real one does (localtunnel/server):
 * `GET /{name}` or `/?new` answers where the client should connect; visitors are told apart by the Host header, each
 * request goes down one of the client's sockets; a name without sockets is kept for one second. With switches for
 * what goes wrong out there. Its addresses are `http://{name}.localhost:{port}`.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

type GiveSocket = (error: Error | null, socket: Duplex) => void

/** What can go wrong; all off at first, to be switched at any time. */
export interface TunnelFaults {
  /** Requests for a tunnel are taken and never answered. */
  neverAnswers: boolean
  /** Requests for a tunnel get this status instead. */
  refusesWith: number | null
  /** Another name than the one asked for is given, without a word. */
  givesOtherName: boolean
  /** Tunnels are granted, but the port for their sockets is closed, as behind a firewall. */
  closesPorts: boolean
  /** Visitors' requests vanish between server and client. */
  blackHole: boolean
  /** Browsers get a page about trust first, as on loca.lt. */
  showsReminder: boolean
}

export interface TunnelServer {
  readonly port: number
  readonly origin: string
  readonly faults: TunnelFaults
  /** Sockets that the client of this name holds now. */
  socketsOf(name: string): number
  /** Resets all sockets of all tunnels; the client may come back at once. */
  dropSockets(): void
  /** The process dies: everything is reset and nothing listens any more. */
  kill(): Promise<void>
  /** Up again on the same port, remembering nothing. */
  restart(): Promise<void>
}

export async function startTunnelServer(
  options: { maxSockets?: number; graceMs?: number } = {},
): Promise<TunnelServer> {
  const { maxSockets = 10, graceMs = 1_000 } = options
  const faults: TunnelFaults = {
    neverAnswers: false,
    refusesWith: null,
    givesOtherName: false,
    closesPorts: false,
    blackHole: false,
    showsReminder: false,
  }
  const clients = new Map<string, TunnelClient>()
  let strangers = 0

  async function grant(wanted: string | null): Promise<object> {
    const isFree = wanted !== null && !clients.has(wanted) && !faults.givesOtherName
    const id = isFree ? wanted : `stranger-${++strangers}`
    const client = new TunnelClient(maxSockets, graceMs, faults, () => clients.delete(id))
    clients.set(id, client)
    return {
      id,
      port: await client.listen(),
      max_conn_count: maxSockets,
      url: `http://${id}.localhost:${port}`,
    }
  }

  async function answerClient(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.neverAnswers) return
    if (faults.refusesWith !== null) return void response.writeHead(faults.refusesWith).end()
    if (request.url === '/?new') return sendJson(response, 200, await grant(null))
    const name = request.url?.slice(1) ?? ''
    if (/^(?:[a-z0-9][a-z0-9-]{4,63}[a-z0-9]|[a-z0-9]{4,63})$/.test(name)) {
      return sendJson(response, 200, await grant(name))
    }
    sendJson(response, 403, { message: 'Invalid subdomain.' })
  }

  function answerVisitor(name: string, request: IncomingMessage, response: ServerResponse): void {
    const isBrowser = /Mozilla/.test(request.headers['user-agent'] ?? '')
    if (faults.showsReminder && isBrowser && !request.headers['bypass-tunnel-reminder']) {
      response.writeHead(401, { 'content-type': 'text/html' }).end('<h1>Tunnel password</h1>')
      return
    }
    const client = clients.get(name)
    if (client) client.forward(request, response)
    else response.writeHead(404).end('404')
  }

  const server = http.createServer((request, response) => {
    const [, name] = /^([^.]+)\.localhost(:|$)/.exec(request.headers.host ?? '') ?? []
    if (name === undefined) void answerClient(request, response)
    else answerVisitor(name, request, response)
  })
  await listen(server, 0)
  const { port } = server.address() as AddressInfo

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    faults,
    socketsOf: name => clients.get(name)?.sockets.size ?? 0,
    dropSockets: () => {
      for (const client of clients.values()) client.dropSockets()
    },
    kill: () => {
      for (const client of clients.values()) client.end()
      clients.clear()
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
    restart: () => listen(server, port),
  }
}

/** The server's side of one tunnel: a port of its own, the sockets that came in, the requests that wait for one. */
class TunnelClient {
  readonly sockets = new Set<Socket>()
  readonly #free: Socket[] = []
  readonly #waiting: GiveSocket[] = []
  readonly #server: Server
  readonly #agent = new http.Agent({ keepAlive: true, maxFreeSockets: 1 })
  readonly #faults: TunnelFaults
  readonly #startGrace: () => void
  #grace: NodeJS.Timeout

  constructor(maxSockets: number, graceMs: number, faults: TunnelFaults, onEnd: () => void) {
    this.#faults = faults
    this.#startGrace = () => {
      clearTimeout(this.#grace)
      this.#grace = setTimeout(() => {
        this.end()
        onEnd()
      }, graceMs)
    }
    this.#server = createServer(socket => {
      if (this.sockets.size >= maxSockets) socket.destroy()
      else this.#take(socket)
    })
    this.#agent.createConnection = (_options: unknown, give?: GiveSocket) => {
      if (give && !this.#faults.blackHole) this.#give(give)
      return undefined
    }
    // The real one allows a second for the first socket too; a test machine may be busier than a server.
    this.#grace = setTimeout(() => this.#startGrace(), 10_000)
  }

  async listen(): Promise<number> {
    await listen(this.#server, 0)
    const { port } = this.#server.address() as AddressInfo
    if (this.#faults.closesPorts) this.#server.close()
    return port
  }

  #take(socket: Socket): void {
    clearTimeout(this.#grace)
    this.sockets.add(socket)
    socket.once('error', () => socket.destroy())
    socket.once('close', () => {
      this.sockets.delete(socket)
      const at = this.#free.indexOf(socket)
      if (at >= 0) this.#free.splice(at, 1)
      if (this.sockets.size === 0) this.#startGrace()
    })
    const waiting = this.#waiting.shift()
    if (waiting) waiting(null, socket)
    else this.#free.push(socket)
  }

  #give(give: GiveSocket): void {
    const socket = this.#free.shift()
    if (socket) give(null, socket)
    else this.#waiting.push(give)
  }

  /** A request that fails on the way is swallowed, so the visitor hangs: that is what the real one does. */
  forward(request: IncomingMessage, response: ServerResponse): void {
    const { url: path, method, headers } = request
    const onward = http.request({ path, method, headers, agent: this.#agent }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.once('error', () => undefined)
    request.pipe(onward)
  }

  dropSockets(): void {
    for (const socket of this.sockets) socket.resetAndDestroy()
  }

  end(): void {
    clearTimeout(this.#grace)
    this.#server.close()
    this.dropSockets()
    this.#agent.destroy()
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
