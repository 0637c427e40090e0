import dns from 'node:dns/promises'
import type http from 'node:http'
import { createConnections } from './connections.ts'
import { orAborted, startDeadline } from './deadline.ts'
import { judgeAddresses, judgeUrl, knownAddresses, type Target } from './judge-address.ts'
import { describeHost, NetworkFault } from './network-fault.ts'
import type { NetworkPolicy } from './network-policy.ts'
import { readBody } from './read-body.ts'
import { readText } from './read-text.ts'
import { type Message, redirected } from './redirect.ts'
import { toFault, toLookupFault, unknownName } from './to-fault.ts'

export type { NetworkPolicy } from './network-policy.ts'

export interface GuardedRequest {
  readonly url: string
  /** Any, PROPFIND and REPORT included; GET by default. */
  readonly method?: string
  /** `accept-encoding: identity` where a server changes its ETags with the encoding. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Whole request, answer's body included. */
  readonly deadlineMs: number
  /** Bytes of the decoded answer: gzip, deflate and br are accepted and bounded after decoding. */
  readonly maxBytes: number
  /** Only the answer's head matters: its body is not waited for, and is empty. */
  readonly headOnly?: boolean
  readonly signal?: AbortSignal
  /**
   * Redirects followed at most (0: a redirect is an answer like any other). Each hop is judged anew. Authorization
   * and cookies never go on to another origin; a redirect from https to http is refused.
   */
  readonly maxRedirects?: number
  readonly policy: NetworkPolicy
}

export interface GuardedResponse {
  readonly status: number
  /** Names in lower case; `set-cookie` is dropped. */
  readonly headers: Readonly<Record<string, string>>
  /** After redirects. */
  readonly url: string
  readonly body: Uint8Array
  /** @throws NetworkFault `malformed` when the charset is unknown */
  text(): string
}

export type GuardedFetch = (request: GuardedRequest) => Promise<GuardedResponse>

/** Every address of a name, asked once a hop. */
export type Resolver = (host: string) => Promise<readonly { readonly address: string }[]>

type Send = ReturnType<typeof createConnections>

/**
 * The one client for every address that somebody gave: callbacks, feeds, CalDAV servers, providers. It reaches the
 * public internet by https, and what the policy allows beside it, and nothing else: a name is looked up once, all it
 * leads to is judged, and the connection goes to what was judged, so a name that changes its mind gains nothing.
 *
 * The function it makes rejects with NetworkFault.
 */
export function createGuardedFetch(options: { readonly resolve?: Resolver } = {}): GuardedFetch {
  const resolve = options.resolve ?? (host => dns.lookup(host, { all: true }))
  const send = createConnections()
  return async request => {
    const host = describeHost(request.url)
    const deadline = startDeadline(request.deadlineMs, host, request.signal)
    try {
      return await follow(request, { resolve, send, signal: deadline.signal })
    } catch (cause) {
      throw toFault(cause, host, deadline.signal)
    } finally {
      deadline.end()
    }
  }
}

interface Means {
  readonly resolve: Resolver
  readonly send: Send
  readonly signal: AbortSignal
}

async function follow(request: GuardedRequest, means: Means): Promise<GuardedResponse> {
  const most = request.maxRedirects ?? 0
  let message = firstMessage(request)
  let { policy } = request
  for (let hops = 0; ; hops++) {
    const target = judgeUrl(message.url, policy)
    const response = await ask(target, message, policy, means)
    const next = most === 0 ? null : redirected(message, response)
    if (next === null) return toResponse(request, message, target, response)
    response.destroy()
    if (hops === most)
      throw new NetworkFault('too_many_redirects', `${target.url.host} sends on more than ${most} times.`)
    message = next
    // A stranger's redirect is no address given by a program on this machine.
    if (target.trust !== 'loopback') policy = { ...policy, loopback: false }
  }
}

async function ask(target: Target, message: Message, policy: NetworkPolicy, means: Means) {
  const addresses = knownAddresses(target.host) ?? (await lookUp(target.host, means))
  judgeAddresses(target, addresses, policy)
  return means.send({ ...message, target, addresses, signal: means.signal })
}

async function lookUp(host: string, { resolve, signal }: Means): Promise<string[]> {
  const found = await orAborted(
    resolve(host).catch(cause => {
      throw toLookupFault(cause, host)
    }),
    signal,
  )
  if (found.length === 0) throw unknownName(host)
  return found.map(f => f.address)
}

/** Headers that belong to the connection, which is this client's own matter. */
const ours = ['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade', 'te']

function firstMessage({ url, method = 'GET', headers = {}, body }: GuardedRequest): Message {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const bytes = body === undefined ? null : typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
  return {
    url,
    method: method.toUpperCase(),
    headers: {
      'accept-encoding': 'gzip, deflate, br',
      ...Object.fromEntries(given.filter(([name]) => !ours.includes(name))),
      ...(bytes === null ? {} : { 'content-length': String(bytes.length) }),
    },
    body: bytes,
  }
}

async function toResponse(
  request: GuardedRequest,
  message: Message,
  target: Target,
  response: http.IncomingMessage,
): Promise<GuardedResponse> {
  const { statusCode: status = 0 } = response
  const { host } = target.url
  const headers = plainHeaders(response)
  const bodiless = message.method === 'HEAD' || status === 204 || status === 304
  if (request.headOnly === true) response.destroy()
  const body =
    request.headOnly === true
      ? new Uint8Array()
      : await readBody(response, { host, maxBytes: request.maxBytes, bodiless })
  const text = () => readText(body, headers['content-type'], host)
  return { status, headers, url: target.url.href, body, text }
}

function plainHeaders({ headers }: http.IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).filter((e): e is [string, string] => typeof e[1] === 'string')
  return Object.fromEntries(entries)
}
