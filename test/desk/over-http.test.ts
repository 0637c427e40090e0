import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { procedures } from '../../preload/contract/procedures.ts'
import type { Push } from '../../preload/contract/topics.ts'
import { RunningHost } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'

let host: RunningHost
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
})
afterAll(() => host.stop())

/** A request with any headers at all, Host among them. */
function request(url: string, headers: Record<string, string>, body = '{}'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url)
    const req = http.request({ hostname, port, path: pathname, method: 'POST', headers }, res => {
      res.resume()
      resolve(res.statusCode ?? 0)
    })
    req.on('error', reject)
    req.end(body)
  })
}

const json = { 'content-type': 'application/json' }

describe('the desk answers its own pages on this machine and nobody else', () => {
  const local = () => new URL(host.deskAddress('')).host
  const signedIn = () => ({ ...json, host: local(), cookie: host.cookie })
  const wrong: [string, () => Record<string, string>, number][] = [
    ['no sign-in', () => ({ ...json, host: local() }), 401],
    ['a wrong cookie', () => ({ ...signedIn(), cookie: `${host.cookie.split('=')[0]}=guess` }), 401],
    ['the name of a website that points here', () => ({ ...signedIn(), host: 'evil.example' }), 421],
    ['a name of ours with another port', () => ({ ...signedIn(), host: '127.0.0.1:1' }), 421],
    ['the origin of a website', () => ({ ...signedIn(), origin: 'https://evil.example' }), 403],
    [
      'an origin of this machine with another port',
      () => ({ ...signedIn(), origin: 'http://127.0.0.1:1' }),
      403,
    ],
    ['a page that hides its origin', () => ({ ...signedIn(), origin: 'null' }), 403],
    [
      'a cross-site request by the browser’s own word',
      () => ({ ...signedIn(), 'sec-fetch-site': 'cross-site' }),
      403,
    ],
    ['another port’s page', () => ({ ...signedIn(), 'sec-fetch-site': 'same-site' }), 403],
  ]
  test.each(wrong)('refused for every procedure: %s', async (_what, headers, status) => {
    for (const name of Object.keys(procedures))
      expect([name, await request(host.deskAddress(`rpc/${name}`), headers())]).toEqual([name, status])
  })

  test('let in with all of it right', async () => {
    const headers = { ...signedIn(), origin: `http://${local()}`, 'sec-fetch-site': 'same-origin' }
    expect(await request(host.deskAddress('rpc/people.list'), headers)).toBe(200)
  })

  test('none of the desk, and nothing of /v1, is behind the public listener', async () => {
    for (const place of [
      'rpc/people.list',
      'session',
      'events',
      'capabilities',
      'v1/calendars',
      'v1/real_time_scheduling',
    ])
      expect([
        place,
        await request(`${host.ready.siteUrl}/${place}`, { ...json, host: local(), cookie: host.cookie }),
      ]).toEqual([place, 404])
  })

  test('a key that is wrong signs nobody in', async () => {
    const response = await fetch(host.deskAddress('session'), {
      method: 'POST',
      headers: json,
      body: '{"key":"x"}',
    })
    expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null])
  })
})

describe('input that the contract does not know is refused by name and changes nothing', () => {
  test('an unknown procedure, an unknown field, a wrong type', async () => {
    const raw = async (name: string, body: string) => {
      const response = await fetch(host.deskAddress(`rpc/${name}`), {
        method: 'POST',
        headers: { ...json, cookie: host.cookie },
        body,
      })
      return { status: response.status, body: await response.json() }
    }
    expect(await raw('nothing.known', '{}')).toMatchObject({ status: 404 })
    expect(await raw('constructor', '{}')).toMatchObject({ status: 404 })
    expect(await raw('people.list', '{"extra":1}')).toMatchObject({ status: 422, body: { ok: false } })
    expect(await raw('people.add', '{"name":5}')).toMatchObject({
      status: 422,
      body: {
        error: { code: 'invalid_input', fields: { name: [expect.any(String)], tzid: [expect.any(String)] } },
      },
    })
    const malformed = await raw('people.list', '{"a":')
    expect(malformed).toMatchObject({ status: 422, body: { error: { code: 'invalid_input' } } })
    expect(JSON.stringify(malformed)).not.toMatch(/node_modules|\bat /)
  })
})

test('a booking arrives at an open desk within a second, numbered, and a desk that lost its stream gets what it missed', async () => {
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  const stream = await openStream()
  const startedMs = performance.now()
  await submitBooking(link.url, monday.startMs, { name: 'Grace Hopper' })
  const arrived = await stream.next(p => p.topic === 'booking.arrived')
  expect(performance.now() - startedMs).toBeLessThan(1000)
  expect(arrived.payload).toMatchObject({ linkId: link.linkId, recipient: { name: 'Grace Hopper' } })
  stream.close()
  await host.ask('people.add', { name: 'Ben', email: '', tzid: 'Europe/London', hours: null })
  const again = await openStream(arrived.seq)
  const missed = await again.next(p => p.topic === 'changed' && p.payload.noun === 'people')
  expect(missed.seq).toBeGreaterThan(arrived.seq)
  again.close()
  const stranger = await openStream(1)
  expect((await stranger.next(() => true)).topic).toBe('resync')
  stranger.close()
})

async function openStream(lastSeq?: number) {
  const abort = new AbortController()
  const response = await fetch(host.deskAddress('events'), {
    signal: abort.signal,
    headers: { cookie: host.cookie, ...(lastSeq === undefined ? {} : { 'last-event-id': String(lastSeq) }) },
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const pushes: Push[] = []
  let text = ''
  return {
    async next(wanted: (push: Push) => boolean): Promise<Push> {
      for (;;) {
        const found = pushes.find(wanted)
        if (found !== undefined) return found
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) throw new Error('the stream ended')
        text += chunk.value
        const events = text.split('\n\n')
        text = events.pop() ?? ''
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1]
          if (data !== undefined) pushes.push(JSON.parse(data) as Push)
        }
      }
    },
    close: () => abort.abort(),
  }
}
