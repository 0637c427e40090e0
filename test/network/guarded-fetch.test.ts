import type { RequestListener } from 'node:http'
import tls, { type TLSSocket } from 'node:tls'
import zlib from 'node:zlib'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createGuardedFetch } from '../../main/network/guarded-fetch.ts'
import {
  allowing,
  certificate,
  closeAll,
  faultOf,
  noExceptions,
  resolverOf,
  serve,
  tripwire,
} from './serving.ts'

beforeAll(() => tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]))
afterEach(closeAll)

const usual = { deadlineMs: 5_000, maxBytes: 100_000 }
const here = [['127.0.0.1']]

test('a host that the organizer allowed by name is reached on a private address, by plain http, on any port', async () => {
  const server = await serve((_req, res) => res.writeHead(207, { 'X-Seen': 'yes' }).end('multi'))
  const { resolve, asked } = resolverOf({ 'nas.example': here })
  const fetch = createGuardedFetch({ resolve })
  const response = await fetch({
    ...usual,
    url: `http://NAS.example:${server.port}/dav/?a=b`,
    method: 'PROPFIND',
    headers: {
      Depth: '1',
      Host: 'forged.example',
      'Content-Length': '999',
      Connection: 'close',
      'Transfer-Encoding': 'chunked',
    },
    body: '<propfind/>',
    policy: allowing('nas.example'),
  })
  expect({ ...response, body: response.text() }).toMatchObject({
    status: 207,
    body: 'multi',
    headers: { 'x-seen': 'yes' },
    url: `http://nas.example:${server.port}/dav/?a=b`,
  })
  expect(server.asked).toMatchObject([
    {
      method: 'PROPFIND',
      path: '/dav/?a=b',
      body: '<propfind/>',
      headers: {
        depth: '1',
        host: `nas.example:${server.port}`,
        'content-length': '11',
        connection: 'keep-alive',
      },
    },
  ])
  expect(server.asked[0]?.headers).not.toHaveProperty('transfer-encoding')
  expect(asked).toEqual(['nas.example'])
})

test.each([['127.0.0.1'], ['localhost'], ['[::1]'], ['127.8.8.8'], ['program.localhost']])(
  'a program’s own callback on %s is reached, and only where loopback is meant to be',
  async host => {
    const listening = host === '[::1]' ? '::1' : host === '127.8.8.8' ? '127.8.8.8' : '127.0.0.1'
    const server = await serve((_req, res) => res.end('here'), { host: listening })
    const fetch = createGuardedFetch(resolverOf({}))
    const url = `http://${host}:${server.port}/`
    const policy = { ...noExceptions, loopback: true }
    expect((await fetch({ ...usual, url, method: 'POST', body: 'x', policy })).text()).toBe('here')
    expect((await faultOf(fetch({ ...usual, url, policy: noExceptions }))).kind).toBe('private_address')
    expect(server.asked).toHaveLength(1)
  },
)

test.each([
  '127.0.0.1',
  'localhost',
  '[::1]',
  '127.9.9.9',
  '0.0.0.0',
  '[::]',
  '[::ffff:127.0.0.1]',
  'own.localhost',
  'myself.example',
])('Openslot’s own listeners are out of reach as %s, whatever is allowed', async host => {
  const wires = [await tripwire(), await tripwire('::1')]
  const fetch = createGuardedFetch(resolverOf({ 'myself.example': here }))
  for (const { port } of wires) {
    const policy = { allowedHosts: [host], loopback: true, ownPorts: wires.map(w => w.port) }
    expect((await faultOf(fetch({ ...usual, url: `http://${host}:${port}/`, policy }))).kind).toBe(
      'own_listener',
    )
  }
  expect(wires.map(w => w.connections())).toEqual([0, 0])
})

/** A loopback address of this process's own, so that a port that anyone may call can be listened on. */
const ownLoopback = `127.${(process.pid >> 8) & 255}.${process.pid & 255}.9`

