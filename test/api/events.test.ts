import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer } from '../support/sample-link.ts'

let host: RunningHost
let calendarId = ''
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
})
afterAll(() => host.stop())

const api = (method: string, place: string, body?: unknown) =>
  host.api(method, place, body, host.ready.accessToken)

test('a program makes a calendar and finds it among the others', async () => {
  const { calendars } = await (await api('GET', 'calendars')).json()
  expect(calendars).toMatchObject([
    { calendar_name: 'Openslot', calendar_readonly: false, calendar_primary: true },
  ])
  const made = await api('POST', 'calendars', { profile_id: calendars[0].profile_id, name: 'Busy' })
  expect(made.status).toBe(200)
  calendarId = (await made.json()).calendar.calendar_id
  const after = await (await api('GET', 'calendars')).json()
  expect(after.calendars.map((c: { calendar_name: string }) => c.calendar_name)).toEqual(['Openslot', 'Busy'])
})

const meeting = {
  event_id: 'meeting-1',
  summary: 'Board meeting',
  description: '',
  start: '2027-07-19T09:00:00Z',
  end: '2027-07-19T10:30:00Z',
}
const list = async (query: string) => (await (await api('GET', `events?${query}`)).json()).events

test('an event is written by its id, changed by the same id, read back, and deleted; deleting again is no fault', async () => {
  const write = await api('POST', `calendars/${calendarId}/events`, meeting)
  expect([write.status, await write.text()]).toEqual([202, ''])
  await api('POST', `calendars/${calendarId}/events`, {
    ...meeting,
    summary: 'Board meeting, longer',
    end: '2027-07-19T11:00:00Z',
  })
  const window = 'tzid=Etc/UTC&from=2027-07-19&to=2027-07-20&include_managed=true'
  expect(await list(window)).toMatchObject([
    {
      event_id: 'meeting-1',
      summary: 'Board meeting, longer',
      start: '2027-07-19T09:00:00Z',
      end: '2027-07-19T11:00:00Z',
    },
  ])
  expect(await list('tzid=Etc/UTC&from=2027-07-19&to=2027-07-20')).toEqual([])
  for (const _ of [1, 2])
    expect((await api('DELETE', `calendars/${calendarId}/events`, { event_id: 'meeting-1' })).status).toBe(
      202,
    )
  expect(await list(window)).toEqual([])
})

test('dates make all-day events of the zone’s own days, through a clock change too', async () => {
  await api('POST', `calendars/${calendarId}/events`, {
    event_id: 'day-off',
    summary: 'Day off',
    start: '2027-03-28',
    end: '2027-03-29',
    tzid: 'Europe/London',
  })
  const window = { startMs: Date.parse('2027-03-27T00:00:00Z'), endMs: Date.parse('2027-03-30T00:00:00Z') }
  const [event] = await host.ask('events.list', window)
  expect(new Date(event?.startMs ?? 0).toISOString()).toBe('2027-03-28T00:00:00.000Z')
  expect(new Date(event?.endMs ?? 0).toISOString()).toBe('2027-03-28T23:00:00.000Z')
  expect(await list('tzid=Europe/London&from=2027-03-28&to=2027-03-29&include_managed=true')).toMatchObject([
    { start: '2027-03-28', end: '2027-03-29' },
  ])
})

test.each([
  ['the SDKs’ space for a T', '2014-08-05 15:30:00Z', '2014-08-05T15:30:00Z'],
  ['zero milliseconds', '2014-08-05T15:30:00.000Z', '2014-08-05T15:30:00Z'],
  ['an offset', '2014-08-05T15:30:00+02:00', '2014-08-05T13:30:00Z'],
  ['UTC as a word', '2014-08-05T15:30:00UTC', '2014-08-05T15:30:00Z'],
])('a time with %s is understood', async (_what, start, read) => {
  const body = { ...meeting, event_id: 'spelling', start, end: '2014-08-05T16:30:00Z' }
  expect((await api('POST', `calendars/${calendarId}/events`, body)).status).toBe(202)
  const found = await list('tzid=Etc/UTC&from=2014-08-05&to=2014-08-06&include_managed=true')
  expect(found).toMatchObject([{ start: read }])
})

test.each([
  ['no summary', { ...meeting, summary: undefined }, 'summary'],
  ['an end before its start', { ...meeting, end: '2027-07-19T08:00:00Z' }, 'end'],
  ['milliseconds', { ...meeting, start: '2027-07-19T09:00:00.500Z' }, 'start'],
  ['a zone that does not exist', { ...meeting, tzid: 'Mars/Olympus' }, 'tzid'],
])('an event with %s is refused by the name of the field', async (_what, body, path) => {
  const response = await api('POST', `calendars/${calendarId}/events`, body)
  expect(response.status).toBe(422)
  expect(Object.keys((await response.json()).errors)).toEqual([path])
})

test('an unknown calendar is a 404, and the client secret opens no account', async () => {
  expect((await api('POST', 'calendars/cal_none/events', meeting)).status).toBe(404)
  expect((await host.api('GET', 'calendars')).status).toBe(401)
})

test('many events come in pages that lead to one another', async () => {
  const entry = (i: number) => ({
    method: 'POST',
    relative_url: `/v1/calendars/${calendarId}/events`,
    data: {
      ...meeting,
      event_id: `bulk-${i}`,
      start: '2028-01-10T09:00:00Z',
      end: '2028-01-10T09:15:00Z',
    },
  })
  for (const from of [0, 41, 82, 123, 164]) {
    const batch = Array.from({ length: 41 }, (_, i) => entry(from + i))
    const answer = await api('POST', 'batch', { batch })
    expect(answer.status).toBe(207)
    expect((await answer.json()).batch).toEqual(batch.map(() => ({ status: 202 })))
  }
  const first = await (
    await api('GET', 'events?tzid=Etc/UTC&from=2028-01-10&to=2028-01-11&include_managed=true')
  ).json()
  expect(first.pages).toMatchObject({ current: 1, total: 2 })
  expect(first.events).toHaveLength(200)
  const next = await fetch(first.pages.next_page, {
    headers: { authorization: `Bearer ${host.ready.accessToken}` },
  })
  expect((await next.json()).events).toHaveLength(5)
})
