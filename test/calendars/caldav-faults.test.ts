import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CalendarFault } from '../../main/calendars/calendar-fault.ts'
import type { RemoteObject } from '../../main/calendars/connector.ts'
import { NetworkFault } from '../../main/network/network-fault.ts'
import { caldavFaults, type FaultyCaldav, startFaultyCaldav } from '../support/faulty-caldav.ts'
import { booking, connector, ics, never, signInTo, textOf } from './caldav-account.ts'

type Expected = 'truth' | { readonly kind: string; readonly says: RegExp; readonly retryAfterMs?: number }

const fault = (kind: string, says: RegExp, retryAfterMs?: number): Expected =>
  retryAfterMs === undefined ? { kind, says } : { kind, says, retryAfterMs }

const signIn = fault('sign_in', /Sign in again/)
const notFound = fault('not_found', /Choose another one/)
const server = fault('server', /tried again by itself; if it lasts, ask whoever runs/)
const malformed = fault('malformed', /tried again by itself; if it lasts, check the address/)
const elsewhere = fault('address', /If you trust that host with your password, enter its address instead/)
const circle = fault('address', /Check the address/)
const patience = (ms: number) => fault('throttled', /is asked again by itself/, ms)
const late = fault('timeout', /did not answer within/)
const broken = fault('unreachable', /broke off/)
const full = fault('full', /Delete something there, or choose another calendar/)
const locked = fault('locked', /tried again by itself/)
const allow = (errand: string) =>
  fault('forbidden', new RegExp(`does not let this account ${errand}.*Ask its owner`))

/** What a pull brings under each fault, and what writing a booking does. */
const rows: Record<(typeof caldavFaults)[number], { pull: Expected; put: Expected }> = {
  unauthorized: { pull: signIn, put: signIn },
  forbidden: { pull: allow('read'), put: allow('read') },
  'not-found': { pull: notFound, put: notFound },
  conflict: { pull: server, put: server },
  'precondition-failed': { pull: server, put: server },
  locked: { pull: locked, put: locked },
  'too-many-requests': { pull: patience(120_000), put: patience(120_000) },
  'server-error': { pull: server, put: server },
  unavailable: { pull: server, put: server },
  'insufficient-storage': { pull: full, put: full },
  'cut-xml': { pull: malformed, put: 'truth' },
  'wrong-charset': { pull: malformed, put: 'truth' },
  'other-charset': { pull: 'truth', put: 'truth' },
  'control-characters': { pull: 'truth', put: 'truth' },
  'billion-laughs': { pull: malformed, put: malformed },
  'huge-answer': { pull: fault('too_large', /is larger than/), put: fault('too_large', /is larger than/) },
  'web-page': { pull: malformed, put: malformed },
  'empty-multistatus': { pull: malformed, put: 'truth' },
  'no-sync-token': { pull: 'truth', put: 'truth' },
  'sync-unsupported': { pull: 'truth', put: 'truth' },
  'token-always-invalid': { pull: 'truth', put: 'truth' },
  pages: { pull: 'truth', put: 'truth' },
  'endless-pages': { pull: malformed, put: 'truth' },
  'member-error': { pull: 'truth', put: 'truth' },
  'multiget-404': { pull: 'truth', put: 'truth' },
  'multiget-nothing': { pull: 'truth', put: 'truth' },
  'multiget-unsupported': { pull: 'truth', put: 'truth' },
  'weak-etag': { pull: 'truth', put: 'truth' },
  'no-etag': { pull: 'truth', put: 'truth' },
  'changed-href': { pull: 'truth', put: 'truth' },
  'absolute-href': { pull: 'truth', put: 'truth' },
  'duplicate-uid': { pull: 'truth', put: 'truth' },
  'moved-301': { pull: 'truth', put: 'truth' },
  'moved-302': { pull: 'truth', put: 'truth' },
  'moved-away': { pull: elsewhere, put: elsewhere },
  'redirect-loop': { pull: circle, put: circle },
  stall: { pull: late, put: late },
  'hang-up': { pull: broken, put: broken },
  'clock-off': { pull: patience(60_000), put: patience(60_000) },
  'error-inside-put': { pull: 'truth', put: server },
  'lost-put-answer': { pull: 'truth', put: broken },
  'no-put-etag': { pull: 'truth', put: 'truth' },
}

const at = (day: string) => [`DTSTART:202703${day}T090000Z`, `DTEND:202703${day}T100000Z`]