test('a name is looked up once, and a second answer that is private gains nothing', async () => {
  const wire = await tripwire(ownLoopback, 8443)
  // Global unicast that was handed back and is routed nowhere.
  const { resolve, asked } = resolverOf({ 'rebind.example': [['3ffe::1'], [ownLoopback]] })
  const fetch = createGuardedFetch({ resolve })
  const ask = () =>
    faultOf(fetch({ ...usual, deadlineMs: 400, url: 'https://rebind.example:8443/', policy: noExceptions }))
  expect((await ask()).kind).not.toBe('private_address')
  expect(asked).toEqual(['rebind.example'])
  expect((await ask()).kind).toBe('private_address')
  expect(wire.connections()).toBe(0)
})

test('a connection that was kept serves no request whose name leads elsewhere by now', async () => {
  const first = await serve((_req, res) => res.end('first'))
  const { resolve } = resolverOf({ 'nas.example': [['127.0.0.1'], ['127.0.0.1'], ['127.0.0.2']] })
  const fetch = createGuardedFetch({ resolve })
  const ask = () =>
    fetch({ ...usual, url: `http://nas.example:${first.port}/`, policy: allowing('nas.example') })
  await ask()
  await ask()
  expect(first.connections()).toBe(1)
  expect((await faultOf(ask())).kind).toBe('unreachable')
  expect(first.asked).toHaveLength(2)
})

test('a kept connection that the server closed meanwhile is replaced without a word', async () => {
  let sockets: { destroy(): void }[] = []
  const server = await serve((req, res) => {
    sockets.push(req.socket)
    res.end('ok')
  })
  const fetch = createGuardedFetch(resolverOf({}))
  const ask = (method: string) =>
    fetch({ ...usual, method, url: `http://127.0.0.1:${server.port}/`, policy: allowing('127.0.0.1') })
  await ask('GET')
  for (const s of sockets) s.destroy()
  sockets = []
  expect((await ask('REPORT')).status).toBe(200)
  await ask('POST')
  await ask('POST')
  expect(server.connections()).toBe(4)
})

test('redirects are answers unless they are asked for', async () => {
  const server = await serve((_req, res) => res.writeHead(302, { location: '/elsewhere' }).end())
  const url = `http://127.0.0.1:${server.port}/`
  const response = await createGuardedFetch()({ ...usual, url, policy: allowing('127.0.0.1') })
  expect([response.status, response.headers['location'], server.asked.length]).toEqual([302, '/elsewhere', 1])
})

test.each([
  ['to a private address', 'https://127.0.0.1:8443/', 'private_address'],
  ['to a name that leads to one', 'https://victim.example/', 'private_address'],
  ['to plain http', 'http://other.example/', 'insecure'],
  ['to another port', 'https://other.example:22/', 'bad_address'],
  ['to what is no address', 'https://[', 'malformed'],
  ['to a file', 'file:///etc/passwd', 'bad_address'],
  ['round and round', '/', 'too_many_redirects'],
])('a redirect %s ends there', async (_what, location, kind) => {
  const wire = await tripwire()
  const server = await serve((_req, res) => res.writeHead(302, { location }).end())
  const fetch = createGuardedFetch(
    resolverOf({ 'start.example': here, 'victim.example': here, 'other.example': [['3ffe::1']] }),
  )
  const url = `http://start.example:${server.port}/`
  const policy = { ...allowing('start.example'), loopback: true }
  const fault = await faultOf(fetch({ ...usual, url, maxRedirects: 4, policy }))
  expect(fault.kind).toBe(kind)
  expect(server.asked).toHaveLength(kind === 'too_many_redirects' ? 5 : 1)
  expect(wire.connections()).toBe(0)
})

test('a redirect out of https is refused, even to a host that was allowed', async () => {
  const plain = await serve((_req, res) => res.end('plain'))
  const secure = await serve(
    (_req, res) => res.writeHead(301, { location: `http://second.example:${plain.port}/` }).end(),
    { secure: true },
  )
  const fetch = createGuardedFetch(resolverOf({ 'secure.example': here, 'second.example': here }))
  const fault = await faultOf(
    fetch({
      ...usual,
      url: `https://secure.example:${secure.port}/`,
      maxRedirects: 3,
      policy: allowing('secure.example', 'second.example'),
    }),
  )
  expect(fault.kind).toBe('insecure')
  expect(plain.connections()).toBe(0)
})

