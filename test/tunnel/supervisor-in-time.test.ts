import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OpenTunnel, type TunnelDriver, TunnelError } from '../../main/tunnel/driver.ts'
import type { ProbeFinding } from '../../main/tunnel/probe.ts'
import type { TunnelState } from '../../main/tunnel/state.ts'
import { createSupervisor, type Supervisor } from '../../main/tunnel/supervisor.ts'
import { HandClock, settled } from './hand-clock.ts'

const unreachable: ProbeFinding = { kind: 'unreachable', reason: 'No network.' }
const hour = 3_600_000

class FakeTunnel implements OpenTunnel {
  readonly url = 'https://ada.example'
  closed = 0
  lose: (reason: string) => void = () => undefined
  close = () => {
    this.closed++
    return Promise.resolve()
  }
  onLost = (listener: (reason: string) => void) => {
    this.lose = listener
  }
}

let clock: HandClock
let supervisor: Supervisor
let tunnels: FakeTunnel[]
let openings: { atMs: number; signal: AbortSignal }[]
let probes: number[]
let states: TunnelState[]
let openWith: () => Promise<OpenTunnel>
let find: () => Promise<ProbeFinding>
const unhandled = vi.fn()

beforeEach(() => {
  clock = new HandClock()
  tunnels = []
  openings = []
  probes = []
  states = []
  openWith = () => {
    const tunnel = new FakeTunnel()
    tunnels.push(tunnel)
    return Promise.resolve(tunnel)
  }
  find = () => Promise.resolve({ kind: 'ours' })
  supervisor = makeSupervisor(state => states.push(state))
  process.on('unhandledRejection', unhandled)
})
afterEach(async () => {
  await supervisor.stop()
  expect(clock.pendingTimers).toBe(0)
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

function makeSupervisor(onChange: (state: TunnelState) => void): Supervisor {
  const driver: TunnelDriver = {
    name: 'fake',
    open: (_target, signal) => {
      openings.push({ atMs: clock.monotonic(), signal })
      return openWith()
    },
  }
  const probe = () => {
    probes.push(clock.monotonic())
    return find()
  }
  const target = { port: 1, subdomain: 'ada', host: null }
  return createSupervisor({ driver, target, clock, probe, random: () => 0.5, onChange })
}

const kinds = () => states.map(state => state.kind)
const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0))

describe('a healthy tunnel', () => {
  it('is opened once and probed each half minute', async () => {
    supervisor.start()
    await clock.pass(10 * 60_000)
    expect(openings).toHaveLength(1)
    expect(new Set(gaps(probes))).toEqual(new Set([30_000]))
    expect(probes).toHaveLength(21)
  })

  it('is started once however often that is asked', async () => {
    supervisor.start()
    supervisor.start()
    await clock.pass(1_000)
    expect(openings).toHaveLength(1)
  })

  it('is not given up for two failed probes, but for three in a row', async () => {
    supervisor.start()
    await clock.pass(1_000)
    const findings = [unreachable, unreachable]
    find = () => Promise.resolve(findings.shift() ?? { kind: 'ours' })
    await clock.pass(60_000)
    expect(kinds()).not.toContain('down')
    find = () => Promise.resolve(unreachable)
    await clock.pass(32_500)
    const lost = { kind: 'down', reason: 'No network.', lastUrl: 'https://ada.example' }
    expect(states.find(state => state.kind === 'down')).toMatchObject(lost)
    expect(tunnels[0]?.closed).toBe(1)
  })
})

describe('failing openings', () => {
  beforeEach(() => {
    openWith = () => Promise.reject(new TunnelError('The server is away.'))
  })

  it('follow each other at growing distances, up to a minute', async () => {
    supervisor.start()
    await clock.pass(5 * 60_000)
    expect(gaps(openings.map(opening => opening.atMs)).slice(0, 8)).toEqual([
      1_500, 3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000,
    ])
  })

  it('tell why, and when the next will be', async () => {
    supervisor.start()
    await settled()
    expect(supervisor.state()).toEqual({
      kind: 'down',
      reason: 'The server is away.',
      nextTryMs: clock.now() + 1_500,
      lastUrl: null,
    })
  })

  it('begin anew, at once, when something may have changed', async () => {
    supervisor.start()
    await clock.pass(2 * 60_000)
    const before = openings.length
    supervisor.nudge()
    await settled()
    expect(openings).toHaveLength(before + 1)
    await clock.pass(1_500)
    expect(openings).toHaveLength(before + 2)
  })

  it.each([
    [
      'throws at once',
      () => {
        throw new Error('bug')
      },
    ],
    ['rejects with what is no error', () => Promise.reject('nonsense')],
  ])('survive a driver that %s', async (_what, open) => {
    openWith = open as never
    supervisor.start()
    await clock.pass(10_000)
    expect(supervisor.state().kind).toBe('down')
    expect(openings.length).toBeGreaterThan(2)
  })
})

