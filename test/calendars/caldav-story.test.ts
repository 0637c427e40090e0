import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { askCaldav, type CaldavServer } from '../support/caldav-servers/caldav-server.ts'
import { caldavServers } from '../support/caldav-servers/caldav-servers.ts'
import { withoutCaldavServers } from '../support/caldav-servers/install.ts'
import { RunningHost } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'

/** Every Monday from long ago, 10:00 to 11:30 in London; not on the 26th, and at 14:00 instead on 2 August. */
const weekly = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:weekly',
  'DTSTAMP:20200101T000000Z',
  'SUMMARY:Editors',
  'DTSTART;TZID=Europe/London:20200106T100000',
  'DTEND;TZID=Europe/London:20200106T113000',
  'RRULE:FREQ=WEEKLY',
  'EXDATE;TZID=Europe/London:20270726T100000',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:weekly',
  'DTSTAMP:20200101T000000Z',
  'RECURRENCE-ID;TZID=Europe/London:20270802T100000',
  'SUMMARY:Editors, later',
  'DTSTART;TZID=Europe/London:20270802T140000',
  'DTEND;TZID=Europe/London:20270802T153000',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

const hour = 3_600_000
const week = 7 * 24 * hour
const mondays = [0, 1, 2].map(n => ({ startMs: monday.startMs + n * week, endMs: monday.endMs + n * week }))
const timeOf = (ms: number) => new Date(ms).toISOString().slice(11, 16)