test.each([301, 302, 303, 307, 308])(
  'a %s keeps PROPFIND and its body, and what proves who asks stays with its origin',
  async status => {
    const second = await serve((_req, res) => res.end())
    const first = await serve((req, res) => {
      const location = req.url === '/' ? '/same' : `http://second.example:${second.port}/other`
      res.writeHead(status, { location, 'set-cookie': 'a=b' }).end()
    })
    const fetch = createGuardedFetch(resolverOf({ 'first.example': here, 'second.example': here }))
    const response = await fetch({
      ...usual,
      url: `http://first.example:${first.port}/`,
      method: 'PROPFIND',
      headers: { Authorization: 'Basic c2VjcmV0', Cookie: 'session=1', Depth: '0' },
      body: '<propfind/>',
      maxRedirects: 2,
      policy: allowing('first.example', 'second.example'),
    })
    expect(response.url).toBe(`http://second.example:${second.port}/other`)
    expect(first.asked[1]).toMatchObject({ path: '/same', headers: { authorization: 'Basic c2VjcmV0' } })
    expect(second.asked).toMatchObject([
      {
        method: 'PROPFIND',
        body: '<propfind/>',
        headers: { depth: '0', host: `second.example:${second.port}` },
      },
    ])
    expect(second.asked[0]?.headers).not.toHaveProperty('authorization')
    expect(second.asked[0]?.headers).not.toHaveProperty('cookie')
  },
)

test.each([
  ['POST', 301, 'GET', ''],
  ['POST', 303, 'GET', ''],
  ['POST', 307, 'POST', 'x=y'],
  ['PUT', 302, 'PUT', 'x=y'],
  ['PUT', 303, 'GET', ''],
  ['REPORT', 303, 'REPORT', 'x=y'],
])('%s redirected by %i goes on as %s', async (method, status, then, body) => {
  const server = await serve((req, res) =>
    req.url === '/' ? res.writeHead(status, { location: '/on' }).end() : res.end(),
  )
  const url = `http://127.0.0.1:${server.port}/`
  await createGuardedFetch()({
    ...usual,
    url,
    method,
    body: 'x=y',
    maxRedirects: 1,
    policy: allowing('127.0.0.1'),
  })
  expect(server.asked[1]).toMatchObject({ method: then, body })
})

test('a certificate is checked against the name that was asked, not the address it led to', async () => {
  const indicated: unknown[] = []
  const server = await serve(
    (req, res) => {
      indicated.push((req.socket as TLSSocket).servername)
      res.end('secure')
    },
    { secure: true },
  )
  const fetch = createGuardedFetch(resolverOf({ 'secure.example': here, 'else.example': here }))
  const ask = (host: string) =>
    fetch({ ...usual, url: `https://${host}:${server.port}/`, policy: allowing(host) })
  expect((await ask('secure.example')).text()).toBe('secure')
  expect((await ask('secure.example.')).text()).toBe('secure')
  expect(indicated).toEqual(['secure.example', 'secure.example'])
  const fault = await faultOf(ask('else.example'))
  expect([fault.kind, fault.message]).toEqual([
    'tls',
    `else.example:${server.port} could not prove who it is (ERR_TLS_CERT_ALTNAME_INVALID).`,
  ])
  expect(server.asked).toHaveLength(2)
})

const packed = {
  gzip: zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
} as const

test.each(['gzip', 'deflate', 'br'] as const)('%s is unpacked, and counted as it comes out', async coding => {
  const server = await serve((req, res) => {
    const size = Number(req.url?.slice(1))
    res.writeHead(200, { 'content-encoding': coding }).end(packed[coding](Buffer.alloc(size, 'a')))
  })
  const ask = (size: number) =>
    createGuardedFetch()({
      ...usual,
      url: `http://127.0.0.1:${server.port}/${size}`,
      policy: allowing('127.0.0.1'),
    })
  expect((await ask(100_000)).body).toHaveLength(100_000)
  expect((await faultOf(ask(100_001))).kind).toBe('too_large')
})

