import { afterEach, describe, expect, it } from 'vitest'
import { CalendarFault } from '../../main/calendars/calendar-fault.ts'
import type { Connector, Pulled, PullRequest, RemoteObject } from '../../main/calendars/connector.ts'
import { removeCalendar } from '../../main/scheduling/calendars.ts'
import { removeConnection, signInAgain } from '../../main/scheduling/connections.ts'
import { countedCalendars, staleCalendars } from '../../main/scheduling/freshness.ts'
import type { AvailabilityQuery } from '../../main/scheduling/link-template.ts'
import { listOffers } from '../../main/scheduling/offers.ts'
import { setOrganizer } from '../../main/scheduling/organizer.ts'
import { unreadSource } from '../../main/store/calendar-sources.ts'
import type { CalendarRow } from '../../main/store/calendars.ts'
import { type FaultyCaldav, startFaultyCaldav } from '../support/faulty-caldav.ts'
import { monday, nineToFive } from '../support/sample-link.ts'
import { foreignEvent, type SyncedWorld, syncedWorld } from '../support/synced-world.ts'
import { sampleQuery } from '../support/test-world.ts'

const hour = 3_600_000
const day = 24 * hour
const minute = 60_000
const startMs = Date.parse('2027-07-01T12:00:00Z')
const open: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

const until = <T>() => Promise.withResolvers<T>()
const nothing: Pulled = { cursor: 'c', changed: [], removed: [] }
const refuse = () => Promise.reject(new CalendarFault('refused', 'It takes nothing.'))

/** A server in the test's own hands. */
function heldConnector(pull: (request: PullRequest) => Promise<Pulled>): Connector {
  return {
    list: async () => [],
    pull: (_account, _calendar, request) => pull(request),
    put: refuse,
    remove: refuse,
  }
}

function begin(options: Parameters<typeof syncedWorld>[0] = {}): SyncedWorld {
  const test = syncedWorld(options)
  open.push(test)
  return test
}

async function serverWith(...events: readonly (readonly [string, number, number])[]): Promise<FaultyCaldav> {
  const server = await startFaultyCaldav()
  open.push(server)
  for (const [uid, from, to] of events) server.put(uid, foreignEvent(uid, from, to))
  return server
}

/** A calendar of a kind, put into the store as if its account had been signed in to. */
function addCalendar({ world, sub }: SyncedWorld, kind: CalendarRow['kind'], name = 'one'): string {
  const connectionId = `con_${name}`
  const sealedSecret = world.sealer.seal('{}')
  if (kind !== 'ics_file')
    world.store.connections.put({
      ...{ connectionId, sub, kind: kind as 'google', name: 'host', details: {}, sealedSecret, createdMs: 0 },
    })
  const calendarId = `cal_${name}`
  world.store.calendars.put({
    ...{ calendarId, sub, name, kind, countsAsBusy: true, takesEvents: true, sendsInvitations: false },
    ...{ connectionId, remoteId: kind === 'feed' ? '' : 'r', createdMs: 0 },
  })
  world.store.calendarSources.put(unreadSource(calendarId))
  return calendarId
}

/** Once the server was asked, which takes a turn of the loop. */
const asked = () => new Promise(resolve => setImmediate(resolve))
const text = (objectId: string, ics: string, etag: string | null = '1'): RemoteObject => ({
  ...{ objectId, etag, content: { kind: 'icalendar', text: ics } },
})
const query = (sub: string, change: Partial<AvailabilityQuery> = {}) =>
  sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' }], change)
const offers = ({ world, sub }: SyncedWorld, change: Partial<AvailabilityQuery> = {}) =>
  listOffers(world, query(sub, change)).map(o => o.startMs)

