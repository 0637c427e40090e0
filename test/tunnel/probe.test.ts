import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AskOverHttp, askOverHttp } from '../../main/tunnel/http-asking.ts'
import { createProbe, probeAnswer } from '../../main/tunnel/probe.ts'

const secret = new Uint8Array(32).fill(7)
const nonce = 'abcdefgh-12345678'
const never = new AbortController().signal

describe('the answer to a probe', () => {
  it('is the same for the same secret and nonce, and another for any other', () => {
    expect(probeAnswer(secret, nonce)).toBe(probeAnswer(secret, nonce))
    expect(probeAnswer(secret, nonce)).not.toBe(probeAnswer(secret, `${nonce}x`))
    expect(probeAnswer(secret, nonce)).not.toBe(probeAnswer(new Uint8Array(32), nonce))
  })

  it('neither is nor holds the nonce, so that a page which echoes it proves nothing', () => {
    expect(probeAnswer(secret, nonce)).not.toContain(nonce)
  })

  it.each([
    ['nothing', undefined],
    ['an array, as from ?nonce=a&nonce=b', [nonce, nonce]],
    ['too short', 'abc'],
    ['too long', 'a'.repeat(65)],
    ['markup', '<script>alert(1)</script>'],
  ])('is refused for a nonce that is %s', (_what, value) => {
    expect(probeAnswer(secret, value)).toBeNull()
  })
})

describe('what a probe finds at the public address', () => {
  let server: http.Server
  let answer: http.RequestListener
  let origin: string
  const probe = createProbe({ ask: askOverHttp, secret })

  beforeEach(async () => {
    server = http.createServer((request, response) => answer(request, response))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => server.close())

  const ours: http.RequestListener = (_request, response) => response.end(probeAnswer(secret, nonce))
  const withPageForBrowsers =
    (status: number, header: string): http.RequestListener =>
    (request, response) =>
      request.headers[header] ? ours(request, response as never) : response.writeHead(status).end('Careful!')

  it.each<[string, http.RequestListener, string, RegExp | null]>([
    ['us', ours, 'ours', null],
    [
      'a page about passwords before us',
      withPageForBrowsers(401, 'bypass-tunnel-reminder'),
      'gated',
      /provider/,
    ],
    [
      'ngrok’s warning before us',
      withPageForBrowsers(200, 'ngrok-skip-browser-warning'),
      'gated',
      /provider/,
    ],
    ['somebody else', (_q, r) => r.end('hello'), 'not_ours', /Something else/],
    ['an echo', (q, r) => r.end(q.url?.split('nonce=')[1]), 'not_ours', /Something else/],
    ['a flood', (_q, r) => r.end('x'.repeat(5_000_000)), 'not_ours', /Something else/],
    ['a forgotten name', (_q, r) => r.writeHead(404).end('404'), 'not_ours', /does not know/],
    ['a gateway', (_q, r) => r.writeHead(503).end(), 'not_ours', /status 503/],
    [
      'a redirect',
      (_q, r) => r.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
      'not_ours',
      /on to/,
    ],
    ['a broken connection', q => q.socket.destroy(), 'unreachable', /broke off/],
  ])('%s', async (_what, listener, kind, reason) => {
    answer = listener
    const finding = await probe(origin, nonce, never)
    expect(finding.kind).toBe(kind)
    if (reason) expect(finding).toHaveProperty('reason', expect.stringMatching(reason))
  })

  it('nobody, where nothing listens', async () => {
    server.close()
    expect(await probe(origin, nonce, never)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringMatching(/listens/),
    })
  })

  it('is not followed where a redirect leads', async () => {
    const seen: string[] = []
    answer = (request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(302, { location: `${origin}/router/admin` }).end()
    }
    await probe(origin, nonce, never)
    expect(seen.every(url => url.startsWith('/.well-known/openslot-probe'))).toBe(true)
  })

  it('is never called open to anyone on loca.lt: its page goes by visitor, and we are the one it knows', async () => {
    const friendly: AskOverHttp = async () => ({
      status: 200,
      location: null,
      body: probeAnswer(secret, nonce) ?? '',
    })
    const finding = await createProbe({ ask: friendly, secret })('https://ada.loca.lt', nonce, never)
    expect(finding).toMatchObject({ kind: 'gated', reason: expect.stringMatching(/password/) })
  })

  it('ends at once when it is no longer wanted', async () => {
    answer = () => undefined
    const abort = new AbortController()
    const probing = probe(origin, nonce, abort.signal)
    abort.abort()
    await expect(probing).rejects.toThrow(/abort/i)
    server.closeAllConnections()
  })
})
