import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RemoteObject } from '../../main/calendars/connector.ts'
import { askCaldav, type CaldavServer } from '../support/caldav-servers/caldav-server.ts'
import { startCyrus } from '../support/caldav-servers/cyrus.ts'
import { withoutCaldavServers } from '../support/caldav-servers/install.ts'
import { booking, signInTo, textOf } from './caldav-account.ts'

/** Cyrus carries out RFC 6638 for its own users: what alice's server is made to send, bob has. */
describe.skipIf(withoutCaldavServers)('invitations by the server', () => {
  let server: CaldavServer
  let alice: Awaited<ReturnType<typeof signInTo>>
  let bob: Awaited<ReturnType<typeof signInTo>>
  let uid = ''
  let count = 0

  beforeAll(async () => {
    server = await startCyrus()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    uid = `invitation-${++count}`
    alice = await signInTo({ url: server.url, username: 'alice', password: server.password })
    bob = await signInTo({ url: server.url, username: 'bob', password: server.password })
  })

  const later = { startMs: Date.UTC(2027, 2, 2, 12), endMs: Date.UTC(2027, 2, 2, 13), sequence: 1 }

  async function write(change: Parameters<typeof booking>[1]): Promise<RemoteObject> {
    const outcome = await alice.kept.put(booking(uid, change), null)
    if (outcome.kind !== 'written') throw new Error(outcome.kind)
    return outcome.object
  }

  /** What bob's calendar holds of this booking. */
  async function bobs(): Promise<RemoteObject[]> {
    await bob.kept.pull()
    return [...bob.kept.objects.values()].filter(object => textOf(object).includes(`UID:${uid}`))
  }

  /** What was sent to bob about this booking, by METHOD. */
  async function sent(): Promise<string[]> {
    const inbox = { ...bob.calendar, remoteId: '/dav/calendars/user/bob/Inbox/' }
    const { changed } = await bob.caldav.pull(bob.account, inbox, {
      cursor: null,
      window: { fromMs: 0, toMs: 1 },
      known: new Map(),
      signal: new AbortController().signal,
    })
    const about = changed.map(textOf).filter(text => text.includes(`UID:${uid}`))
    return about.map(text => /^METHOD:(\w+)/m.exec(text)?.[1] ?? '')
  }

  async function accept(): Promise<void> {
    const [copy] = await bobs()
    const body = textOf(copy!)
      .replaceAll(/\r?\n[ \t]/g, '')
      .replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED')
    expect(body).toContain('ACCEPTED')
    const { status } = await askCaldav(server, 'bob', {
      method: 'PUT',
      url: new URL(copy!.objectId, server.url).href,
      headers: { 'content-type': 'text/calendar; charset=utf-8' },
      body,
    })
    expect(status).toBeLessThan(300)
  }

  test('an invited guest is told once, however often the booking is written', async () => {
    await write({ invite: true })
    await write({ invite: true })
    expect(await sent()).toEqual(['REQUEST'])
    expect(await bobs()).toHaveLength(1)
  })

  test('without an invitation the guest hears nothing, and the event names nobody', async () => {
    const object = await write({ invite: false })
    await alice.kept.put(booking(uid, { ...later, invite: false }), object)
    await alice.kept.remove(object)
    expect(await sent()).toEqual([])
    expect(await bobs()).toEqual([])
  })

  test('a new time reaches the guest', async () => {
    const object = await write({ invite: true })
    const outcome = await alice.kept.put(booking(uid, { ...later, invite: true }), object)
    expect(outcome.kind).toBe('written')
    const [copy] = await bobs()
    expect(textOf(copy!)).toContain('20270302T130000')
  })

  test('a booking that is removed is called off', async () => {
    const object = await write({ invite: true })
    expect(await alice.kept.remove(object, true)).toEqual({ kind: 'removed' })
    expect(await sent()).toContain('CANCEL')
  })

  test('a guest’s answer since keeps no change from being written', async () => {
    const object = await write({ invite: true })
    await accept()
    const outcome = await alice.kept.put(booking(uid, { ...later, invite: true }), object)
    expect(outcome.kind).toBe('written')
    expect(textOf((await bobs())[0]!)).toContain('20270302T130000')
  })

  test('a guest’s answer between look and write breaks no precondition', async () => {
    const object = await write({ invite: true })
    alice.interference.before = async ({ method }) => {
      if (method !== 'PUT') return
      alice.interference.before = null
      await accept()
    }
    const outcome = await alice.kept.put(booking(uid, { ...later, invite: true }), object)
    expect(outcome.kind).toBe('written')
    expect(textOf((await bobs())[0]!)).toContain('20270302T130000')
  })

  test('what the organizer changes between look and write is not written over', async () => {
    const object = await write({ invite: true })
    alice.interference.before = async ({ method }) => {
      if (method !== 'PUT') return
      alice.interference.before = null
      const body = textOf(object).replaceAll('20270302T10', '20270302T08')
      const headers = { 'content-type': 'text/calendar; charset=utf-8' }
      const url = new URL(object.objectId, server.url).href
      expect((await askCaldav(server, 'alice', { method: 'PUT', url, headers, body })).status).toBeLessThan(
        300,
      )
    }
    const outcome = await alice.kept.put(booking(uid, { ...later, invite: true }), object)
    expect(outcome.kind === 'changed' && textOf(outcome.object)).toContain('20270302T080000')
  })

  test('a guest’s answer is kept where the time stays, and asked for anew where it does not', async () => {
    const object = await write({ invite: true })
    await accept()
    const renamed = await alice.kept.put(
      booking(uid, { sequence: 1, summary: 'Renamed', invite: true }),
      object,
    )
    const answered = (outcome: typeof renamed) =>
      outcome.kind === 'written' &&
      /PARTSTAT=([A-Z-]+)/.exec(textOf(outcome.object).replace(/\r?\n /g, ''))?.[1]
    expect(answered(renamed)).toBe('ACCEPTED')
    const left = renamed.kind === 'written' ? renamed.object : object
    const moved = await alice.kept.put(booking(uid, { ...later, sequence: 2, invite: true }), left)
    expect(answered(moved)).toBe('NEEDS-ACTION')
  })

  test('a booking that a guest answered is removed all the same', async () => {
    const object = await write({ invite: true })
    await accept()
    expect(await alice.kept.remove(object, true)).toEqual({ kind: 'removed' })
  })
})