describe('what is written here while a server is asked', () => {
  it('is not written over by the older answer, and what the answer passed by is told by the next one', async () => {
    const gate = until<Pulled>()
    const cursors: (string | null)[] = []
    const test = begin({
      connectors: {
        caldav: heldConnector(request => {
          cursors.push(request.cursor)
          if (cursors.length === 1) return Promise.resolve({ ...nothing, cursor: 'first' })
          return cursors.length === 2 ? gate.promise : Promise.resolve({ ...nothing, cursor: 'third' })
        }),
      },
    })
    const { store } = test.world
    const calendarId = addCalendar(test, 'caldav')
    await test.sync.now(calendarId)
    const pulling = test.sync.now(calendarId)
    await asked()
    const row = { calendarId, objectId: 'a', etag: 'ours', text: 'ours', eventCount: 1, problems: [] }
    store.transact(() => store.calendarObjects.put(row, []))
    gate.resolve({
      cursor: 'second',
      changed: [text('a', foreignEvent('a', 0, hour), 'theirs')],
      removed: [],
    })
    await pulling
    expect(store.calendarObjects.get(calendarId, 'a')?.etag).toBe('ours')
    await test.sync.now(calendarId)
    expect(cursors).toEqual([null, 'first', 'first'])
    expect(store.calendarSources.get(calendarId)?.cursor).toBe('third')
  })

  it('is kept at a server that gives no ETags, too', async () => {
    const gate = until<Pulled>()
    const test = begin({ connectors: { caldav: heldConnector(() => gate.promise) } })
    const { store } = test.world
    const calendarId = addCalendar(test, 'caldav')
    const row = { calendarId, objectId: 'a', etag: null, text: 'old', eventCount: 1, problems: [] }
    store.transact(() => store.calendarObjects.put(row, []))
    const pulling = test.sync.now(calendarId)
    await asked()
    store.transact(() => store.calendarObjects.put({ ...row, text: 'ours' }, []))
    gate.resolve({ ...nothing, changed: [text('a', foreignEvent('a', 0, hour), null)] })
    await pulling
    expect(store.calendarObjects.get(calendarId, 'a')?.text).toBe('ours')
  })
})

describe('two at once', () => {
  it('is one: whoever asks while a calendar is read waits for the same answer', async () => {
    const gate = until<Pulled>()
    let pulls = 0
    const caldav = heldConnector(() => {
      pulls++
      return gate.promise
    })
    const test = begin({ connectors: { caldav } })
    const calendarId = addCalendar(test, 'caldav')
    const both = Promise.all([test.sync.now(calendarId), test.sync.now(calendarId)])
    gate.resolve(nothing)
    await both
    expect(pulls).toBe(1)
  })

  it('a calendar or an account that is removed while it is read leaves nothing behind', async () => {
    for (const how of ['calendar', 'connection'] as const) {
      const gate = until<Pulled>()
      const test = begin({ connectors: { caldav: heldConnector(() => gate.promise) } })
      const calendarId = addCalendar(test, 'caldav')
      const pulling = test.sync.now(calendarId)
      await asked()
      if (how === 'calendar') removeCalendar(test.world, calendarId)
      else removeConnection(test.world, 'con_one')
      gate.resolve({ ...nothing, changed: [text('a', foreignEvent('a', monday.startMs, monday.endMs))] })
      await pulling
      expect(test.world.store.calendarSources.get(calendarId)).toBeNull()
      expect(test.world.store.calendarObjects.known(calendarId).size).toBe(0)
      expect(test.faults).toEqual([])
    }
  })

  it('a server that hangs holds up its own calendars alone', async () => {
    const gate = until<Pulled>()
    open.push({ stop: async () => gate.resolve(nothing) })
    const test = begin({
      connectors: { caldav: heldConnector(() => gate.promise), google: heldConnector(async () => nothing) },
    })
    const { store } = test.world
    addCalendar(test, 'caldav', 'hanging')
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const row = store.calendars.get('cal_hanging') as CalendarRow
      store.calendars.put({ ...row, calendarId: `cal_hanging${n}`, remoteId: `r${n}` })
      store.calendarSources.put(unreadSource(`cal_hanging${n}`))
    }
    const well = addCalendar(test, 'google', 'well')
    test.sync.wake()
    await expect.poll(() => store.calendarSources.get(well)?.confirmedMs).toBe(startMs)
  })
})

