import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer, submitBooking } from '../support/sample-link.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

let host: RunningHost
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
let ada = { sub: '', token: '', calendarId: '' }
let ben = { sub: '', token: '', calendarId: '' }

async function account(token: string, sub: string) {
  const { calendars } = await (await host.api('GET', 'calendars', undefined, token)).json()
  return { sub, token, calendarId: String(calendars[0].calendar_id) }
}

beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  receiver = await startWebhookReceiver()
  ada = await account(host.ready.accessToken, host.ready.sub)
  const made = await host.api('POST', 'application_calendars', { application_calendar_id: 'ben' })
  const { access_token: token, sub } = await made.json()
  ben = await account(token, sub)
})
afterAll(async () => {
  await host.stop()
  await receiver.close()
})

const item = (id: string, sub: string, ordinal: number, change: object = {}) => ({
  sequence_id: id,
  ordinal,
  participants: [{ members: [{ sub }], required: 'all' }],
  required_duration: { minutes: 60 },
  start_interval: { minutes: 60 },
  event: { event_id: `${id}-event`, summary: `Interview: ${id}` },
  ...change,
})

/** Ada's hour, then Ben's, on a day that no other test uses. */
function request(day: string, change: object = {}) {
  return {
    oauth: { redirect_uri: 'https://example.org/done' },
    event: { summary: 'Interviews at Globex', tzid: 'Etc/UTC' },
    availability: {
      query_periods: [{ start: `${day}T09:00:00Z`, end: `${day}T13:00:00Z` }],
      sequence: [
        item('technical', ada.sub, 1, { event: { event_id: `t-${day}`, summary: 'Technical interview' } }),
        item('team', ben.sub, 2, { event: { event_id: `b-${day}`, summary: 'Meet the team' } }),
      ],
    },
    target_calendars: [ada, ben].map(p => ({ sub: p.sub, calendar_id: p.calendarId })),
    callback_urls: { completed_url: receiver.url },
    ...change,
  }
}

const make = (body: object) => host.api('POST', 'real_time_sequencing', body)
const read = async (id: string) => (await host.api('GET', `real_time_scheduling/${id}`)).json()
const eventsOf = async (who: typeof ada, day: string) => {
  const query = `events?tzid=Etc/UTC&from=${day}&to=${day}T23:59:00Z&include_managed=true`
  const { events } = await (await host.api('GET', query, undefined, who.token)).json()
  return events.map((e: { summary: string; start: string }) => `${e.summary} ${e.start.slice(11, 16)}`)
}
const timesOf = (html: string) =>
  [...html.matchAll(/<a href="[^"]*start=[^"]*"><span>([^<]*)/g)].map(m => m[1])

test('one choice books every meeting of the sequence, each with its people, its event and its calendar', async () => {
  const day = '2027-07-19'
  const before = receiver.received.length
  const made = await (await make(request(day))).json()
  const { real_time_scheduling_id: id, sequence } = made.real_time_scheduling
  expect(made.real_time_scheduling).toMatchObject({
    status: 'open',
    event: { summary: 'Interviews at Globex' },
  })
  expect(sequence).toMatchObject([
    { sequence_id: 'technical', event: { event_id: `t-${day}`, summary: 'Technical interview' } },
    { sequence_id: 'team', event: { event_id: `b-${day}`, summary: 'Meet the team' } },
  ])
  const page = await (await fetch(`${made.url}?tzid=UTC&clock=24`)).text()
  expect(timesOf(page)).toEqual(['09:00', '10:00', '11:00'])
  const look = await (await fetch(`${made.url}?tzid=UTC&clock=24&start=${day}T10:00:00Z`)).text()
  expect(look.replace(/<[^>]*>/g, '')).toContain('10:00–11:00 Technical interview11:00–12:00 Meet the team')

  expect((await submitBooking(made.url, Date.parse(`${day}T10:00:00Z`))).status).toBe(303)
  await vi.waitFor(() => expect(receiver.received).toHaveLength(before + 1))
  expect(JSON.parse(receiver.received.at(-1)?.body ?? '')).toMatchObject({
    notification: { type: 'real_time_scheduling_completed' },
    event: {
      summary: 'Interviews at Globex',
      start: { time: `${day}T10:00:00Z` },
      end: { time: `${day}T12:00:00Z` },
    },
    participants: [{ sub: ada.sub }, { sub: ben.sub }],
    sequence: [
      {
        sequence_id: 'technical',
        event: {
          event_id: `t-${day}`,
          start: { time: `${day}T10:00:00Z` },
          end: { time: `${day}T11:00:00Z` },
        },
        participants: [{ sub: ada.sub }],
      },
      {
        sequence_id: 'team',
        event: {
          event_id: `b-${day}`,
          start: { time: `${day}T11:00:00Z` },
          end: { time: `${day}T12:00:00Z` },
        },
        participants: [{ sub: ben.sub }],
      },
    ],
    real_time_scheduling: { real_time_scheduling_id: id, status: 'completed' },
  })
  await vi.waitFor(async () => expect(await eventsOf(ada, day)).toEqual(['Technical interview 10:00']))
  await vi.waitFor(async () => expect(await eventsOf(ben, day)).toEqual(['Meet the team 11:00']))
  expect((await read(id)).real_time_scheduling).toMatchObject({
    status: 'completed',
    sequence: [
      { event: { start: { time: `${day}T10:00:00Z` } } },
      { event: { start: { time: `${day}T11:00:00Z` } } },
    ],
  })
  const done = await (await fetch(`${made.url}?tzid=UTC&clock=24`)).text()
  expect(done).toContain('You are booked')
  expect(done.replace(/<[^>]*>/g, '')).toContain('11:00–12:00 Meet the team')
  const file = await (await fetch(`${made.url}/event.ics`)).text()
  expect(file.match(/SUMMARY:.*/g)).toEqual(['SUMMARY:Technical interview', 'SUMMARY:Meet the team'])
})