test.each(['gzip', 'deflate', 'br'] as const)(
  'a small answer that unfolds to much is left before its end: %s',
  async coding => {
    const bomb = packed[coding](Buffer.alloc(20_000_000, 'a'))
    const server = await serve((_req, res) => {
      res.writeHead(200, { 'content-encoding': coding }).write(bomb.subarray(0, -9))
    })
    const url = `http://127.0.0.1:${server.port}/`
    const fault = await faultOf(createGuardedFetch()({ ...usual, url, policy: allowing('127.0.0.1') }))
    expect(bomb.length).toBeLessThan(usual.maxBytes)
    expect(fault.kind).toBe('too_large')
  },
)

test.each<[string, RequestListener, string]>([
  [
    'says that it is too large',
    (_q, r) => r.writeHead(200, { 'content-length': '100001' }).write('a'),
    'too_large',
  ],
  ['is too large without saying so', (_q, r) => void r.end('a'.repeat(100_001)), 'too_large'],
  ['never comes', () => {}, 'timeout'],
  ['stops half-way', (_q, r) => void r.writeHead(200).write('half'), 'timeout'],
  [
    'is cut off',
    (_q, r) => {
      r.writeHead(200, { 'content-length': '10' }).write('half', () => r.destroy())
    },
    'unreachable',
  ],
  [
    'is cut off between two pieces',
    (_q, r) => {
      r.writeHead(200).write('half', () => r.destroy())
    },
    'unreachable',
  ],
  [
    'ends before its packing does',
    (_q, r) =>
      void r.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('whole').subarray(0, 15)),
    'malformed',
  ],
  [
    'is not what its packing says',
    (_q, r) => void r.writeHead(200, { 'content-encoding': 'br' }).end('plain text'),
    'malformed',
  ],
  [
    'is packed in a way nobody asked for',
    (_q, r) => void r.writeHead(200, { 'content-encoding': 'zstd' }).end('x'),
    'malformed',
  ],
  ['is no HTTP', (_q, r) => void r.socket?.end('SSH-2.0-OpenSSH\r\n\r\n'), 'malformed'],
  [
    'has a head without end',
    (_q, r) => void r.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}\r\n\r\n`),
    'malformed',
  ],
  ['hangs up at once', (_q, r) => void r.socket?.destroy(), 'unreachable'],
])('an answer that %s', async (_what, answer, kind) => {
  const server = await serve(answer)
  const url = `http://127.0.0.1:${server.port}/secret-path?token=secret`
  const fault = await faultOf(
    createGuardedFetch()({ ...usual, deadlineMs: 300, url, policy: allowing('127.0.0.1') }),
  )
  expect(fault.kind).toBe(kind)
  expect(fault.message).toContain(`127.0.0.1:${server.port}`)
  expect(fault.message).not.toContain('secret')
})

test('an answer that drips is over at the deadline', async () => {
  const server = await serve((_req, res) => {
    const dripping = setInterval(() => res.write('.'), 20)
    res.on('close', () => clearInterval(dripping))
  })
  const url = `http://127.0.0.1:${server.port}/`
  const asked = createGuardedFetch()({ ...usual, deadlineMs: 300, url, policy: allowing('127.0.0.1') })
  expect((await faultOf(asked)).kind).toBe('timeout')
})

test('looking a name up counts against the deadline, too', async () => {
  const fetch = createGuardedFetch({ resolve: () => new Promise(() => {}) })
  const fault = await faultOf(
    fetch({ ...usual, deadlineMs: 100, url: 'https://slow.example/', policy: noExceptions }),
  )
  expect([fault.kind, fault.message]).toEqual(['timeout', 'slow.example did not answer within 0.1 seconds.'])
})

