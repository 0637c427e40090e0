import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import type { Bridge } from '../../preload/contract/bridge.ts'
import { procedures } from '../../preload/contract/procedures.ts'
import { type CloudProvider, startCloudProvider } from '../support/cloud-provider.ts'
import { type FaultyCaldav, startFaultyCaldav } from '../support/faulty-caldav.ts'
import { launch } from '../support/launch.ts'
import { RunningHost, temporaryFolder } from '../support/run-host.ts'
import { monday, nineToFive, sampleLink, submitBooking } from '../support/sample-link.ts'

/** Makes one call, whatever the transport. */
type Call = (name: string, input: unknown) => Promise<unknown>

const ics = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:one',
  'DTSTAMP:20270101T000000Z',
  'DTSTART:20270719T150000Z',
  'DTEND:20270719T160000Z',
  'SUMMARY:Dentist',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:two',
  'DTSTART:nonsense',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

const feedText = ics.replace(/BEGIN:VEVENT\r\nUID:two[\s\S]*?END:VEVENT\r\n/, '')

interface Told {
  readonly name: string
  readonly outcome: { readonly ok: boolean; readonly value?: Record<string, unknown> }
}

type Say = (name: string, input: unknown) => Promise<Record<string, string>>

/** Servers that both desks talk to. */
interface Peers {
  readonly caldav: FaultyCaldav
  readonly cloud: CloudProvider
  readonly feedUrl: string
  readonly feedServer: http.Server
}

async function tellOfFeeds(say: Say, sub: string, { feedUrl }: Peers): Promise<void> {
  await say('calendars.subscribe', { sub, address: feedUrl, allowHost: false })
  await say('calendars.subscribe', { sub, address: 'http://127.0.0.1:9/feed.ics', allowHost: true })
  const feed = await say('calendars.subscribe', { sub, address: feedUrl, allowHost: true })
  await say('calendars.sync', { calendarId: feed['calendarId'] })
  await say('calendars.sync', { calendarId: 'cal_none' })
}

async function tellOfAccounts(call: Call, say: Say, sub: string, { caldav }: Peers): Promise<void> {
  const account = { sub, address: caldav.url, username: caldav.username, password: caldav.password }
  await say('connections.connectCaldav', { ...account, allowHost: true, password: 'wrong' })
  const made = await say('connections.connectCaldav', { ...account, allowHost: true })
  const { connection, found } = made as unknown as {
    connection: { connectionId: string }
    found: { remoteId: string }[]
  }
  const { connectionId } = connection
  await say('connections.signInAgain', { connectionId, password: 'wrong' })
  await say('connections.signInAgain', { connectionId, password: caldav.password })
  await say('connections.found', { connectionId })
  await say('connections.choose', { connectionId, remoteIds: ['/no/such/'] })
  await say('connections.choose', { connectionId, remoteIds: [found[0]?.remoteId] })
  await say('connections.addColleague', { connectionId, sub, email: 'ben@example.org' })
  await say('connections.remove', { connectionId })
  await say('connections.remove', { connectionId })
  await tellOfSignIns(call, say, sub)
}

/** The organizer’s browser is this test: it goes where the provider’s page leads. */
async function tellOfSignIns(call: Call, say: Say, sub: string): Promise<void> {
  const client = { sub, kind: 'google', clientId: 'my-client', clientSecret: 'my-secret' }
  const { signInId = '', authorizeUrl = '' } = await say('connections.beginSignIn', client)
  await say('connections.signInState', { signInId: 'none' })
  await fetch(authorizeUrl)
  await expect
    .poll(async () => JSON.stringify(await call('connections.signInState', { signInId })))
    .not.toContain('waiting')
  const { connectionId } = await say('connections.signInState', { signInId })
  await say('connections.addColleague', { connectionId, sub, email: 'ben@example.org' })
  const again = { sub, kind: 'google', clientSecret: null }
  await say('connections.beginSignIn', { ...again, connectionId })
  await say('connections.beginSignIn', again)
}

