import { randomBytes } from 'node:crypto'
import dns from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OpenTunnel, TunnelClock } from '../../main/tunnel/driver.ts'
import { type AskOverHttp, askOverHttp } from '../../main/tunnel/http-asking.ts'
import { createLocaltunnel } from '../../main/tunnel/localtunnel.ts'
import { startTunnelServer, type TunnelServer } from '../support/tunnel-server.ts'
import { hash, realClock, type Site, startSite, until, visit } from './site.ts'

let server: TunnelServer
let site: Site
let tunnel: OpenTunnel | null
let abort: AbortController
const uncaught = vi.fn()

beforeEach(async () => {
  server = await startTunnelServer({ graceMs: 200 })
  site = await startSite()
  tunnel = null
  abort = new AbortController()
  process.on('uncaughtException', uncaught)
})
afterEach(async () => {
  vi.restoreAllMocks()
  abort.abort()
  await tunnel?.close()
  await server.kill()
  await site.stop()
  process.off('uncaughtException', uncaught)
  expect(uncaught).not.toHaveBeenCalled()
})

async function open(subdomain: string | null, options: { host?: string; clock?: TunnelClock } = {}) {
  const ask: AskOverHttp = (url, ...rest) => askOverHttp(url.replace('tunnel.test', '127.0.0.1'), ...rest)
  const driver = createLocaltunnel({ ask, clock: options.clock ?? realClock() })
  const target = { port: site.port, subdomain, host: options.host ?? server.origin }
  tunnel = await driver.open(target, abort.signal)
  return tunnel
}

describe('a tunnel over localtunnel', () => {
  it('leads visitors to the site under the name asked for', async () => {
    const { url } = await open('adabooks')
    expect(url).toBe(`http://adabooks.localhost:${server.port}`)
    expect(await visit(url)).toBe('the site')
  })

  it('takes a name of the server’s choice where none is wanted', async () => {
    const { url } = await open(null)
    expect(await visit(url)).toBe('the site')
  })

  it('serves more visitors at once than it has sockets', async () => {
    const { url } = await open('adabooks')
    const bodies = await Promise.all(Array.from({ length: 40 }, () => visit(url)))
    expect(new Set(bodies)).toEqual(new Set(['the site']))
  })

  it('carries binary uploads unspoilt', async () => {
    const { url } = await open('adabooks')
    const upload = randomBytes(300_000)
    expect(await visit(url, upload)).toBe(hash(upload))
  })

  it('lets go of all sockets and of the name when closed', async () => {
    const opened = await open('adabooks')
    const { url } = opened
    await opened.close()
    await until(() => server.socketsOf('adabooks') === 0, 'no socket is left')
    await expect.poll(() => visit(url, undefined, 300), { timeout: 3_000 }).toBe('404')
    expect((await open('adabooks')).url).toBe(url)
  })

  it('can be closed twice', async () => {
    const opened = await open('adabooks')
    await opened.close()
    await expect(opened.close()).resolves.toBeUndefined()
  })
})

describe('opening a tunnel fails in a sentence for the organizer', () => {
  const cases: [string, string | null, () => unknown, RegExp][] = [
    ['the server is down', 'adabooks', () => server.kill(), /cannot be reached \(ECONNREFUSED\)/],
    [
      'the server is out of order',
      'adabooks',
      () => (server.faults.refusesWith = 500),
      /no tunnel now \(status 500\)/,
    ],
    ['the server refuses the name', 'adabooks', () => (server.faults.refusesWith = 403), /refuses this name/],
    ['the name is none', 'Ada Books!', () => undefined, /4 to 63 lowercase letters/],
    ['a firewall lets no socket out', 'adabooks', () => (server.faults.closesPorts = true), /firewall/],
  ]
  it.each(cases)('when %s', async (_what, name, breakIt, message) => {
    await breakIt()
    await expect(open(name)).rejects.toThrow(message)
  })

  it.each([
    ['text', 'hello', /no localtunnel server/],
    ['no port', JSON.stringify({ id: 'x', url: 'https://x.example' }), /no localtunnel server/],
    [
      'an address of another kind',
      JSON.stringify({ id: 'x', port: 80, url: 'javascript:0' }),
      /no localtunnel server/,
    ],
  ])('when the server answers with %s', async (_what, body, message) => {
    const stranger = createServer((_request, response) => response.end(body))
    await new Promise<void>(resolve => stranger.listen(0, '127.0.0.1', resolve))
    const host = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
    await expect(open('adabooks', { host })).rejects.toThrow(message)
    stranger.close()
  })
})

describe('opening a tunnel can be given up', () => {
  it('while the server does not answer, and asks no further', async () => {
    server.faults.neverAnswers = true
    const opening = open('adabooks')
    setTimeout(() => abort.abort(new Error('enough')), 50)
    await expect(opening).rejects.toThrow()
    server.faults.neverAnswers = false
    await new Promise(resolve => setTimeout(resolve, 1_300))
    expect(server.socketsOf('adabooks')).toBe(0)
  })
})

describe('the loss of a tunnel', () => {
  function listenForLoss(opened: OpenTunnel): { reason: string | null } {
    const loss: { reason: string | null } = { reason: null }
    opened.onLost(reason => {
      expect(loss.reason).toBeNull()
      loss.reason = reason
    })
    return loss
  }

  /** Node's sockets look names up through `dns.lookup`: the one place where a network can be taken away in a test. */
  function nameServiceThatFailsLater(): { value: boolean } {
    const isOnline: { value: boolean } = { value: true }
    const here = { address: '127.0.0.1', family: 4 }
    const lookup = (_name: string, options: { all?: boolean }, callback: (...found: unknown[]) => void) => {
      if (!isOnline.value) callback(Object.assign(new Error('offline'), { code: 'ENETDOWN' }))
      else if (options.all) callback(null, [here])
      else callback(null, here.address, here.family)
    }
    vi.spyOn(dns, 'lookup').mockImplementation(lookup as never)
    return isOnline
  }

  it('is told when the server dies, once, and kills nobody', async () => {
    const loss = listenForLoss(await open('adabooks'))
    await server.kill()
    await until(() => loss.reason !== null, 'the loss is told')
    expect(loss.reason).toMatch(/server closed the tunnel/)
  })

  it('is told when the network goes away, of which the package says nothing', async () => {
    const host = `http://tunnel.test:${server.port}`
    const isOnline = nameServiceThatFailsLater()
    const loss = listenForLoss(await open('adabooks', { host, clock: realClock(10) }))
    isOnline.value = false
    server.dropSockets()
    await until(() => loss.reason !== null, 'the loss is told')
    expect(loss.reason).toMatch(/connection to the tunnel server was lost/)
  })

  it('is none when the sockets are reset and the network is there: the package comes back by itself', async () => {
    const opened = await open('adabooks', { clock: realClock(10) })
    const loss = listenForLoss(opened)
    server.dropSockets()
    await until(() => server.socketsOf('adabooks') === 10, 'the sockets are back')
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(loss.reason).toBeNull()
    expect(await visit(opened.url)).toBe('the site')
  })

  it('is not told after the tunnel was closed on purpose', async () => {
    const opened = await open('adabooks', { clock: realClock(10) })
    const loss = listenForLoss(opened)
    await opened.close()
    await server.kill()
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(loss.reason).toBeNull()
  })
})
