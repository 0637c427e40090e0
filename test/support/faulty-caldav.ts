/**
 * A CalDAV server on loopback that does what the RFCs say (4791, 6578), until it is told to go wrong in one of the
 * ways in which servers, and what stands before them, do go wrong.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const caldavFaults = [
  ...['unauthorized', 'forbidden', 'not-found', 'conflict', 'precondition-failed', 'locked'],
  ...['too-many-requests', 'server-error', 'unavailable', 'insufficient-storage'],
  ...['cut-xml', 'wrong-charset', 'other-charset', 'control-characters', 'billion-laughs', 'huge-answer'],
  ...['web-page', 'empty-multistatus', 'no-sync-token', 'sync-unsupported', 'token-always-invalid', 'pages'],
  ...['endless-pages', 'member-error', 'multiget-404', 'multiget-nothing', 'multiget-unsupported'],
  ...['weak-etag', 'no-etag', 'changed-href', 'absolute-href', 'duplicate-uid'],
  ...['moved-301', 'moved-302', 'moved-away', 'redirect-loop', 'stall', 'hang-up', 'clock-off'],
  ...['error-inside-put', 'lost-put-answer', 'no-put-etag'],
] as const

const statusFaults: Readonly<Record<string, number>> = {
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  locked: 423,
  'too-many-requests': 429,
  'server-error': 500,
  unavailable: 503,
  'insufficient-storage': 507,
}

interface Stored {
  text: string
  etag: string
  version: number
}

const dayMs = 86_400_000
const home = '/dav/alice/'
const first = '/dav/alice/work/'
const second = '/dav/alice/moved/'

const xml = (inner: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:a="http://apple.com/ns/ical/">${inner}</d:multistatus>`
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const told = (href: string, properties: string) =>
  `<d:response><d:href>${escaped(href)}</d:href><d:propstat><d:prop>${properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`
const status = (href: string, line: string) =>
  `<d:response><d:href>${escaped(href)}</d:href><d:status>HTTP/1.1 ${line}</d:status></d:response>`

export class FaultyCaldav {
  readonly username = 'alice'
  readonly password = 'geheim-ünd-lang'
  /** Requests that arrived, as `METHOD path`. */
  readonly requests: string[] = []
  /** What a stranger's server that `moved-away` leads to got to see of the password. */
  readonly seenByStranger: (string | undefined)[] = []
  readonly #objects = new Map<string, Stored>()
  readonly #gone = new Map<string, number>()
  readonly #server = http.createServer((request, response) => void this.#answer(request, response))
  readonly #stranger = http.createServer((request, response) => {
    this.seenByStranger.push(request.headers.authorization)
    response.writeHead(207, { 'content-type': 'application/xml' }).end(xml(''))
  })
  #fault: string = 'none'
  #calmRequests = 0
  #version = 0

  static async start(): Promise<FaultyCaldav> {
    const faulty = new FaultyCaldav()
    for (const server of [faulty.#server, faulty.#stranger])
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return faulty
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}/`
  }

  /** Speaks no TLS there, so that a handshake fails. */
  get tlsUrl(): string {
    return `https://127.0.0.1:${portOf(this.#server)}/`
  }

  /** `none` makes it well. `after`: that many requests to the calendar are still answered well. */
  setFault(name: (typeof caldavFaults)[number] | 'none', after = 0): void {
    this.#fault = name
    this.#calmRequests = after
    if (name === 'duplicate-uid') this.#duplicate()
  }

  /** What another program of the organizer writes. */
  put(uid: string, text: string): void {
    this.#store(`${uid}.ics`, text)
  }

  remove(uid: string): void {
    this.#drop(`${uid}.ics`)
  }

  /** Lets go of whoever is kept waiting. */
  hangUp(): void {
    this.#server.closeAllConnections()
  }

  /** Texts of all objects that there are. */
  get texts(): string[] {
    return [...this.#objects.values()].map(({ text }) => text)
  }

  async stop(): Promise<void> {
    for (const server of [this.#server, this.#stranger]) {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }

  #store(name: string, text: string): Stored {
    const version = ++this.#version
    const stored = { text, etag: `"${version}"`, version }
    this.#objects.set(name, stored)
    this.#gone.delete(name)
    return stored
  }

  #drop(name: string): void {
    if (this.#objects.delete(name)) this.#gone.set(name, ++this.#version)
  }

  #duplicate(): void {
    const [one] = this.#objects.values()
    if (one !== undefined) this.#store('copy.ics', one.text.replace(/(DTSTART:\d{6})\d\d/, '$128'))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname)
    const method = request.method ?? ''
    this.requests.push(`${method} ${path}`)
    const wanted = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`
    if (request.headers.authorization !== wanted) return void response.writeHead(401).end()
    if (path === '/.well-known/caldav') return void response.writeHead(301, { location: '/dav/' }).end()
    const inCalendar = path.startsWith(first) || path.startsWith(second)
    if (inCalendar && this.#isFaulty() && this.#goWrong(request, response, path, body)) return
    if (path.startsWith(second)) return this.#calendar(request, response, path.slice(second.length), body)
    if (path.startsWith(first)) return this.#calendar(request, response, path.slice(first.length), body)
    this.#account(request, response, path)
  }

  #isFaulty(): boolean {
    if (this.#calmRequests-- > 0) return false
    return this.#fault !== 'none'
  }

  /** True when it has answered, or never will; false where the fault shows in what is answered. */
  #goWrong(request: IncomingMessage, response: ServerResponse, path: string, body: string): boolean {
    const asStatus = statusFaults[this.#fault]
    if (asStatus !== undefined) return this.#refuse(response, asStatus)
    const to = (code: number, location: string) => {
      response.writeHead(code, { location }).end()
      return true
    }
    switch (this.#fault) {
      case 'moved-301':
      case 'moved-302':
        if (path.startsWith(second)) return false
        return to(this.#fault === 'moved-301' ? 301 : 302, second + encodeURI(path.slice(first.length)))
      case 'moved-away':
        return to(301, `http://127.0.0.1:${portOf(this.#stranger)}${encodeURI(path)}`)
      case 'redirect-loop':
        return to(302, `${encodeURI(path)}?again=${this.requests.length}`)
      case 'stall':
        return true
      case 'hang-up':
        response.destroy()
        return true
      case 'clock-off': {
        const theirNow = Date.now() - dayMs
        const headers = {
          date: new Date(theirNow).toUTCString(),
          'retry-after': new Date(theirNow + 60_000).toUTCString(),
        }
        response.writeHead(503, headers).end()
        return true
      }
      case 'web-page':
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><p>Welcome to this hotel</p>')
        return true
      case 'billion-laughs':
        return this.#send(response, 207, billionLaughs)
      case 'huge-answer':
        return this.#flood(response)
      case 'empty-multistatus':
        return /REPORT|PROPFIND/.test(request.method ?? '') && this.#send(response, 207, xml(''))
      case 'sync-unsupported':
        return body.includes('sync-collection') && this.#refuse(response, 501)
      case 'multiget-unsupported':
        return body.includes('calendar-multiget') && this.#refuse(response, 403)
      case 'error-inside-put':
        if (request.method !== 'PUT') return false
        return this.#send(response, 207, xml(status(path, '500 Internal Server Error')))
      default:
        return false
    }
  }

  #refuse(response: ServerResponse, code: number): true {
    const headers = code === 429 ? { 'retry-after': '120' } : {}
    response.writeHead(code, headers).end('<p>No.</p>')
    return true
  }

  #flood(response: ServerResponse): true {
    response.writeHead(207, { 'content-type': 'application/xml; charset=utf-8' })
    response.write('<d:multistatus xmlns:d="DAV:">')
    const more = () => {
      while (!response.destroyed && response.write(`<!--${' '.repeat(65_536)}-->`));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
    return true
  }

  #send(response: ServerResponse, code: number, text: string): true {
    const sick = this.#calmRequests < 0 ? this.#fault : 'none'
    const charset = sick === 'other-charset' ? 'iso-8859-1' : 'utf-8'
    const latin = sick === 'other-charset' || sick === 'wrong-charset'
    const whole = sick === 'control-characters' ? text.replaceAll('SUMMARY:', 'SUMMARY:\u000b') : text
    const bytes = Buffer.from(
      whole.replace('encoding="utf-8"', `encoding="${charset}"`),
      latin ? 'latin1' : 'utf8',
    )
    const cut = sick === 'cut-xml' ? bytes.subarray(0, bytes.length >> 1) : bytes
    response.writeHead(code, { 'content-type': `application/xml; charset=${charset}` }).end(cut)
    return true
  }

  #account({ method }: IncomingMessage, response: ServerResponse, path: string): void {
    if (method === 'OPTIONS') return void response.writeHead(200, { dav: '1, 3, calendar-access' }).end()
    const collection = '<d:resourcetype><d:collection/></d:resourcetype>'
    const principal = `<d:current-user-principal><d:href>/dav/principals/alice/</d:href></d:current-user-principal>`
    const homes = `<c:calendar-home-set><d:href>${home}</d:href></c:calendar-home-set><c:calendar-user-address-set><d:href>mailto:alice@example.org</d:href></c:calendar-user-address-set>`
    const calendar = `<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Work</d:displayname><a:calendar-color>#FF0000FF</a:calendar-color>`
    if (path === '/dav/principals/alice/') this.#send(response, 207, xml(told(path, homes)))
    else if (path === home) this.#send(response, 207, xml(told(home, collection) + told(first, calendar)))
    else this.#send(response, 207, xml(told(path, collection + principal)))
  }

  #calendar(request: IncomingMessage, response: ServerResponse, name: string, body: string): void {
    const base = new URL(request.url ?? '/', this.url).pathname.startsWith(second) ? second : first
    if (request.method === 'PROPFIND') this.#list(request, response, base)
    else if (request.method !== 'REPORT') this.#object(request, response, name, body)
    else if (body.includes('sync-collection')) this.#sync(response, base, body)
    else if (body.includes('calendar-multiget')) this.#multiget(response, base, body)
    else this.#query(response, base, body)
  }

  #list(request: IncomingMessage, response: ServerResponse, base: string): void {
    const itself = told(base, '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>')
    const members = request.headers['depth'] === '1' ? [...this.#objects] : []
    const rest = members.map(([name, stored]) => told(this.#href(base, name), this.#etag(stored)))
    this.#send(response, 207, xml(itself + rest.join('')))
  }

  #sync(response: ServerResponse, base: string, body: string): void {
    const token = /<D:sync-token>([^<]*)<\/D:sync-token>/.exec(body)?.[1] ?? null
    const sick = this.#calmRequests < 0 ? this.#fault : 'none'
    const since = token === null ? 0 : Number(/^token:(\d+)$/.exec(token)?.[1] ?? Number.NaN)
    if (Number.isNaN(since) || (token !== null && sick === 'token-always-invalid')) {
      const error = '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'
      return void this.#send(response, 403, error)
    }
    const changes = [
      ...[...this.#objects].map(([name, stored]) => ({ name, version: stored.version, stored })),
      ...[...this.#gone].map(([name, version]) => ({ name, version, stored: null })),
    ]
      .filter(({ version, stored }) => version > since && (token !== null || stored !== null))
      .sort((a, b) => a.version - b.version)
    const paged = sick === 'pages' || sick === 'endless-pages'
    const page = paged ? changes.slice(0, 1) : changes
    const more = (paged && changes.length > 1) || sick === 'endless-pages'
    const reached = more ? (sick === 'pages' ? (page.at(-1)?.version ?? since) : since) : this.#version
    const resources = page.map(({ name, stored }) => {
      if (stored === null) return status(this.#href(base, name), '404 Not Found')
      if (sick === 'member-error') return status(this.#href(base, name), '418 Unknown')
      return told(this.#href(base, name), this.#etag(stored))
    })
    if (more) resources.push(status(base, '507 Insufficient Storage'))
    const next = sick === 'no-sync-token' ? '' : `<d:sync-token>token:${reached}</d:sync-token>`
    this.#send(response, 207, xml(resources.join('') + next))
  }

  #multiget(response: ServerResponse, base: string, body: string): void {
    const sick = this.#calmRequests < 0 ? this.#fault : 'none'
    const hrefs = [...body.matchAll(/<D:href>([^<]*)<\/D:href>/g)].map(match => match[1]!)
    const resources = hrefs.map((href, i) => {
      const stored = this.#objects.get(decodeURIComponent(href.split('/').at(-1)!))
      if (stored === undefined || (sick === 'multiget-404' && i === 0)) return status(href, '404 Not Found')
      if (sick === 'multiget-nothing') return told(href, this.#etag(stored))
      const data = `<c:calendar-data>${escaped(stored.text)}</c:calendar-data>`
      return told(this.#href(base, href.split('/').at(-1)!), this.#etag(stored) + data)
    })
    this.#send(response, 207, xml(resources.join('')))
  }

  #query(response: ServerResponse, base: string, body: string): void {
    const uid = />([^<]*)<\/C:text-match>/.exec(body)?.[1] ?? ''
    const found = [...this.#objects].filter(([, { text }]) => text.includes(`UID:${uid}\r\n`))
    this.#send(
      response,
      207,
      xml(found.map(([name, s]) => told(this.#href(base, name), this.#etag(s))).join('')),
    )
  }

  #href(base: string, name: string): string {
    if (this.#fault === 'absolute-href') return `${this.url.slice(0, -1)}${base}${name}`
    const odd = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
    return this.#fault === 'changed-href' ? base + name.replace(/^[a-z]/, odd) : base + name
  }

  #etag({ etag }: Stored): string {
    const now = this.#etagNow(etag)
    return now === null ? '' : `<d:getetag>${escaped(now)}</d:getetag>`
  }

  #etagNow(etag: string): string | null {
    if (this.#fault === 'no-etag') return null
    return this.#fault === 'weak-etag' ? `W/${etag}` : etag
  }

  #object(request: IncomingMessage, response: ServerResponse, name: string, body: string): void {
    const stored = this.#objects.get(name)
    if (request.method === 'GET') {
      this.#get(response, stored)
      return
    }
    const { 'if-match': match, 'if-none-match': noneMatch } = request.headers
    const isThere = this.#objects.has(name)
    const broken = (match !== undefined && match !== stored?.etag) || (noneMatch === '*' && isThere)
    if (request.method === 'DELETE' && !isThere) return void response.writeHead(404).end()
    if (broken) return void response.writeHead(412).end()
    if (request.method === 'DELETE') {
      this.#drop(name)
      return void response.writeHead(204).end()
    }
    const { etag } = this.#store(name, body)
    if (this.#fault === 'lost-put-answer') return void response.destroy()
    const tag = this.#fault === 'no-put-etag' ? null : this.#etagNow(etag)
    response.writeHead(isThere ? 204 : 201, tag === null ? {} : { etag: tag }).end()
  }

  #get(response: ServerResponse, stored: Stored | undefined): void {
    if (stored === undefined) return void response.writeHead(404).end()
    const tag = this.#etagNow(stored.etag)
    const headers = { 'content-type': 'text/calendar; charset=utf-8', ...(tag === null ? {} : { etag: tag }) }
    response.writeHead(200, headers).end(stored.text)
  }
}

export const startFaultyCaldav = (): Promise<FaultyCaldav> => FaultyCaldav.start()

const portOf = (server: http.Server) => (server.address() as AddressInfo).port

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE d:multistatus [<!ENTITY a "laugh">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`,
).join('')}]><d:multistatus xmlns:d="DAV:">&j;</d:multistatus>`
