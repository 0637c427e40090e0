import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { BadOption, readOptions } from '../../main/host/options.ts'
import { RunningHost, temporaryFolder } from '../support/run-host.ts'

const headless = path.resolve(import.meta.dirname, '../../dist/main/headless.js')

/** A start that must fail: its exit code, and what it says. */
function failedStart(args: readonly string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [headless, ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, stderr, stdout }
}

test('with --json exactly one line is printed, with all that a program needs, and nothing on standard error', async () => {
  const host = await RunningHost.start()
  expect(host.ready).toMatchObject({
    event: 'ready',
    host: 'headless',
    deskUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#key=/),
    apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
    siteUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    publicUrl: null,
    clientId: expect.any(String),
    clientSecret: expect.any(String),
    sub: expect.stringMatching(/^acc_/),
    accessToken: expect.any(String),
    dataDir: expect.any(String),
    startedInMs: expect.any(Number),
  })
  expect(await host.stop()).toBe(0)
  expect(host.output.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(host.output.stderr).toBe('')
})

test('who the organizer is and what programs were given stays over a restart', async () => {
  const dataDir = temporaryFolder()
  const first = await RunningHost.start({ dataDir })
  await first.stop()
  const second = await RunningHost.start({ dataDir })
  const kept = ({ clientId, clientSecret, sub, accessToken }: typeof first.ready) => [
    clientId,
    clientSecret,
    sub,
    accessToken,
  ]
  expect(kept(second.ready)).toEqual(kept(first.ready))
  await second.stop()
})

describe('a start that cannot be is told in a sentence that says what to do', () => {
  test.each(['--port', '--desk-port'])('%s in use', async option => {
    const taken = net.createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => taken.once('listening', resolve))
    const { port } = taken.address() as net.AddressInfo
    const { status, stderr, stdout } = failedStart([
      '--data-dir',
      temporaryFolder(),
      '--port',
      '0',
      '--desk-port',
      '0',
      option,
      String(port),
    ])
    expect(stderr).toBe(`Port ${port} is in use. Name another with ${option}, or 0 for any free one.\n`)
    expect([status, stdout]).toEqual([1, ''])
    taken.close()
  })

  test('a data folder that another Openslot holds', async () => {
    const host = await RunningHost.start()
    const { status, stderr } = failedStart([
      '--data-dir',
      host.ready.dataDir,
      '--port',
      '0',
      '--desk-port',
      '0',
    ])
    expect(stderr).toMatch(/^Another Openslot is using the data folder .* with --data-dir\.\n$/)
    expect(status).toBe(1)
    expect((await host.ask('organizer.read', {})).sub).toBe(host.ready.sub)
    await host.stop()
  })

  test('a database newer than the program', async () => {
    const dataDir = temporaryFolder()
    await (await RunningHost.start({ dataDir })).stop()
    const raw = new Database(path.join(dataDir, 'openslot.sqlite'))
    raw.pragma('user_version = 999')
    raw.close()
    const { status, stderr } = failedStart(['--data-dir', dataDir, '--port', '0', '--desk-port', '0'])
    expect(stderr).toMatch(/^This data was written by a newer Openslot .* Nothing was changed\.\n$/)
    expect(status).toBe(1)
  })

  test('a data folder that is a file', () => {
    const file = path.join(temporaryFolder(), 'file')
    fs.writeFileSync(file, 'x')
    const { status, stderr } = failedStart(['--data-dir', file, '--port', '0', '--desk-port', '0'])
    expect(stderr).toMatch(/^The data folder .* cannot be used/)
    expect(stderr).not.toMatch(/\bat /)
    expect(status).toBe(1)
  })

  test.each([
    [['--port', 'many'], '--port takes a number'],
    [['--port', '70000'], '--port takes a number'],
    [['--tunnel', 'magic'], '--tunnel takes off or localtunnel'],
    [['--tunnel-host', 'nonsense'], '--tunnel-host takes an address'],
    [['--public-url', 'https://a.example/path'], '--public-url takes an address'],
    [
      ['--public-url', 'https://a.example', '--tunnel', 'localtunnel'],
      'Give either a tunnel or --public-url',
    ],
    [['--what'], "Unknown option '--what'"],
  ])('%j', (args, says) => {
    expect(() => readOptions(args, {})).toThrow(BadOption)
    expect(() => readOptions(args, {})).toThrow(says)
  })
})

test.each([
  [[], null],
  [['--tunnel', 'off'], { tunnel: 'off' }],
  [
    ['--tunnel-host', 'http://127.0.0.1:5000'],
    { tunnel: 'localtunnel', host: 'http://127.0.0.1:5000', subdomain: '' },
  ],
  [['--public-url', 'https://meet.example.org/'], { tunnel: 'fixed', publicUrl: 'https://meet.example.org' }],
])('%j says of the public address: %j', (args, reach) => {
  expect(readOptions(args, {})).toMatchObject({ reach })
})

test('whoever ends npm start ends Openslot, and its ports and data are free again', async () => {
  const dataDir = temporaryFolder()
  const args = [
    'start',
    '--silent',
    '--',
    '--headless',
    '--json',
    '--data-dir',
    dataDir,
    '--port',
    '0',
    '--desk-port',
    '0',
  ]
  const npm = spawn('npm', args, {
    cwd: path.resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>(resolve => npm.stdout.once('data', chunk => resolve(String(chunk))))
  const { siteUrl } = JSON.parse(line) as { siteUrl: string }
  expect((await fetch(siteUrl)).status).toBe(404)
  npm.kill('SIGTERM')
  await vi.waitFor(
    async () => expect(await fetch(siteUrl).catch(() => 'nothing listens')).toBe('nothing listens'),
    {
      timeout: 10_000,
    },
  )
  const again = await RunningHost.start({ dataDir })
  await again.stop()
})
