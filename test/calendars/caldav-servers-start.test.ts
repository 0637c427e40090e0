import { spawn } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { askCaldav } from '../support/caldav-servers/caldav-server.ts'
import { caldavServers } from '../support/caldav-servers/caldav-servers.ts'
import { withoutCaldavServers } from '../support/caldav-servers/install.ts'

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

describe.skipIf(withoutCaldavServers).each(caldavServers)('$name', ({ name, start }) => {
  test('starts on loopback with a calendar for each user, and leaves nothing behind', async () => {
    const server = await start()
    expect(new URL(server.url).hostname).toBe('127.0.0.1')
    for (const { name, calendarUrl } of server.users) {
      const { status, text } = await askCaldav(server, name, {
        method: 'PROPFIND',
        url: calendarUrl,
        headers: { depth: '0' },
      })
      expect([status, text]).toEqual([207, expect.stringContaining('multistatus')])
    }
    await server.stop()
    expect(await answers(server.url)).toBe(false)
  })

  test('ends when the tests that started it are killed', async () => {
    const script = `
      import { caldavServers } from './test/support/caldav-servers/caldav-servers.ts'
      const server = await caldavServers.find(s => s.name === '${name}').start()
      console.log(server.url)
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: path.resolve(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>(resolve =>
      child.stdout.once('data', d => resolve(String(d).trim())),
    )
    expect(await answers(url)).toBe(true)
    child.kill('SIGKILL')
    await vi.waitFor(async () => expect(await answers(url)).toBe(false), { timeout: 10_000 })
  })
})
