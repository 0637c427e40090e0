import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client, Connection, Push } from '../../renderer/client/client.ts'
import type { Stream } from '../../renderer/client/event-stream.ts'
import { DeskLocked, keyInFragment, overHttp, signIn } from '../../renderer/client/over-http.ts'
import { deskServer } from './desk-server.ts'
import { emptyWorld, inMemoryProgram } from './in-memory-program.ts'

const program = inMemoryProgram(emptyWorld(Date.parse('2026-11-23T09:00:00Z')))
let server: Server
let base: string
let cookie: string

/** What a browser does with the cookie of a sign-in. */
const fetchWithCookie: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, headers: { ...(init?.headers as object), cookie } })
  cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
  return response
}

function client(parts: Partial<Parameters<typeof overHttp>[1]> = {}): Client {
  const openStream = () => {
    throw new Error('No stream in this test.')
  }
  return overHttp(base, { fetch: fetchWithCookie, openStream, ...parts })
}

beforeEach(async () => {
  cookie = ''
  server = deskServer(program, 'the-key').listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(() => void server.close())

describe('signing in', () => {
  it('takes the key out of the fragment of the desk’s address', () => {
    expect([keyInFragment('#key=a%2Fb'), keyInFragment('#/links/sch_1'), keyInFragment('')]).toEqual([
      'a/b',
      null,
      null,
    ])
  })

  it('opens the desk with the right key and leaves it locked with a wrong one', async () => {
    expect(await signIn(base, 'wrong', fetchWithCookie)).toBe(false)
    await expect(client().capabilities()).rejects.toBeInstanceOf(DeskLocked)
    expect(await signIn(base, 'the-key', fetchWithCookie)).toBe(true)
    expect(await client().capabilities()).toMatchObject({ host: 'headless', notifications: 'browser' })
  })
})

describe('calls over HTTP', () => {
  beforeEach(async () => {
    await signIn(base, 'the-key', fetchWithCookie)
  })

  it('bring the value of the envelope', async () => {
    expect(await client().call('reach.read', {})).toMatchObject({ ok: true, value: { status: 'off' } })
  })

  it('bring the faults of the envelope, field by field, whatever the HTTP status says', async () => {
    const details = { name: '', email: 'nobody', tzid: 'Mars/Olympus', hours: [] }
    const outcome = await client().call('organizer.set', details)
    if (outcome.ok) throw new Error('It was taken.')
    expect(outcome.error.code).toBe('invalid_input')
    expect(new Set(Object.keys(outcome.error.fields ?? {}))).toEqual(new Set(['email', 'name', 'tzid']))
  })

  it('are told as unauthorized once the sign-in is gone', async () => {
    cookie = ''
    expect(await client().call('links.list', {})).toMatchObject({
      ok: false,
      error: { code: 'unauthorized' },
    })
  })

  it('fail as a value, not as an exception, when nobody answers', async () => {
    const deaf = client({ fetch: () => Promise.reject(new TypeError('refused')) })
    expect(await deaf.call('links.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('do not take a page of something in between for an answer', async () => {
    const page = () => Promise.resolve(new Response('<html>Gateway</html>', { status: 502 }))
    expect(await client({ fetch: page }).call('links.list', {})).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('502') },
    })
  })
})

describe('pushes over HTTP', () => {
  class FakeStream implements Stream {
    static opened: FakeStream[] = []
    readyState = 0
    onopen: Stream['onopen'] = null
    onerror: Stream['onerror'] = null
    onmessage: Stream['onmessage'] = null
    readonly url: string
    constructor(url: string) {
      this.url = url
      FakeStream.opened.push(this)
    }
    close() {
      this.readyState = 2
    }
  }

  function listening() {
    FakeStream.opened = []
    const pushes: Push[] = []
    const connections: Connection[] = []
    const http = client({ openStream: url => new FakeStream(url) })
    http.watchConnection(c => connections.push(c))
    const stop = http.subscribe(p => pushes.push(p))
    return { pushes, connections, stop, stream: FakeStream.opened[0]! }
  }

  it('arrive as they were sent', () => {
    const { pushes, stream } = listening()
    expect(stream.url).toBe(`${base}events`)
    stream.onmessage?.({ data: '{"seq":7,"topic":"changed","payload":{"noun":"links"}}' })
    expect(pushes).toEqual([{ seq: 7, topic: 'changed', payload: { noun: 'links' } }])
  })

  it('that a broken stream resumes by itself need no new reading', () => {
    const { pushes, connections, stream } = listening()
    stream.onerror?.()
    stream.onopen?.()
    expect(connections).toEqual(['live', 'lost', 'live'])
    expect(pushes).toEqual([])
  })

  it('after a stream that was given up begin with everything read again', () => {
    vi.useFakeTimers()
    const { pushes, connections, stream } = listening()
    stream.close()
    stream.onerror?.()
    vi.advanceTimersByTime(2000)
    FakeStream.opened[1]!.onopen?.()
    expect(connections).toEqual(['live', 'lost', 'live'])
    expect(pushes).toEqual([{ seq: 0, topic: 'resync', payload: {} }])
    vi.useRealTimers()
  })

  it('end when nobody listens any more', () => {
    const { stop, stream } = listening()
    stop()
    expect(stream.readyState).toBe(2)
  })
})
