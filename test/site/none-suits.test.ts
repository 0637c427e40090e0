import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cronofyHmac } from '../../main/delivery/webhook-signature.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { tellNoTimesShown, tellNoTimesSuit } from '../../main/scheduling/no-times.ts'
import { RunningHost } from '../support/run-host.ts'
import { sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'
import { sampleQuery, sampleTemplate, testWorld } from '../support/test-world.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

let host: RunningHost
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  await host.stop()
  await receiver.close()
})

async function makeLink(queryPeriod: { start: string; end: string }) {
  const response = await host.api('POST', 'real_time_scheduling', {
    oauth: { redirect_uri: 'https://example.org/done' },
    event: { event_id: 'interview', summary: 'Interview', tzid: 'Europe/London' },
    availability: {
      participants: [{ members: [{ sub: host.ready.sub }], required: 'all' }],
      required_duration: { minutes: 60 },
      query_periods: [queryPeriod],
    },
    callback_urls: {
      completed_url: receiver.url,
      no_times_suitable_url: receiver.url,
      no_times_displayed_url: receiver.url,
    },
  })
  const { url, real_time_scheduling: made } = await response.json()
  return { url: String(url), id: String(made.real_time_scheduling_id) }
}

const wholeDay = { start: '2027-07-19T08:00:00Z', end: '2027-07-19T17:00:00Z' }
const past = { start: '2020-07-19T08:00:00Z', end: '2020-07-19T17:00:00Z' }

/** What the browser would send from the page's own form. */
function replyForm(html: string): { action: string; fields: URLSearchParams } {
  const form = /<form action="([^"]*none-suits)" method="post">([\s\S]*?)<\/form>/.exec(html)
  const hidden = [...(form?.[2] ?? '').matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
  return { action: form?.[1] ?? '', fields: new URLSearchParams(hidden.map(m => [`${m[1]}`, `${m[2]}`])) }
}

async function reply(url: string, note: string) {
  const { action, fields } = replyForm(await (await fetch(`${url}?tzid=Asia/Tokyo`)).text())
  fields.set('note', note)
  const send = () => fetch(new URL(action, url), { method: 'POST', body: fields, redirect: 'manual' })
  return { first: await send(), second: await send() }
}

test('whoever finds no time can say so: organizer and program hear it once, and the link stays open', async () => {
  const link = await makeLink(wholeDay)
  const { first, second } = await reply(link.url, 'Any day after the 26th')
  expect([first.status, second.status]).toEqual([303, 303])
  const thanks = await (await fetch(new URL(first.headers.get('location') ?? '', link.url))).text()
  expect(thanks).toContain('Ada Books has been told that none of these times suits.')
  expect(replyForm(thanks).action).toBe('')
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1))
  const [call] = receiver.received
  expect(call?.headers['cronofy-hmac-sha256']).toBe(cronofyHmac(host.ready.clientSecret, call?.body ?? ''))
  const told = JSON.parse(call?.body ?? '')
  expect(told).toMatchObject({
    notification: { type: 'real_time_scheduling_no_times_suitable' },
    user: { tzid: 'Asia/Tokyo', note: 'Any day after the 26th' },
    real_time_scheduling: {
      real_time_scheduling_id: link.id,
      status: 'open',
      event: { event_id: 'interview' },
    },
  })
  expect(told).not.toHaveProperty('event')
  const shown = await host.ask('links.read', { linkId: link.id })
  expect(shown).toMatchObject({
    status: 'open',
    noTimesSuit: [{ message: 'Any day after the 26th', tzid: 'Asia/Tokyo' }],
    noTimesShownMs: null,
  })
  expect((await submitBooking(link.url, Date.parse(wholeDay.start))).status).toBe(303)
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2))
})

test('a link of the desk, and a reply without words, are told at the desk alone', async () => {
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  const { first } = await reply(link.url, '')
  expect(first.status).toBe(303)
  expect((await host.ask('links.read', { linkId: link.linkId })).noTimesSuit).toMatchObject([{ message: '' }])
})

test('a page without times tells the program, and asks what would suit instead', async () => {
  const before = receiver.received.length
  const link = await makeLink(past)
  const page = await (await fetch(link.url)).text()
  expect(page).toContain('Ask for other times')
  await fetch(link.url)
  await vi.waitFor(() => expect(receiver.received).toHaveLength(before + 1))
  expect(JSON.parse(receiver.received.at(-1)?.body ?? '')).toMatchObject({
    notification: { type: 'real_time_scheduling_no_times_displayed' },
    real_time_scheduling: { real_time_scheduling_id: link.id, status: 'open' },
  })
  expect((await host.ask('links.read', { linkId: link.id })).noTimesShownMs).toBeTypeOf('number')
})

test('a link that was used or never was takes no reply', async () => {
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  await host.ask('links.disable', { linkId: link.linkId, displayMessage: '' })
  await fetch(`${link.url}/none-suits`, { method: 'POST', body: new URLSearchParams({ note: 'x' }) })
  expect((await host.ask('links.read', { linkId: link.linkId })).noTimesSuit).toEqual([])
  const nowhere = `${host.ready.siteUrl}/book/nothing/none-suits`
  expect((await fetch(nowhere, { method: 'POST', body: new URLSearchParams() })).status).toBe(404)
})

function openLink() {
  const made = testWorld()
  const query = sampleQuery([{ members: [{ sub: made.sub, managedAvailability: false }], required: 'all' }])
  const callbackUrls = { completed: null, noTimesDisplayed: 'http://127.0.0.1:1/shown' }
  const link = addLink(made.world, sampleTemplate(query, { callbackUrls }), 'api')
  const due = () => made.world.store.outbox.due(made.world.clock.now(), 100, 'webhook')
  return { ...made, link, due }
}

test('an empty page is told at most once an hour, however often it is opened', () => {
  const { world, link, due, setNow } = openLink()
  const startMs = world.clock.now()
  for (let minute = 0; minute < 130; minute += 10) {
    setNow(startMs + minute * 60_000)
    tellNoTimesShown(world, link, 'Europe/London')
  }
  expect(due()).toHaveLength(3)
})

test('a flood of replies to one link is kept to twenty', () => {
  const { world, link } = openLink()
  for (let n = 0; n < 40; n++)
    tellNoTimesSuit(world, link.token, { key: `key-${n}`, message: 'no', tzid: 'Europe/London' })
  expect(world.store.linkNotices.of(link.linkId)).toHaveLength(20)
})
