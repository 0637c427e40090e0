import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFixedAddress } from '../../main/tunnel/fixed-address.ts'
import { askOverHttp } from '../../main/tunnel/http-asking.ts'
import { createLocaltunnel } from '../../main/tunnel/localtunnel.ts'
import { createProbe } from '../../main/tunnel/probe.ts'
import type { TunnelState } from '../../main/tunnel/state.ts'
import { createSupervisor, type Supervisor } from '../../main/tunnel/supervisor.ts'
import { startTunnelServer, type TunnelServer } from '../support/tunnel-server.ts'
import { realClock, type Site, startSite, until, visit } from './site.ts'

let server: TunnelServer
let site: Site
let supervisor: Supervisor | null
let states: TunnelState[]
const unhandled = vi.fn()

beforeEach(async () => {
  server = await startTunnelServer({ graceMs: 100 })
  site = await startSite()
  supervisor = null
  states = []
  process.on('unhandledRejection', unhandled).on('uncaughtException', unhandled)
})
afterEach(async () => {
  await supervisor?.stop()
  await server.kill()
  await site.stop()
  process.off('unhandledRejection', unhandled).off('uncaughtException', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

/** The real driver, probe and sockets; only the pauses are a tenth of their usual length, some less. */
function supervise(
  options: { subdomain?: string | null; publicUrl?: string; openDeadlineMs?: number } = {},
): Supervisor {
  const clock = realClock(10)
  const { subdomain = 'adabooks', publicUrl, openDeadlineMs = 50_000 } = options
  supervisor = createSupervisor({
    driver: publicUrl
      ? createFixedAddress(publicUrl)
      : createLocaltunnel({ ask: askOverHttp, clock: realClock() }),
    target: { port: site.port, subdomain, host: server.origin },
    clock,
    probe: createProbe({ ask: askOverHttp, secret: site.secret }),
    random: Math.random,
    onChange: state => states.push(state),
    intervals: { probeEveryMs: 3_000, probeDeadlineMs: 4_000, openDeadlineMs },
  })
  supervisor.start()
  return supervisor
}

const isKind = (kind: TunnelState['kind']) => () => supervisor?.state().kind === kind
const url = () => `http://adabooks.localhost:${server.port}`

describe('the public address', () => {
  it('is up only after it proved to lead here, and then visitors get in', async () => {
    supervise()
    await until(isKind('up'), 'it is up')
    expect(states.map(state => state.kind)).toEqual(['opening', 'up'])
    expect(supervisor?.state()).toMatchObject({ kind: 'up', url: url(), moved: false })
    expect(await visit(url())).toBe('the site')
  })

  it('is probed again and again', async () => {
    supervise()
    await until(() => states.filter(state => state.kind === 'up').length >= 3, 'three probes succeeded')
    const [first, last] = [states[1], states[3]]
    expect(last).toMatchObject({ kind: 'up', sinceMs: first?.kind === 'up' ? first.sinceMs : 0 })
  })

  it('is off after stop, and the name is free', async () => {
    const running = supervise()
    await until(isKind('up'), 'it is up')
    await running.stop()
    expect(running.state()).toEqual({ kind: 'off' })
    await until(() => server.socketsOf('adabooks') === 0, 'no socket is left')
  })

  it('comes back after stop and start', async () => {
    const running = supervise()
    await until(isKind('up'), 'it is up')
    await running.stop()
    running.start()
    await until(isKind('up'), 'it is up again')
    expect(running.state()).toMatchObject({ url: url(), moved: false })
  })

  it('that is fixed is up when it leads here, and down when it leads elsewhere', async () => {
    supervise({ publicUrl: `http://127.0.0.1:${site.port}` })
    await until(isKind('up'), 'it is up')
    await supervisor?.stop()
    supervise({ publicUrl: server.origin })
    await until(isKind('down'), 'it is down')
    expect(supervisor?.state()).toMatchObject({ kind: 'down', lastUrl: null })
  })
})

describe('after a fault the address recovers by itself, under the same name', () => {
  const faults: [string, () => unknown, () => unknown][] = [
    ['the server died and was restarted', () => server.kill(), () => server.restart()],
    [
      'the server forgets us in a restart',
      async () => {
        await server.kill()
        await server.restart()
      },
      () => undefined,
    ],
    [
      'visitors vanished in a black hole',
      () => (server.faults.blackHole = true),
      () => (server.faults.blackHole = false),
    ],
    [
      'the site was down',
      () => site.stop(),
      async () => {
        site = await startSite({ port: site.port, secret: site.secret })
      },
    ],
  ]
  it.each(faults)('%s', async (_what, breakIt, mendIt) => {
    supervise()
    await until(isKind('up'), 'it is up')
    await breakIt()
    await until(isKind('down'), 'it is told to be down')
    expect(supervisor?.state()).toMatchObject({ lastUrl: url(), reason: expect.stringMatching(/\.$/) })
    await mendIt()
    await until(isKind('up'), 'it is up again')
    expect(supervisor?.state()).toMatchObject({ url: url(), moved: false })
    expect(await visit(url())).toBe('the site')
  })

  it('sockets were reset and came back: nobody needs to notice', async () => {
    supervise()
    await until(isKind('up'), 'it is up')
    server.dropSockets()
    await until(() => server.socketsOf('adabooks') === 10, 'the sockets are back')
    expect(await visit(url())).toBe('the site')
    expect(states.every(state => state.kind !== 'down')).toBe(true)
  })

  it('a name of the server’s own choice is kept too', async () => {
    supervise({ subdomain: null })
    await until(isKind('up'), 'it is up')
    const before = supervisor?.state()
    await server.kill()
    await until(isKind('down'), 'it is told to be down')
    await server.restart()
    await until(isKind('up'), 'it is up again')
    expect(supervisor?.state()).toMatchObject({ url: before?.kind === 'up' ? before.url : '', moved: false })
  })
})

describe('an address that cannot be had', () => {
  it('while the server does not answer, is down with a deadline, and had once it does', async () => {
    server.faults.neverAnswers = true
    supervise({ openDeadlineMs: 8_000 })
    await until(isKind('down'), 'it is down')
    expect(supervisor?.state()).toMatchObject({ reason: 'The tunnel server does not answer in time.' })
    server.faults.neverAnswers = false
    await until(isKind('up'), 'it is up')
    await until(() => server.socketsOf('adabooks') === 10, 'all sockets stand')
  })

  it('because somebody else holds the name: another is taken, and said to have moved', async () => {
    const other = await createLocaltunnel({ ask: askOverHttp, clock: realClock() }).open(
      { port: site.port, subdomain: 'adabooks', host: server.origin },
      new AbortController().signal,
    )
    supervise()
    await until(isKind('up'), 'it is up')
    expect(states.filter(state => state.kind === 'down')).toHaveLength(2)
    expect(supervisor?.state()).toMatchObject({ kind: 'up', moved: true })
    expect(supervisor?.state()).not.toMatchObject({ url: url() })
    await other.close()
  })

  it('because a stranger answers there, is never called up', async () => {
    site = { ...site, secret: new Uint8Array(32) }
    supervise()
    await until(isKind('down'), 'it is down')
    expect(supervisor?.state()).toMatchObject({ reason: 'Something else answers at the public address.' })
    expect(states.some(state => state.kind === 'up')).toBe(false)
  })

  it('without a page of the provider before it, is called gated and kept open', async () => {
    server.faults.showsReminder = true
    supervise()
    await until(isKind('gated'), 'it is gated')
    expect(supervisor?.state()).toMatchObject({
      url: url(),
      reason: expect.stringMatching(/page of the tunnel’s provider/),
    })
    server.faults.showsReminder = false
    await until(isKind('up'), 'it is up')
    expect(states.some(state => state.kind === 'down')).toBe(false)
  })
})