/** One life of a desk: every procedure, with input that it grants and input that it refuses. */
async function tellStory(call: Call, peers: Peers): Promise<Told[]> {
  const told: Told[] = []
  const say = async (name: string, input: unknown) => {
    const outcome = (await call(name, input)) as Told['outcome']
    told.push({ name, outcome })
    if (process.env['SHOW']) console.log(name, JSON.stringify(outcome).slice(0, 300))
    return (outcome.value ?? {}) as Record<string, string>
  }
  const details = { name: 'Ada Books', email: 'ada@example.org', tzid: 'Europe/London', hours: nineToFive }
  const { sub = '' } = await say('organizer.read', {})
  await say('organizer.set', { ...details, tzid: 'Mars/Olympus' })
  await say('organizer.set', details)
  await say('program.read', {})
  await say('reach.read', {})
  await say('reach.set', { tunnel: 'off' })
  await say('reach.set', { tunnel: 'magic' })
  await say('network.allow', { host: 'http://NAS.local:8080/dav' })
  await say('network.allow', { host: 'two words' })
  await say('network.read', {})
  await say('network.disallow', { host: 'nas.local' })
  await say('network.disallow', { host: 'nas.local' })
  await say('mail.test', {})
  const mail = { host: '127.0.0.1', port: 9, security: 'none', username: 'ada', password: 'secret' }
  const from = { fromName: 'Ada Books', fromEmail: 'ada@example.org' }
  await say('mail.set', { ...mail, ...from })
  await say('mail.set', { ...mail, ...from, password: null, host: 'mail.example.org' })
  await say('mail.set', { ...mail, ...from, port: 0 })
  await say('mail.test', {})
  await say('mail.clear', {})
  await say('mail.read', {})
  const person = { name: 'Ben', email: '', tzid: 'Europe/Berlin', hours: null }
  const ben = await say('people.add', person)
  await say('people.add', { ...person, email: 'nowhere' })
  await say('people.update', { sub: ben['sub'], details: { ...person, name: 'Benjamin' } })
  await say('people.list', {})
  const own = await say('calendars.create', { sub, name: 'Own' })
  const file = await say('calendars.import', { sub: ben['sub'], fileName: 'ben.ics', text: ics })
  await say('calendars.import', { sub, fileName: 'letter.ics', text: 'Dear Ada' })
  await say('calendars.update', { calendarId: own['calendarId'], name: 'Mine', countsAsBusy: true })
  await say('calendars.publish', { calendarId: own['calendarId'], published: true })
  await say('calendars.publish', { calendarId: own['calendarId'], published: false })
  await say('calendars.publish', { calendarId: file['calendarId'], published: true })
  await tellOfFeeds(say, sub, peers)
  await tellOfAccounts(call, say, sub, peers)
  await say('connections.list', {})
  await say('calendars.list', {})
  const event = {
    calendarId: own['calendarId'],
    summary: 'Lunch',
    description: '',
    location: '',
    allDay: false,
    status: 'busy',
  }
  const lunch = { ...event, startMs: monday.startMs, endMs: monday.startMs + 3_600_000 }
  const written = await say('events.create', lunch)
  await say('events.create', { ...lunch, endMs: lunch.startMs })
  const key = { calendarId: own['calendarId'], eventUid: written['eventUid'] }
  await say('events.update', { ...key, event: { ...lunch, summary: 'Long lunch' } })
  await say('events.list', monday)
  const link = sampleLink(sub)
  const both = [
    { members: [sub, ben['sub']].map(s => ({ sub: s, managedAvailability: true })), required: 'all' },
  ]
  const query = { ...link.query, participants: both }
  await say('availability.preview', { query, window: monday })
  await say('availability.preview', { query: { ...query, requiredDurationMinutes: 0 }, window: monday })
  await say('availability.explain', { query, startMs: monday.startMs })
  await say('availability.explain', { query, startMs: monday.startMs + 3_600_000 })
  await say('availability.relax', { query })
  const room = await say('conferencing.create', {
    name: 'Room',
    kind: 'personal_room',
    url: 'https://meet.example.org/ada',
  })
  await say('conferencing.create', { name: 'Room', kind: 'personal_room', url: 'javascript:1' })
  await say('conferencing.list', {})
  const callbackUrl = 'http://127.0.0.1:9/nobody'
  const made = await say('links.create', {
    ...link,
    query,
    conferencingProfileId: room['profileId'],
    callbackUrl,
  })
  await say('links.create', { ...link, targetCalendars: [{ sub, calendarId: file['calendarId'] }] })
  await submitBooking(String(made['url']), monday.startMs + 2 * 3_600_000, { name: 'Grace' })
  await expect
    .poll(async () => JSON.stringify(await call('bookings.list', {})))
    .toMatch(/"kind":"webhook"[^}]*"attempts":1/)
  const bookings = (await say('bookings.list', {})) as unknown as {
    bookingId: string
    deliveries: { deliveryId: string }[]
  }[]
  await say('links.read', { linkId: made['linkId'] })
  await say('links.read', { linkId: 'sch_none' })
  await say('deliveries.retry', { deliveryId: 'dlv_none' })
  await say('deliveries.retry', { deliveryId: bookings[0]?.deliveries[1]?.deliveryId })
  await say('bookings.cancel', { bookingId: bookings[0]?.bookingId })
  await say('links.disable', { linkId: made['linkId'], displayMessage: '' })
  const unused = await say('links.create', link)
  await say('links.disable', { linkId: unused['linkId'], displayMessage: 'Filled.' })
  await say('links.list', {})
  await say('conferencing.remove', { profileId: room['profileId'] })
  await say('events.remove', key)
  await say('events.remove', key)
  await say('calendars.remove', { calendarId: own['calendarId'] })
  await say('people.remove', { sub })
  await say('people.remove', { sub: ben['sub'] })
  await say('no.such', {})
  return told
}

