import fs from 'node:fs'
import type http from 'node:http'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { whyNotStarted } from '../../main/host/cannot-start.ts'
import { createKeySealer, readKey, UnusableKey } from '../../main/host/sealer.ts'
import { type FaultyCaldav, startFaultyCaldav } from '../support/faulty-caldav.ts'
import { listenOnce } from '../support/listen-once.ts'
import { RunningHost, temporaryFolder } from '../support/run-host.ts'
import { monday } from '../support/sample-link.ts'
import { foreignEvent } from '../support/synced-world.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function start(options: Parameters<typeof RunningHost.start>[0] = {}): Promise<RunningHost> {
  const host = await RunningHost.start(options)
  ends.push(() => host.stop())
  return host
}

async function caldav(): Promise<FaultyCaldav> {
  const server = await startFaultyCaldav()
  ends.push(() => server.stop())
  server.put('known', foreignEvent('known', monday.startMs, monday.endMs))
  return server
}

/** Signs in, and reads every calendar that is there. */
async function connect(host: RunningHost, server: FaultyCaldav) {
  const { username, password, url: address } = server
  const account = { sub: host.ready.sub, address, username, password, allowHost: true }
  const { connection, found } = await host.ask('connections.connectCaldav', account)
  const { connectionId } = connection
  const remoteIds = found.map(f => f.remoteId)
  const [calendar] = await host.ask('connections.choose', { connectionId, remoteIds })
  const calendarId = calendar?.calendarId ?? ''
  await host.ask('calendars.sync', { calendarId })
  return { connectionId, calendarId }
}

describe('what must not be read by others', () => {
  it('a password and the address of a feed stand in no file of the data folder, no answer and no line of the log', async () => {
    const server = await caldav()
    const secretPath = `/private-${'x'.repeat(8)}4711/basic.ics`
    let status = 200
    const feed = await listenOnce((_req: http.IncomingMessage, res: http.ServerResponse) => {
      res.writeHead(status, { 'content-type': 'text/calendar' })
      res.end(foreignEvent('in-feed', monday.startMs, monday.endMs))
    })
    ends.push(feed.close)
    const host = await start()
    const address = feed.url + secretPath
    const { calendarId } = await connect(host, server)
    const read = await host.ask('calendars.subscribe', { sub: host.ready.sub, address, allowHost: true })
    status = 500
    server.setFault('unauthorized')
    const refused = await host.call('connections.connectCaldav', {
      ...{ sub: host.ready.sub, address: server.url, username: 'alice', password: 'a-wrong-one-4712' },
      allowHost: true,
    })
    const answers = [
      refused,
      read,
      await host.ask('calendars.sync', { calendarId }),
      await host.ask('calendars.sync', { calendarId: read.calendarId }),
      await host.ask('connections.list', {}),
      await host.ask('calendars.list', {}),
      await (await host.api('GET', 'calendars')).json(),
    ]
    const folder = host.ready.dataDir
    const files = fs
      .readdirSync(folder)
      .map(name => fs.readFileSync(path.join(folder, name)).toString('latin1'))
    const everywhere = [JSON.stringify(answers), host.output.stderr, host.output.stdout, ...files].join('\n')
    for (const secret of [server.password, 'geheim', secretPath, 'a-wrong-one-4712'])
      expect([secret, everywhere.includes(secret)]).toEqual([secret, false])
    expect(server.requests.some(r => r.includes('geheim'))).toBe(false)
  })

  it('a copy of the data folder without its key asks to sign in again, and a new password is enough', async () => {
    const server = await caldav()
    const first = await RunningHost.start()
    const { connectionId, calendarId } = await connect(first, server)
    await first.stop()
    const copy = temporaryFolder()
    fs.cpSync(first.ready.dataDir, copy, { recursive: true })
    fs.rmSync(path.join(copy, 'openslot.key'))
    const second = await start({ dataDir: copy })
    await second.ask('calendars.sync', { calendarId })
    const [connection] = await second.ask('connections.list', {})
    expect(connection).toMatchObject({ state: 'sign_in', problem: expect.stringContaining('Sign in again') })
    await second.ask('connections.signInAgain', { connectionId, password: server.password })
    const calendar = await second.ask('calendars.sync', { calendarId })
    expect(calendar).toMatchObject({ state: 'ok', freshness: { failure: null } })
  })

  it('OPENSLOT_KEY takes the place of the key file, and another one opens nothing', async () => {
    const server = await caldav()
    const first = await RunningHost.start({ env: { OPENSLOT_KEY: 'one' } })
    const { dataDir } = first.ready
    const { calendarId } = await connect(first, server)
    await first.stop()
    expect(fs.existsSync(path.join(dataDir, 'openslot.key'))).toBe(false)
    const same = await RunningHost.start({ dataDir, env: { OPENSLOT_KEY: 'one' } })
    expect((await same.ask('calendars.sync', { calendarId })).freshness?.failure).toBeNull()
    await same.stop()
    const other = await start({ dataDir, env: { OPENSLOT_KEY: 'two' } })
    expect((await other.ask('calendars.sync', { calendarId })).freshness?.failure).not.toBeNull()
  })
})

describe('the key', () => {
  it('is made for its owner alone, kept, and narrowed again where somebody widened it', () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'openslot.key')
    const key = readKey(folder, {})
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    fs.chmodSync(file, 0o644)
    expect(readKey(folder, {})).toEqual(key)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })

  it.each<[string, (file: string) => void]>([
    ['is cut off', file => fs.writeFileSync(file, 'c2hvcnQ=')],
    ['is empty', file => fs.writeFileSync(file, '')],
    ['is a folder', file => fs.mkdirSync(file)],
  ])('that %s is told at the start, with what to do, and not written over', (_what, damage) => {
    const folder = temporaryFolder()
    damage(path.join(folder, 'openslot.key'))
    let cause: unknown
    try {
      readKey(folder, {})
    } catch (thrown) {
      cause = thrown
    }
    expect(cause).toBeInstanceOf(UnusableKey)
    expect(whyNotStarted(cause)).toMatch(/^The key file .*openslot\.key .*Put a copy of it back/)
  })

  it('opens what it sealed, and nothing that was sealed elsewhere, cut off or changed', () => {
    const sealer = createKeySealer(Buffer.alloc(32, 1))
    const sealed = sealer.seal('geheim')
    expect(sealer.open(sealed)).toBe('geheim')
    const changed = `${sealed.slice(0, -6)}AAAA==`
    for (const other of [changed, sealed.slice(0, 12), 'key1:', 'desktop1:abc', sealed.slice(0, 30)])
      expect([other, sealer.open(other)]).toEqual([other, null])
    expect(createKeySealer(Buffer.alloc(32, 2)).open(sealed)).toBeNull()
  })
})

it('Ctrl-C while a server hangs ends within two seconds', async () => {
  const server = await caldav()
  const host = await RunningHost.start()
  const { calendarId } = await connect(host, server)
  server.setFault('stall')
  void host.call('calendars.sync', { calendarId }).catch(() => null)
  await expect
    .poll(async () => (await host.ask('calendars.list', {})).some(c => c.freshness?.reading))
    .toBe(true)
  const beganMs = performance.now()
  expect(await host.stop()).toBe(0)
  expect(performance.now() - beganMs).toBeLessThan(2_000)
})
