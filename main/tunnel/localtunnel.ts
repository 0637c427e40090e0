/// <reference path="./localtunnel-client.d.ts" />
import { isIP, type Socket } from 'node:net'
import type Tunnel from 'localtunnel/lib/Tunnel.js'
import { z } from 'zod'
import {
  type OpenTunnel,
  type TimerHandle,
  type TunnelClock,
  type TunnelDriver,
  TunnelError,
} from './driver.ts'
import { publicOrigin } from './fixed-address.ts'
import type { AskOverHttp, HttpAnswer } from './http-asking.ts'

/** The public service that the package itself defaults to. */
const defaultHost = 'https://localtunnel.me'
/** The rule of localtunnel's server; it answers 403 to any other name. */
const namePattern = /^(?:[a-z0-9][a-z0-9-]{4,61}[a-z0-9]|[a-z0-9]{4,63})$/
/** The server decides how many sockets each tunnel holds (10 is usual); a hostile one shall not decide on a million. */
const socketLimit = 50
const firstSocketMs = 5_000
/** Sockets come and go with the visitors; only when all stay away for this long is the tunnel lost. */
const noSocketMs = 4_000

const grant = z.object({
  id: z.string(),
  port: z.int().min(1).max(65_535),
  url: z.string().transform((url, context) => {
    const origin = publicOrigin(url)
    if (origin === null) context.addIssue('not an address that visitors could be sent to')
    return origin ?? z.NEVER
  }),
  ip: z
    .string()
    .refine(ip => isIP(ip) !== 0)
    .optional()
    .catch(undefined),
  max_conn_count: z
    .number()
    .catch(1)
    .transform(count => Math.min(socketLimit, Math.max(1, Math.trunc(count)))),
})
export type Grant = z.infer<typeof grant>

/**
 * The driver over the npm package `localtunnel`.
 *
 * The package asks the server for a tunnel in a loop that nothing can end: when the server is down, or refuses the
 * name, its promise never settles and `close()` does not stop it. So this driver asks by itself, with an end, and
 * gives the answer to the package's client, which then does what it does well: hold the sockets. Not used is
 * `local_host`: with it set, the package rewrites the first chunk as text and so spoils binary uploads.
 */
export function createLocaltunnel(options: {
  readonly ask: AskOverHttp
  readonly clock: TunnelClock
}): TunnelDriver {
  return {
    name: 'localtunnel',
    async open(target, signal) {
      const host = serverOrigin(target.host)
      const granted = await requestTunnel(options.ask, host, target.subdomain, signal)
      // Read when a tunnel is wanted: every start without one is the quicker.
      const { GrantedTunnel } = await import('./granted-tunnel.ts')
      return connect(new GrantedTunnel(target, host, granted), granted, options.clock, signal)
    },
  }
}

function serverOrigin(host: string | null): string {
  const origin = publicOrigin(host ?? defaultHost)
  if (origin === null)
    throw new TunnelError('The tunnel server’s address must be like https://tunnel.example.org.')
  return origin
}

async function requestTunnel(
  ask: AskOverHttp,
  host: string,
  subdomain: string | null,
  signal: AbortSignal,
): Promise<Grant> {
  if (subdomain !== null && !namePattern.test(subdomain)) {
    throw new TunnelError('The name must be 4 to 63 lowercase letters and digits, with hyphens only inside.')
  }
  const path = subdomain === null ? '/?new' : `/${subdomain}`
  const answer = await askFollowing(ask, `${host}${path}`, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new TunnelError(`The tunnel server at ${host} cannot be reached${why}.`, { cause: error })
  })
  return readGrant(answer, host)
}

/** A server behind a proxy may send http on to https; it is the organizer's own choice, so its word is taken. */
async function askFollowing(ask: AskOverHttp, url: string, signal: AbortSignal): Promise<HttpAnswer> {
  let answer = await ask(url, { accept: 'application/json' }, signal)
  for (
    let hops = 0;
    hops < 3 && answer.location !== null && answer.status >= 300 && answer.status < 400;
    hops++
  ) {
    answer = await ask(new URL(answer.location, url).href, { accept: 'application/json' }, signal)
  }
  return answer
}

function readGrant(answer: HttpAnswer, host: string): Grant {
  if (answer.status === 403) throw new TunnelError(`The tunnel server at ${host} refuses this name.`)
  if (answer.status !== 200) {
    throw new TunnelError(`The tunnel server at ${host} gives no tunnel now (status ${answer.status}).`)
  }
  const parsed = grant.safeParse(parseJson(answer.body))
  if (!parsed.success) throw new TunnelError(`What answers at ${host} is no localtunnel server.`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Resolves once the first socket stands: the package is content before, even behind a firewall that lets none out. */
function connect(
  client: Tunnel,
  granted: Grant,
  clock: TunnelClock,
  signal: AbortSignal,
): Promise<OpenTunnel> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      settle()
      client.close()
      reject(error)
    }
    const blocked = () =>
      fail(
        new TunnelError(
          `The tunnel server’s port ${granted.port} cannot be reached; a firewall may block it.`,
        ),
      )
    const onAbort = () => fail(signal.reason)
    const timer = clock.setTimeout(blocked, firstSocketMs)
    const settle = () => {
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      client.removeListener('error', blocked)
    }
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    client.on('error', blocked)
    const tunnel = new LiveTunnel(client, granted.url, clock)
    client.once('url', () => {
      settle()
      resolve(tunnel)
    })
    client.open(() => tunnel.watchSockets())
  })
}

/** Tells of the loss that the package keeps quiet about: it raises `error` for a refused connection only. */
class LiveTunnel implements OpenTunnel {
  readonly url: string
  readonly #client: Tunnel
  readonly #clock: TunnelClock
  #sockets = 0
  #timer: TimerHandle = null
  #isClosed: boolean
  #lostBecause: string | null = null
  #listener: (reason: string) => void = () => undefined

  constructor(client: Tunnel, url: string, clock: TunnelClock) {
    this.#client = client
    this.url = url
    this.#clock = clock
    this.#isClosed = false
    // At once and for good: without a listener the package's `error` event would end the process, after close too.
    client.on('error', () => this.#lose('The tunnel server closed the tunnel.'))
  }

  watchSockets(): void {
    this.#client.tunnelCluster.on('open', socket => this.#count(socket))
  }

  onLost(listener: (reason: string) => void): void {
    this.#listener = listener
    if (this.#lostBecause !== null) listener(this.#lostBecause)
  }

  close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true
      this.#clock.clearTimeout(this.#timer)
      this.#client.close()
    }
    return Promise.resolve()
  }

  #count(socket: Socket): void {
    this.#sockets++
    this.#clock.clearTimeout(this.#timer)
    socket.once('close', () => {
      this.#sockets--
      if (this.#sockets > 0 || this.#isClosed) return
      const lose = () => this.#lose('The connection to the tunnel server was lost.')
      this.#timer = this.#clock.setTimeout(lose, noSocketMs)
    })
  }

  #lose(reason: string): void {
    if (this.#isClosed || this.#lostBecause !== null) return
    this.#lostBecause = reason
    this.#listener(reason)
  }
}
