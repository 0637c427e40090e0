import http from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addressesUnder,
  type Provider,
  type ProviderAddresses,
} from '../../main/calendars/cloud/provider-addresses.ts'
import { type Answer, type Asked, googleError, graphError } from './cloud-provider/exchange.ts'
import { createGooglePages, type PageSettings } from './cloud-provider/google-pages.ts'
import { createGraphPages } from './cloud-provider/graph-pages.ts'
import { createOAuthPages } from './cloud-provider/oauth-pages.ts'
import { createBook, type EventToAdd, type ProviderEvent } from './cloud-provider/provider-book.ts'

/** What can go wrong at a provider, each in the vendor's own form. */
export type ProviderFault =
  | 'unauthorized'
  | 'forbidden'
  | 'rate_limit'
  | 'too_many'
  | 'too_many_unsaid'
  | 'quota'
  | 'broken'
  | 'unavailable'
  | 'token_gone'
  | 'calendar_gone'
  | 'not_json'
  | 'cut_json'
  | 'empty_object'
  | 'no_times'
  | 'no_end'
  | 'endless'
  | 'elsewhere'
  | 'redirect'
  | 'dropped'
  | 'answer_lost'

interface Pending {
  readonly name: ProviderFault
  after: number
  times: number
  readonly path: RegExp
}

export interface SeenRequest {
  readonly vendor: Provider
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export type CloudProvider = Awaited<ReturnType<typeof startCloudProvider>>

/**
 * Google Calendar and Microsoft 365 on loopback, written from the vendors' published reference: one calendar behind
 * both APIs, with ETags, tokens for changes, pages, OAuth with rotation, and faults to be switched on.
 */
export async function startCloudProvider() {
  const book = createBook()
  const oauth = { google: createOAuthPages('my-secret'), microsoft: createOAuthPages(null) }
  const settings: PageSettings = {
    pageSize: 250,
    mails: [],
    calendars: [],
    busy: {},
    namesTwins: true,
    remembersCreates: true,
  }
  const pages = { google: createGooglePages(book, settings), microsoft: createGraphPages(book, settings) }
  const requests: SeenRequest[] = []
  const pending: Pending[] = []
  const load = { now: 0, most: 0 }
  const clock = { skewMs: 0 }

  const server = http.createServer((request, response) => {
    void serve(request, response)
  })

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await readAll(request)
    load.most = Math.max(load.most, ++load.now)
    // Long enough for requests that run at once to be seen at once.
    await new Promise(resolve => setTimeout(resolve, 5))
    load.now--
    const { url, vendor, path } = addressOf(request)
    requests.push({
      vendor,
      method: request.method ?? '',
      path,
      query: url.searchParams,
      headers: request.headers,
      body,
    })
    const fault = takeFault(path)
    if (fault === 'dropped') return void request.socket.destroy()
    const answer = spoil(fault, vendor, answerTo(request, url, vendor, path, body), base)
    if (fault === 'answer_lost') return void request.socket.destroy()
    send(response, answer, clock.skewMs)
  }

  function takeFault(path: string): ProviderFault | null {
    const found = pending.find(p => p.path.test(path))
    if (found === undefined) return null
    if (found.after-- > 0) return null
    if (--found.times <= 0) pending.splice(pending.indexOf(found), 1)
    return found.name
  }