/** What cannot be the same in two lives (ids, secrets, ports, moments) is told by the order it appears in. */
function inCommonWords(told: readonly Told[]): unknown {
  const seen = new Map<string, string>()
  const text = JSON.stringify(told, (key, value: unknown) =>
    [
      'attempts',
      'createdMs',
      'importedMs',
      'computedInMs',
      'deliveredMs',
      'nextAttemptMs',
      'dataDir',
      'clientId',
      'clientSecret',
      'accessToken',
      'signInId',
      'authorizeUrl',
      'sinceMs',
      'confirmedMs',
      'reading',
    ].includes(key)
      ? typeof value
      : value,
  )
  return JSON.parse(
    text
      .replace(/\b(acc|cal|con|sch|bkg|dlv|pro)_[0-9a-f]{24}/g, id => {
        const name = seen.get(id) ?? `${id.slice(0, 3)}-${seen.size}`
        seen.set(id, name)
        return name
      })
      .replace(/127\.0\.0\.1:\d{4,5}/g, 'HERE')
      .replace(/\/book\/[\w-]+/g, '/book/TOKEN')
      .replace(/\/feed\/[\w-]+/g, '/feed/TOKEN')
      .replace(/"[\w-]{22}@openslot"/g, '"UID"'),
  )
}

let app: ElectronApplication
let host: RunningHost
let peers: Peers

test.beforeAll(async () => {
  const feedServer = http.createServer((_request, response) => response.end(feedText))
  await new Promise<void>(resolve => feedServer.listen(0, '127.0.0.1', resolve))
  const feedUrl = `http://127.0.0.1:${(feedServer.address() as AddressInfo).port}/private/feed.ics`
  peers = { caldav: await startFaultyCaldav(), cloud: await startCloudProvider(), feedServer, feedUrl }
  peers.cloud.settings.busy['ben@example.org'] = []
  const env = { OPENSLOT_GOOGLE_API: peers.cloud.addresses.google.token.replace(/\/token$/, '') }
  host = await RunningHost.start({ env })
  const dataDir = temporaryFolder()
  app = await launch({
    userData: dataDir,
    args: ['--data-dir', dataDir, '--port', '0', '--desk-port', '0'],
    env,
  })
})
test.afterAll(async () => {
  await app?.close()
  await host?.stop()
  await peers.caldav.stop()
  await peers.cloud.stop()
  peers.feedServer.close()
})

async function overIpc(): Promise<Call> {
  const page: Page = await app.firstWindow()
  await page.waitForURL(/openslot/)
  await page.waitForLoadState()
  return (name, input) =>
    page.evaluate(
      ([n, i]) => (window as unknown as { openslot: Bridge }).openslot.call(n as never, i as never),
      [name, input] as const,
    )
}

test('every procedure answers alike over IPC and over HTTP, granted and refused', async () => {
  test.setTimeout(60_000)
  const overHttp: Call = (name, input) => host.call(name as never, input as never)
  const [byHttp, byIpc] = await Promise.all([tellStory(overHttp, peers), tellStory(await overIpc(), peers)])
  expect(inCommonWords(byIpc)).toEqual(inCommonWords(byHttp))
  const granted = new Set(byHttp.filter(t => t.outcome.ok).map(t => t.name))
  expect(Object.keys(procedures).filter(name => !granted.has(name))).toEqual([])
})