test('where one meeting is not possible any more, none is booked', async () => {
  const day = '2027-07-20'
  const made = await (await make(request(day))).json()
  const busy = { event_id: 'x', summary: 'x', start: `${day}T11:00:00Z`, end: `${day}T12:30:00Z` }
  await host.api('POST', `calendars/${ben.calendarId}/events`, busy, ben.token)
  const answer = await submitBooking(made.url, Date.parse(`${day}T10:00:00Z`))
  expect(answer.status).toBe(409)
  expect(
    (await host.ask('bookings.list', {})).filter(b => b.startMs >= Date.parse(`${day}T00:00:00Z`)),
  ).toEqual([])
  expect((await read(made.real_time_scheduling.real_time_scheduling_id)).real_time_scheduling.status).toBe(
    'open',
  )
})

test('what the last look showed is booked as it was shown, or not at all', async () => {
  const day = '2027-07-26'
  const made = await (await make(request(day))).json()
  const look = await (await fetch(`${made.url}?tzid=UTC&start=${day}T09:00:00Z`)).text()
  const starts = /name="starts" value="([^"]*)"/.exec(look)?.[1] ?? ''
  expect(starts).toBe(`${day}T09:00:00.000Z,${day}T10:00:00.000Z`)
  const busy = { event_id: 'y', summary: 'y', start: `${day}T10:00:00Z`, end: `${day}T10:30:00Z` }
  await host.api('POST', `calendars/${ben.calendarId}/events`, busy, ben.token)
  // Ben could still come at eleven, but that is not what was seen.
  expect((await submitBooking(made.url, Date.parse(`${day}T09:00:00Z`), { starts })).status).toBe(409)
  const later = [9, 11].map(hour => new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000).toISOString())
  const again = await submitBooking(made.url, Date.parse(`${day}T09:00:00Z`), { starts: later.join(',') })
  expect(again.status).toBe(303)
  await vi.waitFor(async () => expect(await eventsOf(ben, day)).toEqual(['y 10:00', 'Meet the team 11:00']))
})

test('the same person may take part in meetings that follow each other', async () => {
  const day = '2027-07-21'
  const sequence = [
    item('first', ada.sub, 1),
    item('second', ada.sub, 2, { buffer: { before: { minutes: 0 } } }),
  ]
  const body = request(day)
  const made = await (await make({ ...body, availability: { ...body.availability, sequence } })).json()
  const send = () => submitBooking(made.url, Date.parse(`${day}T09:00:00Z`), { key: 'k'.repeat(22) })
  expect([(await send()).status, (await send()).status]).toEqual([303, 303])
  await vi.waitFor(async () =>
    expect(await eventsOf(ada, day)).toEqual(['Interview: first 09:00', 'Interview: second 10:00']),
  )
})

test('the desk lists the link once, and each meeting among the bookings', async () => {
  const links = await host.ask('links.list', {})
  expect(links.map(l => l.summary)).toEqual(Array(4).fill('Interviews at Globex'))
  const bookings = await host.ask('bookings.list', {})
  expect(bookings.map(b => b.summary)).toEqual([
    'Technical interview',
    'Meet the team',
    'Interview: first',
    'Interview: second',
    'Technical interview',
    'Meet the team',
  ])
})

test('a disabled sequence says why, and books nothing', async () => {
  const made = await (await make(request('2027-07-22'))).json()
  const id = made.real_time_scheduling.real_time_scheduling_id
  const off = await host.api('POST', `real_time_scheduling/${id}/disable`, { display_message: 'Filled.' })
  expect((await off.json()).real_time_scheduling.status).toBe('disabled')
  const answer = await submitBooking(made.url, Date.parse('2027-07-22T10:00:00Z'))
  expect(answer.status).toBe(410)
  expect(await (await fetch(made.url)).text()).toContain('Filled.')
})

test('every fault of a sequence is told at its path, and nothing is made', async () => {
  const body = request('2027-07-23')
  const sequence = [
    item('a', 'acc_none', 1),
    item('b', ben.sub, 2, { event: { event_id: 'a-event', summary: '' } }),
    item('b', ben.sub, 3, { event: undefined }),
  ]
  const before = (await host.ask('links.list', {})).length
  const response = await make({ ...body, availability: { sequence } })
  expect(response.status).toBe(422)
  expect(new Set(Object.keys((await response.json()).errors))).toEqual(
    new Set([
      'availability.query_periods',
      'availability.sequence.0.participants.0.members.0.sub',
      'availability.sequence.1.event.summary',
      'availability.sequence.1.event.event_id',
      'availability.sequence.2.sequence_id',
      'availability.sequence.2.event',
    ]),
  )
  expect((await host.ask('links.list', {})).length).toBe(before)
})