describe.skipIf(withoutCaldavServers).each(caldavServers)('with $name', ({ start }) => {
  let server: CaldavServer
  let host: RunningHost

  beforeAll(async () => {
    ;[server, host] = await Promise.all([start(), RunningHost.start()])
    await setUpOrganizer(host)
    await byHand('PUT', 'weekly.ics', weekly)
  })
  afterAll(async () => {
    await host.stop()
    await server.stop()
  })

  function byHand(method: string, name: string, body?: string) {
    const url = new URL(name, server.users[0]!.calendarUrl).href
    const headers = { 'content-type': 'text/calendar; charset=utf-8', depth: '1' }
    return askCaldav(server, 'alice', { method, url, headers, ...(body === undefined ? {} : { body }) })
  }

  async function connect(): Promise<string> {
    const { sub } = host.ready
    const { connection, found } = await host.ask('connections.connectCaldav', {
      sub,
      address: server.url,
      username: 'alice',
      password: server.password,
      allowHost: true,
    })
    const { connectionId } = connection
    const remoteIds = found.map(f => f.remoteId)
    const [calendar] = await host.ask('connections.choose', { connectionId, remoteIds })
    return (await host.ask('calendars.sync', { calendarId: calendar!.calendarId })).calendarId
  }

  async function sync(calendarId: string) {
    return host.ask('calendars.sync', { calendarId })
  }

  async function makeLink(calendarId: string) {
    const link = sampleLink(host.ready.sub)
    return host.ask('links.create', {
      ...link,
      query: { ...link.query, queryPeriods: mondays },
      targetCalendars: [{ sub: host.ready.sub, calendarId }],
    })
  }

  async function offered(nth: number): Promise<string[]> {
    const link = sampleLink(host.ready.sub)
    const window = mondays[nth]!
    const query = { ...link.query, queryPeriods: mondays }
    const { slots } = await host.ask('availability.preview', { query, window })
    return slots.map(s => timeOf(s.startMs))
  }

  async function onlyBooking(linkId: string) {
    const { booking } = await host.ask('links.read', { linkId })
    if (booking === null) throw new Error('nothing was booked')
    return booking
  }

  /** Where the event of a booking stands on the server, and what it says there. */
  async function eventOnServer(summary: string): Promise<{ name: string; text: string }> {
    const { text: listing } = await byHand('PROPFIND', '')
    const names = [...listing.matchAll(/<(?:\w+:)?href>([^<]*\.ics)<\/(?:\w+:)?href>/g)].map(m => m[1]!)
    for (const name of names) {
      const { text } = await byHand('GET', decodeURIComponent(name.split('/').at(-1)!))
      if (text.includes(`SUMMARY:${summary}`))
        return { name: decodeURIComponent(name.split('/').at(-1)!), text }
    }
    throw new Error(`no event ${summary} among ${names.join(', ')}`)
  }

  const delivered = async (linkId: string) =>
    (await onlyBooking(linkId)).deliveries.filter(d => d.kind === 'event').map(d => d.state)

  test('a recurring event blocks its hours; a booking is written, follows a move and a deletion; a server that is gone frees nothing', async () => {
    const calendarId = await connect()
    expect(await sync(calendarId)).toMatchObject({ state: 'ok', eventCount: 1, readonly: false })

    expect(await offered(0)).not.toEqual(expect.arrayContaining(['08:30']))
    for (const busy of ['08:30', '09:00', '09:30', '10:00']) expect(await offered(0)).not.toContain(busy)
    expect(await offered(0)).toEqual(expect.arrayContaining(['08:00', '10:30', '13:00']))
    expect(await offered(1)).toEqual(expect.arrayContaining(['08:30', '09:00', '09:30', '10:00']))
    expect(await offered(2)).toEqual(expect.arrayContaining(['09:00']))
    for (const busy of ['12:30', '13:00', '13:30', '14:00']) expect(await offered(2)).not.toContain(busy)

    const link = await makeLink(calendarId)
    const taken = monday.startMs + 5 * hour
    const answer = await submitBooking(link.url, taken, { name: 'Grace', email: 'grace@example.net' })
    expect(answer.status).toBe(303)
    await vi.waitFor(async () => expect(await delivered(link.linkId)).toEqual(['delivered']), 10_000)
    const written = await eventOnServer('Product Manager Interview at Globex')
    expect(written.text).toMatch(/DTSTART(;TZID=Europe\/London:20270719T140000|:20270719T130000Z)/)

    await sync(calendarId)
    expect(await onlyBooking(link.linkId)).toMatchObject({ startMs: taken, followed: null, conflicts: [] })

    const moved = written.text
      .replace('20270719T140000', '20270719T160000')
      .replace('20270719T150000', '20270719T170000')
      .replace('SEQUENCE:0', 'SEQUENCE:1')
    expect((await byHand('PUT', written.name, moved)).status).toBeLessThan(300)
    await sync(calendarId)
    expect(await onlyBooking(link.linkId)).toMatchObject({
      status: 'confirmed',
      startMs: taken + 2 * hour,
      followed: 'moved',
      conflicts: [],
    })
    expect(await offered(0)).toContain('13:00')
    for (const busy of ['14:30', '15:00', '15:30']) expect(await offered(0)).not.toContain(busy)

    expect(
      (
        await byHand(
          'PUT',
          'late.ics',
          weekly
            .replaceAll('weekly', 'late')
            .replaceAll('T100000', 'T163000')
            .replaceAll('T113000', 'T173000'),
        )
      ).status,
    ).toBeLessThan(300)
    await sync(calendarId)
    expect((await onlyBooking(link.linkId)).conflicts).toMatchObject([{ summary: 'Editors', calendarId }])
    expect((await byHand('DELETE', 'late.ics')).status).toBeLessThan(300)

    expect((await byHand('DELETE', written.name)).status).toBeLessThan(300)
    await sync(calendarId)
    expect(await onlyBooking(link.linkId)).toMatchObject({ status: 'cancelled', followed: 'deleted' })
    expect(await offered(0)).toEqual(expect.arrayContaining(['13:00', '15:00']))
    expect(await (await fetch(link.url)).text()).toContain('Called off')

    await offersNothingOnceTheServerIsGone(calendarId)
  })

  async function offersNothingOnceTheServerIsGone(calendarId: string): Promise<void> {
    const open = await makeLink(calendarId)
    await server.stop()
    const failing = await sync(calendarId)
    expect(failing.freshness?.failure?.message).toMatch(/\w+.*\.$/)
    expect(failing.state).toBe('ok')
    for (const busy of ['08:30', '09:00', '09:30', '10:00']) expect(await offered(0)).not.toContain(busy)

    const { dataDir } = host.ready
    await host.stop()
    growOld(dataDir)
    host = await RunningHost.start({ dataDir })
    expect((await host.ask('calendars.list', {})).find(c => c.calendarId === calendarId)?.state).toBe(
      'unread',
    )
    expect([await offered(0), await offered(1), await offered(2)]).toEqual([[], [], []])
    const token = open.url.split('/').at(-1)
    const page = await fetch(`${host.ready.siteUrl}/book/${token}`)
    expect(page.status).toBe(503)
    expect(page.headers.get('retry-after')).toBe('60')
    expect(await page.text()).toMatch(/try again in a minute[\s\S]*Try again/)
    const late = await submitBooking(`${host.ready.siteUrl}/book/${token}`, monday.startMs + 5 * hour)
    expect(late.status).toBe(503)
    expect((await host.ask('links.read', { linkId: open.linkId })).booking).toBeNull()
  }
})

/** As if the machine had slept for an hour since it last heard of its servers. */
function growOld(dataDir: string): void {
  const db = new Database(path.join(dataDir, 'openslot.sqlite'))
  db.prepare('UPDATE calendar_source SET confirmed_ms = confirmed_ms - 3600000').run()
  db.close()
}