  function answerTo(
    request: http.IncomingMessage,
    url: URL,
    vendor: Provider,
    path: string,
    body: string,
  ): () => Answer {
    return () => {
      if (path === '/authorize') return oauth[vendor].authorize(url.searchParams)
      if (path === '/token') return oauth[vendor].token(new URLSearchParams(body))
      if (!oauth[vendor].isGood(request.headers.authorization))
        return vendor === 'google'
          ? googleError(401, 'authError')
          : graphError(401, 'InvalidAuthenticationToken')
      return pages[vendor](toAsked(request, url, vendor, path, body, base))
    }
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const addresses: ProviderAddresses = {
    google: addressesUnder(`${base}/google`),
    microsoft: addressesUnder(`${base}/microsoft`),
  }

  return {
    addresses,
    book,
    oauth,
    settings,
    requests,
    load,
    clock,
    addEvent: (event: EventToAdd): ProviderEvent => book.add(event),
    /** One event each, as an expanding server shows them; the series itself has the id that is given. */
    addSeries(seriesId: string, startsMs: readonly number[], rest: EventToAdd = {}): ProviderEvent[] {
      return startsMs.map((startMs, i) => book.add({ ...rest, id: `${seriesId}_${i}`, seriesId, startMs }))
    },
    moveEvent: (id: string, startMs: number, endMs: number) => book.move(id, startMs, endMs),
    removeEvent: (id: string) => book.remove(id),
    /** The next request (to a path that fits) fares so; or the one after so many, or several. */
    fault(name: ProviderFault, { path = /\/api\//, after = 0, times = 1 } = {}): void {
      pending.push({ name, path, after, times })
    },
    /** Requests since the last time this was asked. */
    takeRequests: (): SeenRequest[] => requests.splice(0),
    async stop(): Promise<void> {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function readAll(request: http.IncomingMessage): Promise<string> {
  let body = ''
  request.setEncoding('utf8')
  for await (const chunk of request) body += String(chunk)
  return body
}

function addressOf(request: http.IncomingMessage) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const [, vendor, ...rest] = url.pathname.split('/')
  return {
    url,
    vendor: vendor === 'google' ? ('google' as const) : ('microsoft' as const),
    path: `/${rest.join('/')}`,
  }
}

function toAsked(
  request: http.IncomingMessage,
  url: URL,
  vendor: Provider,
  path: string,
  body: string,
  base: string,
): Asked {
  return {
    method: request.method ?? 'GET',
    parts: path.split('/').slice(2).map(decodeURIComponent),
    query: url.searchParams,
    headers: request.headers,
    body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
    api: `${base}/${vendor}/api`,
    url: url.href,
  }
}

/** What comes of a right answer under a fault. The request itself is carried out only where the fault lies behind it. */
function spoil(
  fault: ProviderFault | null,
  vendor: Provider,
  right: () => Answer,
  base: string,
): Answer & { text?: string } {
  const error = (status: number, reason: string, code: string) =>
    vendor === 'google' ? googleError(status, reason) : graphError(status, code)
  const waiting = (answer: Answer, seconds: string) => ({ ...answer, headers: { 'retry-after': seconds } })
  switch (fault) {
    case 'unauthorized':
      return error(401, 'authError', 'InvalidAuthenticationToken')
    case 'forbidden':
      return error(403, 'forbidden', 'ErrorAccessDenied')
    case 'rate_limit':
      return error(403, 'rateLimitExceeded', 'ApplicationThrottled')
    case 'quota':
      return error(403, 'quotaExceeded', 'TooManyRequests')
    case 'too_many':
      return waiting(error(429, 'rateLimitExceeded', 'TooManyRequests'), '7')
    case 'too_many_unsaid':
      return error(429, 'rateLimitExceeded', 'TooManyRequests')
    case 'broken':
      return error(500, 'backendError', 'generalException')
    case 'unavailable':
      return waiting(error(503, 'backendError', 'ServiceNotAvailable'), '9')
    case 'token_gone':
      return error(410, 'fullSyncRequired', 'syncStateNotFound')
    case 'calendar_gone':
      return error(404, 'notFound', 'ErrorItemNotFound')
    case 'not_json':
      return { status: 200, text: '<html>secret words</html>' }
    case 'cut_json':
      return { status: 200, text: JSON.stringify(right().json).slice(0, -3) }
    case 'empty_object':
      return { status: 200, json: {} }
    case 'no_times': {
      const row = { id: 'evx', type: 'singleInstance', status: 'confirmed', subject: 'secret words' }
      return { status: 200, json: { items: [row], value: [row] } }
    }
    case 'no_end':
      return { status: 200, json: { items: [], value: [] } }
    case 'endless':
      return {
        status: 200,
        json: {
          items: [],
          nextPageToken: 'again',
          value: [],
          '@odata.nextLink': `${base}/${vendor}/api/again`,
        },
      }
    case 'elsewhere':
      return {
        status: 200,
        json: { value: [], '@odata.nextLink': `${base.replace('127.0.0.1', 'localhost')}/x` },
      }
    case 'redirect':
      return { status: 302, headers: { location: `${base}/elsewhere` } }
    case 'dropped':
    case 'answer_lost':
    case null:
      return right()
  }
}

function send(response: http.ServerResponse, answer: Answer & { text?: string }, skewMs: number): void {
  const date = new Date(Date.now() + skewMs).toUTCString()
  const text = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
  response.writeHead(answer.status, { 'content-type': 'application/json', date, ...answer.headers }).end(text)
}
