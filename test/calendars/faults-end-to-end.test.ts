import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AvailabilityQuery } from '../../main/scheduling/link-template.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { listOffers, previewOffers } from '../../main/scheduling/offers.ts'
import { addPerson } from '../../main/scheduling/people.ts'
import { createSite } from '../../main/site/create-site.ts'
import { caldavFaults, type FaultyCaldav, startFaultyCaldav } from '../support/faulty-caldav.ts'
import { listenOnce } from '../support/listen-once.ts'
import { RunningHost } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer } from '../support/sample-link.ts'
import { foreignEvent, type SyncedWorld, syncedWorld } from '../support/synced-world.ts'
import { sampleQuery, sampleTemplate } from '../support/test-world.ts'

/**
 * All faults at once, each at a server of its own, against one program: a person for each, whose calendar has an event at
 * ten. At noon another one is put there while the server is ill.
 */
const hour = 3_600_000
const at = (h: number) => monday.startMs + (h - 9) * hour
const overlaps = (startMs: number, event: number) => startMs < at(event) + hour && startMs + hour > at(event)
const known = 10
const late = 12

const faultsThatHang = ['stall', 'huge-answer']

interface Ill {
  readonly fault: string
  readonly server: FaultyCaldav
  readonly sub: string
  readonly calendarId: string
  readonly address: string
}