describe('ending', () => {
  it('does not wait for a server that hangs, nor for a text that is being read', async () => {
    const test = syncedWorld({ connectors: { caldav: heldConnector(() => until<Pulled>().promise) } })
    const hanging = addCalendar(test, 'caldav')
    void test.sync.now(hanging)
    const beganMs = performance.now()
    await test.stop()
    expect(performance.now() - beganMs).toBeLessThan(1_500)
  })

  it('gives up a write that hangs, and leaves it to the next start', async () => {
    const server = await serverWith()
    const test = syncedWorld()
    const calendarId = await test.connect(server)
    server.setFault('stall')
    const { outbox, links } = test.world.store
    const { addLink } = await import('../../main/scheduling/links.ts')
    const { sampleTemplate, bookingRequest } = await import('../support/test-world.ts')
    const { book } = await import('../../main/scheduling/book.ts')
    const target = [{ sub: test.sub, calendarId }]
    const link = addLink(test.world, sampleTemplate(query(test.sub), { targetCalendars: target }), 'desk')
    const outcome = book(test.world, link.token, bookingRequest(monday.startMs))
    expect(links.get(link.linkId)?.status).toBe('completed')
    test.outbox.wake()
    await expect
      .poll(() => server.requests.some(r => r.includes('openslot') || r.startsWith('GET')))
      .toBe(true)
    const beganMs = performance.now()
    await Promise.all([test.sync.stop(), test.outbox.stop()])
    expect(performance.now() - beganMs).toBeLessThan(2_500)
    const bookingId = outcome.kind === 'booked' ? outcome.booking.bookingId : ''
    expect(outbox.ofBooking(bookingId)).toMatchObject([{ state: 'pending', attempts: 0 }])
    await test.stop()
  })
})