describe('a server that goes wrong', () => {
  let faulty: FaultyCaldav
  let alice: Awaited<ReturnType<typeof signInTo>>

  beforeEach(async () => {
    faulty = await startFaultyCaldav()
    for (const uid of ['ä', 'b', 'c']) faulty.put(uid, ics(uid))
    const { url, username, password } = faulty
    alice = await signInTo({ url, username, password })
    await alice.kept.pull()
  })
  afterEach(() => faulty.stop())

  const gist = (texts: readonly string[]) =>
    texts
      .map(
        text =>
          `${/^UID:(.*)$/m.exec(text)?.[1]?.trim()} ${/^DTSTART[^:]*:(\d+T\d+)/m.exec(text.split('BEGIN:VEVENT')[1] ?? '')?.[1]}`,
      )
      .sort((a, b) => a.localeCompare(b))
  const kept = () => gist([...alice.kept.objects.values()].map(textOf))
  const truth = () => gist(faulty.texts)

  function breakIt(name: (typeof caldavFaults)[number], after = 0): void {
    faulty.setFault(name, after)
    if (name === 'stall') alice.interference.deadlineMs = 300
  }

  function mend(): void {
    faulty.setFault('none')
    alice.interference.deadlineMs = null
  }

  function changeThings(): void {
    faulty.put('b', ics('b', at('15')))
    faulty.remove('c')
    faulty.put('dé', ics('dé', at('16')))
  }

  function expectFault(caught: unknown, expected: Expected): void {
    expect(caught instanceof CalendarFault || caught instanceof NetworkFault, String(caught)).toBe(true)
    const { message, stack, kind } = caught as CalendarFault
    if (expected === 'truth') throw caught
    expect({ kind, message }).toEqual({ kind: expected.kind, message: expect.stringMatching(expected.says) })
    expect(message).toMatch(/^[^\n]*\.$/)
    if (expected.retryAfterMs !== undefined)
      expect(caught).toMatchObject({ retryAfterMs: expected.retryAfterMs })
    const secret = Buffer.from(`${faulty.username}:${faulty.password}`).toString('base64')
    for (const text of [message, stack ?? '', String((caught as Error).cause)]) {
      expect(text).not.toContain(faulty.password)
      expect(text).not.toContain(secret)
    }
  }

  test.each(caldavFaults)(
    '%s: a pull brings the truth or a sentence, and the truth once it is over',
    async name => {
      changeThings()
      breakIt(name)
      const before = kept()
      const caught = await alice.kept.pull().then(
        () => null,
        (error: unknown) => error,
      )
      if (rows[name].pull === 'truth') {
        expect(caught).toBeNull()
        expect(kept()).toEqual(truth())
      } else {
        expectFault(caught, rows[name].pull)
        expect(kept()).toEqual(before)
      }
      mend()
      await alice.kept.pull()
      expect(kept()).toEqual(truth())
    },
  )

  test.each(caldavFaults)('%s in the midst of a pull brings no half of it', async name => {
    changeThings()
    breakIt(name, 1)
    const before = kept()
    const caught = await alice.kept.pull().then(
      () => null,
      (error: unknown) => error,
    )
    if (caught === null) expect(kept()).toEqual(truth())
    else expect(kept()).toEqual(before)
    expect(caught === null || caught instanceof CalendarFault || caught instanceof NetworkFault).toBe(true)
    mend()
    await alice.kept.pull()
    expect(kept()).toEqual(truth())
  })

  test.each(caldavFaults)(
    '%s: a booking is there once and as it should be, or a sentence says why not',
    async name => {
      const written = await alice.kept.put(booking('first'), null)
      expect(written.kind).toBe('written')
      const { object } = written as { object: RemoteObject }
      const later = { startMs: Date.UTC(2027, 2, 2, 12), endMs: Date.UTC(2027, 2, 2, 13), sequence: 1 }
      breakIt(name)
      const attempts = [
        () => alice.kept.put(booking('second'), null),
        () => alice.kept.put(booking('first', later), object),
      ]
      for (const attempt of attempts) {
        const outcome = await attempt().catch((error: unknown) => {
          expectFault(error, rows[name].put)
          return null
        })
        if (outcome !== null) expect([rows[name].put, outcome.kind]).toEqual(['truth', 'written'])
      }
      mend()
      for (const attempt of attempts) expect(await attempt()).toMatchObject({ kind: 'written' })
      expect(truth().filter(line => /^(first|second) /.test(line))).toEqual([
        'first 20270302T130000',
        'second 20270302T100000',
      ])
    },
  )

  test.each(caldavFaults)(
    '%s: a removal removes, or a sentence says why not; nothing is called gone that is there',
    async name => {
      const written = await alice.kept.put(booking('first'), null)
      const { object } = written as { object: RemoteObject }
      breakIt(name)
      const outcome = await alice.kept.remove(object).catch((error: unknown) => {
        expect(error instanceof CalendarFault || error instanceof NetworkFault, String(error)).toBe(true)
        return null
      })
      const isThere = truth().some(line => line.startsWith('first '))
      expect(outcome === null ? isThere : outcome.kind).toBe(outcome === null ? true : 'removed')
      mend()
      expect((await alice.kept.remove(object)).kind).toBe(outcome === null ? 'removed' : 'gone')
    },
  )

  test.each(['no-etag', 'weak-etag', 'sync-unsupported', 'no-sync-token', 'pages', 'changed-href'] as const)(
    '%s all along: each pull brings what changed since the last',
    async name => {
      faulty.setFault(name)
      await alice.kept.pull()
      changeThings()
      await alice.kept.pull()
      expect(kept()).toEqual(truth())
      faulty.put('b', ics('b', at('17')))
      faulty.remove('dé')
      await alice.kept.pull()
      expect(kept()).toEqual(truth())
    },
  )

  test.each(['sync-unsupported', 'weak-etag'] as const)(
    '%s: what is the same is not fetched again',
    async name => {
      faulty.setFault(name)
      await alice.kept.pull()
      alice.requests.length = 0
      expect(await alice.kept.pull()).toMatchObject({ changed: [], removed: [] })
      expect(alice.requests.some(({ body }) => String(body).includes('multiget'))).toBe(false)
    },
  )

  test('another server that it leads to is told no password', async () => {
    faulty.setFault('moved-away')
    await expect(alice.kept.pull()).rejects.toThrow(CalendarFault)
    expect(faulty.seenByStranger).toEqual([])
  })

  test('a certificate that proves nothing is told as that', async () => {
    const { caldav } = connector()
    const input = { address: faulty.tlsUrl, username: faulty.username, password: faulty.password }
    const caught = await caldav.signInCaldav(input, never).catch((error: unknown) => error)
    expectFault(caught, fault('tls', /could not prove who it is/))
  })
})
