import type http from 'node:http'
import { describeHost, NetworkFault } from './network-fault.ts'

/** One request as it stands at one hop. */
export interface Message {
  readonly url: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}

/** What proves who asks: never told to another origin than the one it was given for. */
const credentials = ['authorization', 'proxy-authorization', 'cookie']
const ofBody = ['content-type', 'content-length', 'content-encoding', 'content-language']

/**
 * The request to make where the answer sends it, or null when the answer is no redirect. GET, PROPFIND and REPORT stay
 * what they are; of the others a 303 makes a GET, and 301 and 302 make one of a POST (Fetch, HTTP-redirect fetch).
 *
 * @throws NetworkFault when it leads from https to http, or nowhere
 */
export function redirected(message: Message, response: http.IncomingMessage): Message | null {
  const { location } = response.headers
  const status = response.statusCode ?? 0
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null
  const from = new URL(message.url)
  if (!URL.canParse(location, message.url))
    throw new NetworkFault('malformed', `${from.host} sends on to an address that cannot be read.`)
  const to = new URL(location, from)
  if (from.protocol === 'https:' && to.protocol !== 'https:')
    throw new NetworkFault(
      'insecure',
      `${from.host} sends on to ${describeHost(to.href)} without encryption.`,
    )
  const sent = becomesGet(message.method, status) ? asGet(message) : message
  const headers = to.origin === from.origin ? sent.headers : without(sent.headers, credentials)
  return { ...sent, headers, url: to.href }
}

function becomesGet(method: string, status: number): boolean {
  if (['GET', 'HEAD', 'PROPFIND', 'REPORT'].includes(method)) return false
  return status === 303 || (method === 'POST' && status < 303)
}

const asGet = (message: Message): Message => ({
  ...message,
  method: 'GET',
  body: null,
  headers: without(message.headers, ofBody),
})

const without = (headers: Message['headers'], names: readonly string[]) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