describe('unknown is never free', () => {
  it('an event that cannot be read any more keeps the time that it had, and is read again by itself', async () => {
    let pulls = 0
    const test = begin({
      connectors: {
        caldav: heldConnector(async () => {
          pulls++
          const etag = String(pulls)
          if (pulls > 2) return nothing
          return { ...nothing, changed: [text('a', foreignEvent('a', monday.startMs, monday.endMs), etag)] }
        }),
      },
    })
    const calendarId = addCalendar(test, 'caldav')
    await test.sync.now(calendarId)
    expect(offers(test)).toEqual([])
    const read = test.reader.read.bind(test.reader)
    test.reader.read = () => Promise.reject(new Error('the worker broke'))
    await test.sync.now(calendarId)
    expect(offers(test)).toEqual([])
    expect(test.world.store.calendarObjects.problems(calendarId)).toHaveLength(1)
    test.reader.read = read
    await test.sync.now(calendarId)
    expect(test.world.store.calendarObjects.problems(calendarId)).toEqual([])
    expect(offers(test)).toEqual([])
  })

  it('a feed that cannot be read stays as it was, and grows old', async () => {
    const test = begin({
      connectors: {
        feed: heldConnector(async () => ({
          ...nothing,
          changed: [text('', foreignEvent('a', monday.startMs, monday.endMs), String(Math.random()))],
        })),
      },
    })
    const calendarId = addCalendar(test, 'feed')
    await test.sync.now(calendarId)
    test.reader.read = () => Promise.reject(new Error('the worker broke'))
    await test.sync.now(calendarId)
    expect(test.world.store.calendarSources.get(calendarId)?.failure?.kind).toBe('malformed')
    expect(offers(test)).toEqual([])
  })

  it('a feed that turns empty at once is believed only when it stays empty', async () => {
    let ics = foreignEvent('a', monday.startMs, monday.endMs)
    const empty = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nEND:VCALENDAR\r\n'
    const feed = heldConnector(async () => ({ ...nothing, changed: [text('', ics, ics.slice(0, 200))] }))
    const test = begin({ connectors: { feed } })
    const calendarId = addCalendar(test, 'feed')
    const failure = () => test.world.store.calendarSources.get(calendarId)?.failure?.kind ?? null
    await test.sync.now(calendarId)
    ics = empty
    await test.sync.now(calendarId)
    expect([failure(), offers(test)]).toEqual(['emptied', []])
    test.setNow(startMs + 9 * minute)
    await test.sync.now(calendarId)
    expect([failure(), offers(test)]).toEqual(['emptied', []])
    test.setNow(startMs + 11 * minute)
    await test.sync.now(calendarId)
    expect([failure(), offers(test).length > 0]).toEqual([null, true])
  })

  it('a calendar without events whose server expands series is asked about what lies farther, and not taken for free there', async () => {
    const windows: number[] = []
    const google = heldConnector(async request => {
      windows.push(request.window.toMs)
      return nothing
    })
    const test = begin({ connectors: { google } })
    const calendarId = addCalendar(test, 'google')
    await test.sync.now(calendarId)
    const farMs = startMs + 600 * day
    await test.cover([test.sub], farMs, farMs + day)
    expect(windows).toHaveLength(2)
    expect(windows[1]).toBeGreaterThan(farMs + day)
  })

  it('the window of a server that expands series moves on with the days', async () => {
    const windows: number[] = []
    const google = heldConnector(async request => {
      windows.push(request.window.toMs)
      return nothing
    })
    const test = begin({ connectors: { google } })
    const calendarId = addCalendar(test, 'google')
    await test.sync.now(calendarId)
    test.setNow(startMs + 100 * day)
    await test.sync.now(calendarId)
    expect((windows[1] ?? 0) - (windows[0] ?? 0)).toBe(100 * day)
  })

  it('after the clock was set back a look of the future counts for nothing, and is repeated', async () => {
    const server = await serverWith()
    const test = begin()
    const calendarId = await test.connect(server)
    expect(offers(test).length).toBeGreaterThan(0)
    test.setNow(startMs - day)
    expect(offers(test)).toEqual([])
    expect(staleCalendars(test.world.store, query(test.sub), startMs - day)).toHaveLength(1)
    test.sync.wake()
    await expect.poll(() => test.world.store.calendarSources.get(calendarId)?.confirmedMs).toBe(startMs - day)
    expect(offers(test).length).toBeGreaterThan(0)
  })

  it('a calendar that a link does not count makes nobody wait and its page not unsure', async () => {
    const server = await serverWith()
    const test = begin()
    const calendarId = await test.connect(server)
    const row = test.world.store.calendars.get(calendarId) as CalendarRow
    test.world.store.calendars.put({ ...row, countsAsBusy: false })
    expect(countedCalendars(test.world.store, query(test.sub))).toEqual([])
  })

  it('in another zone of their owner whole days lie elsewhere: all is busy until it was read anew', async () => {
    const test = begin()
    const server = await serverWith()
    const allDay = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//EN', 'BEGIN:VEVENT', 'UID:d']
    const rest = ['DTSTAMP:20270101T000000Z', 'DTSTART;VALUE=DATE:20270719', 'SUMMARY:Fair', 'END:VEVENT']
    server.put('d', [...allDay, ...rest, 'END:VCALENDAR', ''].join('\r\n'))
    const calendarId = await test.connect(server)
    const { store } = test.world
    const where = () => store.calendarObjects.ofUid(calendarId, 'd')[0]?.startMs
    expect(where()).toBe(Date.parse('2027-07-18T23:00:00Z'))
    const tuesday = { queryPeriods: [{ startMs: monday.startMs + day, endMs: monday.endMs + day }] }
    expect(offers(test, tuesday).length).toBeGreaterThan(0)
    const details = { name: 'Ada', email: '', hours: nineToFive }
    setOrganizer(test.world, { ...details, tzid: 'America/New_York' })
    expect(offers(test, tuesday)).toEqual([])
    await test.cover([test.sub], monday.startMs, monday.endMs)
    expect(where()).toBe(Date.parse('2027-07-19T04:00:00Z'))
    expect(offers(test, tuesday).length).toBeGreaterThan(0)
    setOrganizer(test.world, { ...details, tzid: 'Asia/Tokyo' })
    await test.sync.now(calendarId)
    expect(where()).toBe(Date.parse('2027-07-18T15:00:00Z'))
  })
})