describe('an opening that does not end', () => {
  it('is given up after fifteen seconds, and what it still brings is closed unused', async () => {
    const late = Promise.withResolvers<OpenTunnel>()
    openWith = () => late.promise
    supervisor.start()
    await clock.pass(15_000)
    expect(supervisor.state()).toMatchObject({
      kind: 'down',
      reason: 'The tunnel server does not answer in time.',
    })
    expect(openings[0]?.signal.aborted).toBe(true)
    const stale = new FakeTunnel()
    late.resolve(stale)
    await settled()
    expect(stale.closed).toBe(1)
    expect(kinds()).not.toContain('up')
  })

  it('does not hold up stop', async () => {
    openWith = () => new Promise(() => undefined)
    supervisor.start()
    await settled()
    await supervisor.stop()
    expect(supervisor.state()).toEqual({ kind: 'off' })
  })

  it('nor does a probe', async () => {
    find = () => new Promise(() => undefined)
    supervisor.start()
    await settled()
    await supervisor.stop()
    expect(tunnels[0]?.closed).toBe(1)
  })
})

describe('a lost tunnel', () => {
  it('is re-opened after a pause in which the server can forget the old one', async () => {
    supervisor.start()
    await clock.pass(90_000)
    tunnels[0]?.lose('The server closed the tunnel.')
    await settled()
    expect(supervisor.state()).toMatchObject({ kind: 'down', reason: 'The server closed the tunnel.' })
    await clock.pass(1_499)
    expect(openings).toHaveLength(1)
    await clock.pass(1)
    expect(openings).toHaveLength(2)
    expect(supervisor.state().kind).toBe('up')
  })

  it('ends the probe under way', async () => {
    supervisor.start()
    await clock.pass(1_000)
    find = () => new Promise(() => undefined)
    await clock.pass(30_000)
    tunnels[0]?.lose('Gone.')
    await settled()
    expect(supervisor.state()).toMatchObject({ kind: 'down', reason: 'Gone.' })
  })

  it('again and again within a minute makes the pauses grow all the same', async () => {
    supervisor.start()
    for (const _ of [1, 2, 3, 4]) {
      await clock.pass(13_000)
      tunnels.at(-1)?.lose('Gone.')
    }
    await clock.pass(60_000)
    expect(gaps(openings.map(opening => opening.atMs))).toEqual([14_500, 14_500, 16_000, 19_000])
  })
})

describe('sleep', () => {
  it.each(['stands still', 'goes on'] as const)(
    'is noticed where the monotonic clock %s',
    async monotonic => {
      supervisor.start()
      await clock.pass(62_000)
      const probesBefore = probes.length
      clock.sleep(8 * hour, monotonic)
      find = () => new Promise(() => undefined)
      await clock.pass(5_000)
      expect(probes.length).toBe(probesBefore + 1)
      expect(supervisor.state()).toMatchObject({ kind: 'opening', lastUrl: 'https://ada.example' })
    },
  )

  it('ends in up again when the tunnel outlived it', async () => {
    supervisor.start()
    await clock.pass(62_000)
    clock.sleep(hour, 'stands still')
    await clock.pass(5_000)
    expect(kinds().slice(-2)).toEqual(['opening', 'up'])
    expect(openings).toHaveLength(1)
  })

  it('with a network that comes late is over within 15 seconds of it', async () => {
    supervisor.start()
    await clock.pass(62_000)
    clock.sleep(hour, 'stands still')
    find = () => Promise.resolve(unreachable)
    const working = openWith
    openWith = () => Promise.reject(new TunnelError('No network.'))
    await clock.pass(60_000)
    expect(supervisor.state().kind).toBe('down')
    openWith = working
    find = () => Promise.resolve({ kind: 'ours' })
    await clock.pass(15_000)
    expect(supervisor.state().kind).toBe('up')
  })

  it('is not seen in a wall clock that was set', async () => {
    supervisor.start()
    await clock.pass(62_000)
    clock.setWallClock(-2 * hour)
    await clock.pass(10_000)
    expect(kinds().filter(kind => kind === 'opening')).toHaveLength(1)
  })
})

describe('the listener', () => {
  it('may throw without harm', async () => {
    supervisor = makeSupervisor(() => {
      throw new Error('fault of the desk')
    })
    supervisor.start()
    await clock.pass(1_000)
    expect(supervisor.state().kind).toBe('up')
  })
})
