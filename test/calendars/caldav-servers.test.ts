import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RemoteObject } from '../../main/calendars/connector.ts'
import { askCaldav, type CaldavServer, makeCalendar } from '../support/caldav-servers/caldav-server.ts'
import { caldavServers } from '../support/caldav-servers/caldav-servers.ts'
import { withoutCaldavServers } from '../support/caldav-servers/install.ts'
import { booking, connector, ics, never, signInTo, textOf } from './caldav-account.ts'

describe.skipIf(withoutCaldavServers).each(caldavServers)('with $name', ({ name, start }) => {
  let server: CaldavServer
  let alice: Awaited<ReturnType<typeof signInTo>>

  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    alice = await signInTo({ url: server.url, username: 'alice', password: server.password })
    for (const { objectId } of (await alice.kept.pull()).changed) await byHand('DELETE', objectId)
    await alice.kept.pull()
    alice.requests.length = 0
  })

  /** What another program of the organizer does. */
  async function byHand(method: string, path: string, body?: string): Promise<void> {
    const url = new URL(path, server.users[0]!.calendarUrl).href
    const headers = { 'content-type': 'text/calendar; charset=utf-8' }
    const { status } = await askCaldav(server, 'alice', {
      method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    expect(status, `${method} ${path}`).toBeLessThan(300)
  }

  const methods = () => alice.requests.map(({ method }) => method)

  test('an address is enough to sign in and find the calendar, and the account can be kept', async () => {
    const path = new URL(server.users[0]!.calendarUrl).pathname
    expect(alice.found).toEqual([
      {
        remoteId: path,
        name: expect.stringMatching(/\w/),
        color: null,
        takesEvents: true,
        sendsInvitations: server.delivers,
      },
    ])
    expect(JSON.stringify(alice.signedIn.details)).not.toContain(server.password)
  })

  // Xandikos 0.2.8 makes calendars for everything only.
  if (name !== 'Xandikos')
    test('a calendar that holds no events is not listed', async () => {
      const url = new URL('../tasks/', server.users[0]!.calendarUrl).href
      await makeCalendar(server, 'alice', url, { component: 'VTODO' })
      expect(await alice.caldav.list(alice.account, never)).toEqual(alice.found)
    })

  test('everything is brought once, then only what changed, in two requests', async () => {
    for (let i = 0; i < 120; i++) await byHand('PUT', `e${i}.ics`, ics(`e${i}`))
    expect((await alice.kept.pull()).changed).toHaveLength(120)
    expect(new Set(alice.kept.uids).size).toBe(120)
    expect(methods()).toEqual(['REPORT', 'REPORT', 'REPORT'])

    alice.requests.length = 0
    await byHand('PUT', 'e7.ics', ics('e7', ['DTSTART:20270401T090000Z', 'DTEND:20270401T100000Z']))
    const { changed, removed } = await alice.kept.pull()
    expect(changed.map(textOf)).toEqual([expect.stringContaining('DTSTART:20270401T090000Z')])
    expect(removed).toEqual([])
    expect(methods()).toEqual(['REPORT', 'REPORT'])

    alice.requests.length = 0
    expect(await alice.kept.pull()).toMatchObject({ changed: [], removed: [] })
    expect(methods()).toEqual(['REPORT'])
  })

  test('what was removed is told once, under the name by which it is kept', async () => {
    await byHand('PUT', 'stays.ics', ics('stays'))
    await byHand('PUT', 'goes.ics', ics('goes'))
    await alice.kept.pull()
    const id = [...alice.kept.objects.keys()].find(key => key.includes('goes'))
    await byHand('DELETE', 'goes.ics')
    expect(await alice.kept.pull()).toMatchObject({ changed: [], removed: [id] })
    expect(await alice.kept.pull()).toMatchObject({ changed: [], removed: [] })
  })

  test('a recurring event comes whole: rule, exceptions, and instances that were moved', async () => {
    const series = ics('series', [
      'DTSTART;TZID=Europe/Berlin:20200106T090000',
      'DTEND;TZID=Europe/Berlin:20200106T093000',
      'RRULE:FREQ=WEEKLY;BYDAY=MO',
      'EXDATE;TZID=Europe/Berlin:20270308T090000',
    ])
    const moved = [
      'BEGIN:VEVENT',
      'UID:series',
      'DTSTAMP:20270101T000000Z',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270315T090000',
      'DTSTART;TZID=Europe/Berlin:20270316T140000',
      'DTEND;TZID=Europe/Berlin:20270316T143000',
      'SUMMARY:Standup, moved',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n')
    await byHand('PUT', 'series.ics', series.replace('END:VCALENDAR', moved))
    const [object] = (await alice.kept.pull()).changed
    const text = textOf(object!)
    for (const line of ['RRULE:FREQ=WEEKLY;BYDAY=MO', 'EXDATE;', 'RECURRENCE-ID;', '20270316T140000'])
      expect(text).toContain(line)
  })

  test('a token that means nothing leads to the whole list, of which only what differs is fetched', async () => {
    for (const uid of ['a', 'b', 'c']) await byHand('PUT', `${uid}.ics`, ics(uid))
    await alice.kept.pull()
    await byHand('PUT', 'a.ics', ics('a', ['DTSTART:20270401T090000Z', 'DTEND:20270401T100000Z']))
    await byHand('DELETE', 'b.ics')
    alice.kept.cursor = JSON.stringify({ token: 'http://example.org/no-such-token' })
    const { changed, removed } = await alice.kept.pull()
    expect(changed.map(textOf)).toEqual([expect.stringContaining('UID:a')])
    expect(removed).toHaveLength(1)
    expect(alice.kept.uids).toEqual(['a', 'c'])
    alice.requests.length = 0
    await alice.kept.pull()
    expect(methods()).toEqual(['REPORT'])
  })

  describe('a booking', () => {
    const at = (object: RemoteObject) =>
      /DTSTART[^:]*:(\S+)/.exec(textOf(object).split('BEGIN:VEVENT')[1]!)?.[1]
    const later = { startMs: Date.UTC(2027, 2, 2, 12), endMs: Date.UTC(2027, 2, 2, 13), sequence: 1 }

    async function write(uid: string): Promise<RemoteObject> {
      const outcome = await alice.kept.put(booking(uid), null)
      if (outcome.kind !== 'written') throw new Error(outcome.kind)
      return outcome.object
    }

    /** The organizer opens the event in their own program and saves it. */
    async function edit(object: RemoteObject, change: (text: string) => string): Promise<void> {
      const { text } = await askCaldav(server, 'alice', {
        method: 'GET',
        url: new URL(object.objectId, server.url).href,
      })
      await byHand('PUT', object.objectId, change(text))
    }

    const moveTo = (time: string) => (text: string) =>
      text.replace(/(DTSTART;TZID=Europe\/Berlin:20270302T)\d+/, `$1${time}`)

    test('is written, and comes back as what it was written as', async () => {
      const object = await write('booking-1')
      expect(at(object)).toBe('20270302T100000')
      await alice.kept.pull()
      expect(alice.kept.objects.get(object.objectId)).toMatchObject({ etag: object.etag })
      expect(alice.kept.uids).toEqual(['booking-1'])
      expect(textOf(alice.kept.objects.get(object.objectId)!)).not.toMatch(/ATTENDEE|ORGANIZER/)
    })

    test('any text for a name makes one object', async () => {
      const uid = 'ä/../ü?x=1#%2F@example.org'
      const object = await write(uid)
      const { objectId, etag } = object
      const again = await alice.kept.put(booking(uid), null)
      expect(again).toMatchObject({ kind: 'written', object: { objectId, etag } })
      await alice.kept.pull()
      expect([...alice.kept.objects.keys()]).toEqual([object.objectId])
    })

    test('whose first answer was lost finds itself, and is there once', async () => {
      alice.interference.loseAnswer = true
      await expect(write('booking-2')).rejects.toThrow('the answer was lost')
      alice.interference.loseAnswer = false
      expect(at(await write('booking-2'))).toBe('20270302T100000')
      await alice.kept.pull()
      expect(alice.kept.uids).toEqual(['booking-2'])
    })

    test('that was moved before it was known to be written is told as changed', async () => {
      await edit(await write('booking-3'), moveTo('073000'))
      const outcome = await alice.kept.put(booking('booking-3'), null)
      expect(outcome.kind === 'changed' && at(outcome.object)).toBe('20270302T073000')
    })

    test('that stands under another name already is found by its UID', async () => {
      await byHand('PUT', 'elsewhere.ics', ics('booking-4'))
      const outcome = await alice.kept.put(booking('booking-4'), null)
      expect(outcome.kind === 'changed' && outcome.object.objectId).toMatch(/elsewhere\.ics$/)
      await alice.kept.pull()
      expect(alice.kept.uids).toEqual(['booking-4'])
    })

    test('of which several are written at once is there once, and only one of them was written', async () => {
      const writers = [0, 1, 2, 3].map(async n => {
        const writer = await signInTo({ url: server.url, username: 'alice', password: server.password })
        const startMs = Date.UTC(2027, 2, 2, 9 + n)
        return { writer, event: booking('booking-5', { startMs, endMs: startMs + 3_600_000 }) }
      })
      const ready = await Promise.all(writers)
      const outcomes = await Promise.all(ready.map(({ writer, event }) => writer.kept.put(event, null)))
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed', 'changed', 'changed', 'written'])
      const times = outcomes.map(outcome => (outcome.kind === 'gone' ? null : at(outcome.object)))
      expect(new Set(times).size).toBe(1)
    })

    test('is changed where it was left as it was, and changing it again changes nothing', async () => {
      const object = await write('booking-6')
      const outcome = await alice.kept.put(booking('booking-6', later), object)
      expect(outcome.kind === 'written' && at(outcome.object)).toBe('20270302T130000')
      alice.requests.length = 0
      const again = await alice.kept.put(booking('booking-6', later), object)
      expect(again).toMatchObject({
        kind: 'written',
        object: { etag: outcome.kind === 'written' && outcome.object.etag },
      })
      expect(methods()).toEqual(['GET'])
    })

    test('keeps alarms, categories and strangers’ lines that the organizer’s program added since', async () => {
      const object = await write('booking-7')
      const alarm = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n'
      await edit(object, text =>
        text.replace('END:VEVENT', `CATEGORIES:Customers\r\nX-PROGRAM-NOTE:kept\r\n${alarm}END:VEVENT`),
      )
      const outcome = await alice.kept.put(booking('booking-7', later), object)
      expect(outcome.kind).toBe('written')
      const text = outcome.kind === 'written' ? textOf(outcome.object) : ''
      for (const line of [
        'CATEGORIES:Customers',
        'X-PROGRAM-NOTE:kept',
        'TRIGGER:-PT15M',
        'T130000',
        'SEQUENCE:1',
      ])
        expect(text).toContain(line)
      expect(text.match(/^DTSTART;TZID/gm)).toHaveLength(1)
    })

    test('that the organizer moved is told as changed, and nothing is written', async () => {
      const object = await write('booking-8')
      await edit(object, moveTo('080000'))
      alice.requests.length = 0
      const outcome = await alice.kept.put(booking('booking-8', later), object)
      expect(outcome.kind === 'changed' && at(outcome.object)).toBe('20270302T080000')
      expect(methods()).not.toContain('PUT')
      expect(await alice.kept.remove(object)).toMatchObject({ kind: 'changed' })
      await alice.kept.pull()
      expect(alice.kept.uids).toEqual(['booking-8'])
    })

    test('that changes between look and write is not written over', async () => {
      const object = await write('booking-9')
      alice.interference.before = async ({ method }) => {
        if (method !== 'PUT') return
        alice.interference.before = null
        await edit(object, moveTo('080000'))
      }
      const outcome = await alice.kept.put(booking('booking-9', later), object)
      expect(outcome.kind === 'changed' && at(outcome.object)).toBe('20270302T080000')
    })

    test('that the organizer deleted is told as gone', async () => {
      const object = await write('booking-10')
      await byHand('DELETE', object.objectId)
      expect(await alice.kept.put(booking('booking-10', later), object)).toEqual({ kind: 'gone' })
      expect(await alice.kept.remove(object)).toEqual({ kind: 'gone' })
    })

    test('is removed, with an alarm that was added since as well', async () => {
      const object = await write('booking-11')
      await edit(object, text => text.replace('END:VEVENT', 'CATEGORIES:Customers\r\nEND:VEVENT'))
      expect(await alice.kept.remove(object)).toEqual({ kind: 'removed' })
      await alice.kept.pull()
      expect(alice.kept.uids).toEqual([])
    })

    test('is not told as gone when it is the calendar that is gone', async () => {
      const object = await write('booking-12')
      const elsewhere = {
        ...alice.calendar,
        remoteId: alice.calendar.remoteId.replace(/[^/]+\/$/, 'nowhere/'),
      }
      const before = { objectId: `${elsewhere.remoteId}booking-12.ics`, etag: object.etag }
      const lost = { name: 'CalendarFault', kind: 'not_found', message: /Choose another one/ }
      const { caldav, account } = alice
      const window = { fromMs: 0, toMs: 1 }
      const asking = [
        () => caldav.put(account, elsewhere, booking('booking-12', later), before, never),
        () => caldav.remove(account, elsewhere, before, false, never),
        () => caldav.put(account, elsewhere, booking('booking-12'), null, never),
        () => caldav.pull(account, elsewhere, { cursor: null, window, known: new Map(), signal: never }),
      ]
      for (const ask of asking)
        await expect(ask()).rejects.toMatchObject({ ...lost, message: expect.stringMatching(lost.message) })
    })
  })
})

describe.skipIf(withoutCaldavServers).each(caldavServers.filter(({ name }) => name !== 'Xandikos'))(
  'a password that $name does not take',
  ({ start }) => {
    test('is told in a sentence without the password', async () => {
      const server = await start()
      const { caldav } = connector()
      const input = { address: server.url, username: 'alice', password: 'not-the-password' }
      const fault = await caldav.signInCaldav(input, never).catch(error => error)
      expect(fault).toMatchObject({ name: 'CalendarFault', kind: 'sign_in' })
      expect(fault.message).toMatch(/Sign in again; where two-step sign-in is on, with an app password/)
      expect(`${fault.message} ${fault.stack} ${JSON.stringify(fault)}`).not.toContain('not-the-password')
      await server.stop()
    })
  },
)