describe('a password that is not accepted any more', () => {
  it('is not tried again by visitors, or the account gets locked', async () => {
    const server = await serverWith()
    const test = begin()
    const calendarId = await test.connect(server)
    server.setFault('unauthorized')
    await test.sync.now(calendarId)
    const asked = server.requests.length
    test.setNow(startMs + 20_000)
    await test.sync.refresh([calendarId], startMs + 10_000, 3_000)
    expect(server.requests).toHaveLength(asked)
  })

  it('a wrong new one is kept nowhere; the right one reads everything at once, whatever is under way', async () => {
    const server = await serverWith()
    const test = begin()
    const calendarId = await test.connect(server)
    const { store } = test.world
    const connectionId = store.calendars.get(calendarId)?.connectionId ?? ''
    const before = store.connections.get(connectionId)
    await expect(signInAgain(test.world, test.remote, connectionId, 'wrong')).rejects.toThrow()
    expect(store.connections.get(connectionId)).toEqual(before)
    test.setNow(startMs + minute)
    server.setFault('stall')
    const old = test.sync.now(calendarId)
    await signInAgain(test.world, test.remote, connectionId, server.password)
    server.setFault('unauthorized', 0)
    server.hangUp()
    await old
    server.setFault('none')
    await test.sync.anew(calendarId)
    expect(store.calendarSources.get(calendarId)).toMatchObject({
      failure: null,
      confirmedMs: startMs + minute,
    })
  })

  it('where the key was lost a new password is enough, since the user name is kept beside it', async () => {
    const server = await serverWith()
    const test = begin()
    const calendarId = await test.connect(server)
    const { store } = test.world
    const connectionId = store.calendars.get(calendarId)?.connectionId ?? ''
    const row = store.connections.get(connectionId)
    if (row !== null) store.connections.put({ ...row, sealedSecret: 'sealed with another key' })
    await test.sync.now(calendarId)
    expect(store.calendarSources.get(calendarId)?.failure).toMatchObject({ kind: 'sign_in' })
    await signInAgain(test.world, test.remote, connectionId, server.password)
    await test.sync.anew(calendarId)
    expect(store.calendarSources.get(calendarId)?.failure).toBeNull()
  })
})

describe('a large calendar', () => {
  it('is stored in slices, with room for others between them, and counts as busy until all is there', async () => {
    const many = Array.from({ length: 6_000 }, (_, i) => ({
      ...{ objectId: `o${i}`, etag: '1' },
      content: { kind: 'occurrences' as const, uid: `u${i}`, occurrences: [] },
    }))
    const google = heldConnector(async () => ({ ...nothing, changed: many }))
    const test = begin({ connectors: { google } })
    const calendarId = addCalendar(test, 'google')
    let turns = 0
    const between: number[] = []
    const pulse = setInterval(() => {
      turns++
      between.push(test.world.store.calendarObjects.known(calendarId).size)
      expect(offers(test).length === 0 || between.at(-1) === 6_000).toBe(true)
    }, 1)
    await test.sync.now(calendarId)
    clearInterval(pulse)
    expect(turns).toBeGreaterThan(0)
    expect(between.some(n => n > 0 && n < 6_000)).toBe(true)
    expect(test.world.store.calendarObjects.known(calendarId).size).toBe(6_000)
  })
})