/** Where it is not known what is there, the organizer is told why, and whom to turn to or what will happen. */
function expectASentence(message: string | undefined): void {
  expect(message).toMatch(/^[A-Z0-9][^\n]{30,400}\.$/)
  expect(message).toMatch(
    /again|ask|check|choose|sign in|look up|enter|delete|take it out|connect|make sure|too large|follow/i,
  )
  expect(message).not.toMatch(/geheim|undefined|Error:|\[object/)
}

async function startsOnPage(address: string): Promise<number[]> {
  const answer = await fetch(`${address}?tzid=Europe%2FLondon&clock=24`)
  const page = await answer.text()
  if (answer.status === 503) {
    expect(answer.headers.get('retry-after')).toBe('60')
    expect(page).toContain('try again in a minute')
    return []
  }
  expect(answer.status).toBe(200)
  return [...page.matchAll(/start=(2027[^&"]*)/g)].map(m => Date.parse(decodeURIComponent(m[1] ?? '')))
}

describe('the program as users run it, and servers that go wrong a moment after they were read', () => {
  let host: RunningHost
  const ill: Ill[] = []

  beforeAll(async () => {
    host = await RunningHost.start()
    await setUpOrganizer(host)
    ill.push(...(await Promise.all(caldavFaults.map(connect))))
    // Everything was read before anything goes wrong.
    const read = await Promise.all(ill.map(({ calendarId }) => host.ask('calendars.sync', { calendarId })))
    expect(read.filter(c => c.state !== 'ok')).toEqual([])
    for (const { server, fault } of ill) {
      server.setFault(fault as (typeof caldavFaults)[number])
      server.put('late', foreignEvent('late', at(late), at(late + 1)))
    }
  }, 60_000)

  afterAll(async () => {
    await host.stop()
    await Promise.all(ill.map(i => i.server.stop()))
  })

  async function connect(fault: string): Promise<Ill> {
    const server = await startFaultyCaldav()
    server.put('known', foreignEvent('known', at(known), at(known + 1)))
    const { sub } = await host.ask('people.add', {
      name: fault,
      email: '',
      tzid: 'Europe/London',
      hours: null,
    })
    const { connection, found } = await host.ask('connections.connectCaldav', {
      ...{ sub, address: server.url, username: server.username, password: server.password },
      allowHost: true,
    })
    const [calendar] = await host.ask('connections.choose', {
      connectionId: connection.connectionId,
      remoteIds: found.map(f => f.remoteId),
    })
    const { url: address } = await host.ask('links.create', sampleLink(sub))
    return { fault, server, sub, calendarId: calendar?.calendarId ?? '', address }
  }

  async function offered({ sub, address }: Ill): Promise<number[]> {
    const { query } = sampleLink(sub)
    const preview = await host.ask('availability.preview', { query, window: monday })
    const answer = await host.api('POST', 'availability', {
      participants: [{ members: [{ sub }], required: 'all' }],
      required_duration: { minutes: 60 },
      start_interval: { minutes: 30 },
      query_periods: [
        { start: new Date(monday.startMs).toISOString(), end: new Date(monday.endMs).toISOString() },
      ],
      response_format: 'overlapping_slots',
      max_results: 100,
    })
    const { available_slots } = (await answer.json()) as { available_slots: { start: string }[] }
    return [
      ...preview.slots.map(s => s.startMs),
      ...available_slots.map(s => Date.parse(s.start)),
      ...(await startsOnPage(address)),
    ]
  }

  it.concurrent.each(caldavFaults)(
    '%s: what was busy stays busy, a sentence says what is wrong, and all is well when it ends',
    async fault => {
      const one = ill.find(i => i.fault === fault) as Ill
      const synced = host.ask('calendars.sync', { calendarId: one.calendarId })
      const during = await offered(one)
      expect(during.filter(s => overlaps(s, known))).toEqual([])
      if (faultsThatHang.includes(fault)) {
        one.server.setFault('none')
        one.server.hangUp()
      }
      const calendar = await synced
      const after = await offered(one)
      expect(after.filter(s => overlaps(s, known))).toEqual([])
      // Either the server could be understood all the same, or the organizer is told that it could not.
      if (calendar.freshness?.failure) expectASentence(calendar.freshness.failure.message)
      else expect(after.filter(s => overlaps(s, late))).toEqual([])
      one.server.setFault('none')
      const well = await host.ask('calendars.sync', { calendarId: one.calendarId })
      expect(well.freshness?.failure).toBeNull()
      expect(well.state).not.toBe('unread')
      const atLast = await offered(one)
      expect(atLast.length).toBeGreaterThan(0)
      expect(atLast.filter(s => overlaps(s, known) || overlaps(s, late))).toEqual([])
      expect(host.output.stderr).not.toContain(one.server.password)
    },
    60_000,
  )
})

describe('the same servers once the last look at them is older than the link allows, by a clock in the hand', () => {
  let test: SyncedWorld
  let site: { url: string; close(): Promise<void> }
  const ill: Ill[] = []
  const startMs = Date.parse('2027-07-01T12:00:00Z')
  const query = (sub: string): AvailabilityQuery =>
    sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' }], {
      maximumAgeMinutes: 1,
    })

  beforeAll(async () => {
    test = syncedWorld({ nowMs: startMs })
    const { world, cover, sync } = test
    const probeSecret = Buffer.alloc(32)
    site = await listenOnce(
      createSite({ world, cover, refresh: sync.refresh, probeSecret, report: () => {} }),
    )
    ill.push(...(await Promise.all(caldavFaults.map(connect))))
    for (const { server, fault } of ill) {
      server.setFault(fault as (typeof caldavFaults)[number])
      server.put('late', foreignEvent('late', at(late), at(late + 1)))
    }
    test.setNow(startMs + 61_000)
  }, 60_000)

  afterAll(async () => {
    await test.stop()
    await site.close()
    await Promise.all(ill.map(i => i.server.stop()))
  })

  async function connect(fault: string): Promise<Ill> {
    const server = await startFaultyCaldav()
    server.put('known', foreignEvent('known', at(known), at(known + 1)))
    const { sub } = addPerson(test.world, { name: fault, email: '', tzid: 'Europe/London', hours: null })
    const calendarId = await test.connect(server, sub)
    const { token } = addLink(test.world, sampleTemplate(query(sub)), 'desk')
    return { fault, server, sub, calendarId, address: `${site.url}/book/${token}` }
  }

  function offered({ sub }: Ill): number[] {
    const { slots } = previewOffers(test.world, query(sub), monday)
    return [...listOffers(test.world, query(sub)), ...slots].map(o => o.startMs)
  }

  it.concurrent.each(caldavFaults)(
    '%s: nothing that is busy is offered, what came meanwhile included',
    async fault => {
      const one = ill.find(i => i.fault === fault) as Ill
      const before = offered(one)
      expect(before).toEqual([])
      const onPage = await startsOnPage(one.address)
      const wrong = [...onPage, ...offered(one)].filter(s => overlaps(s, known) || overlaps(s, late))
      expect(wrong).toEqual([])
      if (onPage.length > 0) return
      const failure = test.world.store.calendarSources.get(one.calendarId)?.failure ?? null
      if (faultsThatHang.includes(fault)) expect(test.sync.isReading(one.calendarId) || failure).toBeTruthy()
      else expectASentence(failure?.message)
    },
    60_000,
  )

  it('all of them are well again once the faults have ended, without anybody doing anything', async () => {
    for (const { server } of ill) {
      server.setFault('none')
      server.hangUp()
    }
    await expect.poll(() => ill.filter(i => test.sync.isReading(i.calendarId)).length).toBe(0)
    // Later than any server asked to be left alone.
    test.setNow(startMs + 3_600_000)
    for (const one of ill) {
      const onPage = await startsOnPage(one.address)
      expect([one.fault, onPage.length > 0]).toEqual([one.fault, true])
      expect(onPage.filter(s => overlaps(s, known) || overlaps(s, late))).toEqual([])
      expect(offered(one).filter(s => overlaps(s, known) || overlaps(s, late))).toEqual([])
    }
  }, 60_000)
})