test('whoever asked can give up, before and during the answer', async () => {
  const server = await serve(() => {})
  const url = `http://127.0.0.1:${server.port}/`
  const giving = new AbortController()
  const asked = createGuardedFetch()({ ...usual, url, signal: giving.signal, policy: allowing('127.0.0.1') })
  setTimeout(() => giving.abort(), 50)
  expect((await faultOf(asked)).kind).toBe('aborted')
  const again = createGuardedFetch()({ ...usual, url, signal: giving.signal, policy: allowing('127.0.0.1') })
  expect((await faultOf(again)).kind).toBe('aborted')
  expect(server.asked).toHaveLength(1)
})

test('where only the head matters, a body without end holds up nothing', async () => {
  const server = await serve((_req, res) => void res.writeHead(200).write('on and on'))
  const url = `http://127.0.0.1:${server.port}/`
  const response = await createGuardedFetch()({
    ...usual,
    url,
    headOnly: true,
    policy: allowing('127.0.0.1'),
  })
  expect([response.status, response.body.length]).toEqual([200, 0])
})

test.each<[string, string, Buffer | string, string]>([
  ['UTF-8 where nothing is said', 'text/calendar', 'Käse', 'Käse'],
  ['no byte order mark', 'text/calendar', '\uFEFFBEGIN', 'BEGIN'],
  ['the charset that is named', 'text/calendar; charset=ISO-8859-1', Buffer.from('Käse', 'latin1'), 'Käse'],
  ['a charset in quotes', 'text/xml; a=b; charset="UTF-16LE"', Buffer.from('Käse', 'utf16le'), 'Käse'],
])('text is read as %s', async (_what, type, body, text) => {
  const server = await serve((_req, res) => res.writeHead(200, { 'content-type': type }).end(body))
  const url = `http://127.0.0.1:${server.port}/`
  const response = await createGuardedFetch()({ ...usual, url, policy: allowing('127.0.0.1') })
  expect(response.text()).toBe(text)
})

test('a charset that nobody knows is a fault of the text, not of the answer', async () => {
  const server = await serve((_req, res) =>
    res.writeHead(200, { 'content-type': 'text/plain; charset=klingon' }).end('x'),
  )
  const url = `http://127.0.0.1:${server.port}/`
  const response = await createGuardedFetch()({ ...usual, url, policy: allowing('127.0.0.1') })
  expect(response.body).toHaveLength(1)
  expect((await faultOf(Promise.resolve().then(response.text))).kind).toBe('malformed')
})

test.each([
  [
    'nowhere.example',
    'https://nowhere.example/',
    'not_found_name',
    'There is no host named nowhere.example.',
  ],
  ['plain http', 'http://public.example/s?k=v', 'insecure', 'public.example may only be called by https://'],
  ['a port of its own', 'https://public.example:22/', 'bad_address', 'public.example:22 names a port'],
  ['a name and password', 'https://u:p@public.example/', 'bad_address', 'must not carry a user name'],
  ['another scheme', 'ftp://public.example/', 'bad_address', 'must start with https://'],
  ['nothing', '', 'bad_address', 'no address that can be called'],
])('%s is refused by a sentence', async (_what, url, kind, message) => {
  const fetch = createGuardedFetch(resolverOf({ 'public.example': [['3ffe::1']] }))
  const fault = await faultOf(fetch({ ...usual, url, policy: noExceptions }))
  expect(fault.kind).toBe(kind)
  expect(fault.message).toContain(message)
  expect(fault.message).not.toMatch(/k=v|u:p/)
})

test('a port where nobody listens and a machine without a name service are told apart from a wrong name', async () => {
  const fetch = createGuardedFetch({
    resolve: async () => {
      throw Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' })
    },
  })
  const offline = await faultOf(fetch({ ...usual, url: 'https://public.example/', policy: noExceptions }))
  expect([offline.kind, offline.message]).toEqual([
    'unreachable',
    'The name public.example could not be looked up (EAI_AGAIN). Is this machine online?',
  ])
  const closed = await faultOf(fetch({ ...usual, url: 'http://127.0.0.1:1/', policy: allowing('127.0.0.1') }))
  expect([closed.kind, closed.message]).toEqual([
    'unreachable',
    '127.0.0.1:1 could not be reached (ECONNREFUSED).',
  ])
})
