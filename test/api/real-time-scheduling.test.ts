import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

let host: RunningHost
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
let calendarId = ''
let profileId = ''

beforeAll(async () => {
  host = await RunningHost.start()
  receiver = await startWebhookReceiver()
  await setUpOrganizer(host)
  calendarId = (await host.ask('calendars.list', {}))[0]?.calendarId ?? ''
  const profile = { name: 'Jitsi', kind: 'jitsi' as const, url: 'https://meet.example.org' }
  profileId = (await host.ask('conferencing.create', profile)).profileId
})
afterAll(async () => {
  await host.stop()
  await receiver.close()
})

/** The vendor's own guide's request, with ids that exist here. */
function guideRequest(day = '2027-07-19') {
  const { sub } = host.ready
  return {
    oauth: { redirect_uri: 'https://example.org/done' },
    event: { event_id: `qTtZdczOccgaPncGJaCiLg-${day}`, summary: 'Product Manager Interview at Globex' },
    availability: {
      participants: [{ members: [{ sub, calendar_ids: [calendarId] }], required: 'all' }],
      required_duration: { minutes: 60 },
      query_periods: [{ start: `${day}T09:00:00Z`, end: `${day}T18:00:00Z` }],
    },
    target_calendars: [{ sub, calendar_id: calendarId, event: { conferencing: { profile_id: profileId } } }],
    event_creation: 'single',
    callback_url: receiver.url,
    tzid: 'Europe/London',
  }
}

const create = (body: unknown, token?: string) => host.api('POST', 'real_time_scheduling', body, token)

test('the guide’s request makes a link; choosing a time writes the event, posts the webhook and completes the link', async () => {
  const response = await create(guideRequest())
  expect(response.status).toBe(200)
  const made = await response.json()
  expect(made.real_time_scheduling).toMatchObject({
    real_time_scheduling_id: expect.stringMatching(/^sch_[0-9a-f]{24}$/),
    url: made.url,
    status: 'open',
    event: { event_id: 'qTtZdczOccgaPncGJaCiLg-2027-07-19', summary: 'Product Manager Interview at Globex' },
  })
  const page = await (await fetch(made.url)).text()
  expect(page).toContain('Product Manager Interview at Globex')

  const chosen = await submitBooking(made.url, Date.parse('2027-07-19T10:00:00Z'))
  expect(chosen.status).toBe(303)
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1))
  const hook = JSON.parse(receiver.received[0]?.body ?? '')
  expect(hook).toMatchObject({
    event: {
      event_id: 'qTtZdczOccgaPncGJaCiLg-2027-07-19',
      start: { time: '2027-07-19T10:00:00Z', tzid: 'Europe/London' },
    },
    participants: [{ sub: host.ready.sub }],
    real_time_scheduling: { real_time_scheduling_id: made.real_time_scheduling.real_time_scheduling_id },
  })
  const join = hook.event.conferencing.join_url
  expect(join).toMatch(/^https:\/\/meet\.example\.org\/openslot-.{20,}/)

  const query = 'events?tzid=Etc/UTC&from=2027-07-19&to=2027-07-20&include_managed=true'
  const { events } = await (await host.api('GET', query, undefined, host.ready.accessToken)).json()
  expect(events).toMatchObject([
    {
      calendar_id: calendarId,
      event_id: 'qTtZdczOccgaPncGJaCiLg-2027-07-19',
      start: '2027-07-19T10:00:00Z',
      end: '2027-07-19T11:00:00Z',
      conferencing: { join_url: join },
    },
  ])
  const id = made.real_time_scheduling.real_time_scheduling_id
  const token = new URL(made.url).pathname.split('/').at(-1)
  for (const place of [`real_time_scheduling/${id}`, `real_time_scheduling?token=${token}`]) {
    const status = await (await host.api('GET', place)).json()
    expect(status.real_time_scheduling).toMatchObject({
      status: 'completed',
      event: { start: { time: '2027-07-19T10:00:00Z' }, end: { time: '2027-07-19T11:00:00Z' } },
    })
  }
  const done = await (await fetch(made.url)).text()
  expect(done).toContain('href="https://example.org/done"')
})

test('without event_creation, an event of a target calendar’s own means single', async () => {
  const { event_creation: _, ...body } = guideRequest('2027-07-20')
  expect((await create(body)).status).toBe(200)
})

test('a link can be disabled with a message, which its page then says', async () => {
  const made = await (await create(guideRequest('2027-07-21'))).json()
  const id = made.real_time_scheduling.real_time_scheduling_id
  const answer = await host.api('POST', `real_time_scheduling/${id}/disable`, {
    display_message: 'The role is <filled>.',
  })
  expect(answer.status).toBe(200)
  expect((await answer.json()).real_time_scheduling.status).toBe('disabled')
  const page = await fetch(made.url)
  expect(page.status).toBe(410)
  expect(await page.text()).toContain('The role is &lt;filled&gt;.')
})

describe('every way that SDKs authenticate is let in, and nothing else', () => {
  test.each([
    [
      'the client secret as bearer (node, python, docs)',
      () => ({ token: host.ready.clientSecret, extra: {} }),
      200,
    ],
    [
      'id and secret in the body, no header (ruby, C#)',
      () => ({
        token: '',
        extra: { client_id: host.ready.clientId, client_secret: host.ready.clientSecret },
      }),
      200,
    ],
    [
      'both, with a user’s access token as bearer (php)',
      () => ({
        token: host.ready.accessToken,
        extra: { client_id: host.ready.clientId, client_secret: host.ready.clientSecret },
      }),
      200,
    ],
    ['nothing', () => ({ token: '', extra: {} }), 401],
    ['a wrong secret', () => ({ token: 'x'.repeat(44), extra: {} }), 401],
    [
      'a wrong secret in the body',
      () => ({ token: '', extra: { client_id: host.ready.clientId, client_secret: 'x' } }),
      401,
    ],
  ])('%s', async (_what, make, status) => {
    const { token, extra } = make()
    expect((await create({ ...guideRequest('2027-07-22'), ...extra }, token)).status).toBe(status)
  })
})

describe('wrong input is a 422 that names every fault, and makes no link', () => {
  const wrong: [string, (body: ReturnType<typeof guideRequest>) => unknown, string[]][] = [
    ['no availability', ({ availability: _, ...rest }) => rest, ['availability']],
    ['no event', ({ event: _, ...rest }) => rest, ['event']],
    ['no redirect', ({ oauth: _, ...rest }) => rest, ['oauth']],
    [
      'an unknown person and calendar',
      b => ({ ...b, target_calendars: [{ sub: 'acc_unknown', calendar_id: 'cal_unknown' }] }),
      ['target_calendars.0.sub'],
    ],
    [
      'an unknown calendar of a member',
      b => ({
        ...b,
        availability: {
          ...b.availability,
          participants: [{ members: [{ sub: host.ready.sub, calendar_ids: ['cal_no'] }], required: 'all' }],
        },
      }),
      ['availability.participants.0.members.0.calendar_ids.0'],
    ],
    [
      'an unknown conferencing profile',
      b => ({ ...b, event: { ...b.event, conferencing: { profile_id: 'pro_unknown' } } }),
      ['event.conferencing.profile_id'],
    ],
    [
      'default creation with an event of its own',
      b => ({ ...b, event_creation: 'default' }),
      ['target_calendars.0.event'],
    ],
    [
      'an end before its start, and a zone that does not exist, together',
      b => ({
        ...b,
        tzid: 'Mars/Olympus',
        availability: {
          ...b.availability,
          query_periods: [{ start: '2027-07-19T18:00:00Z', end: '2027-07-19T09:00:00Z' }],
        },
      }),
      ['availability.query_periods.0.end', 'tzid'],
    ],
    [
      'a day that does not exist',
      b => ({
        ...b,
        availability: {
          ...b.availability,
          query_periods: [{ start: '2027-02-30T09:00:00Z', end: '2027-03-02T09:00:00Z' }],
        },
      }),
      ['availability.query_periods.0.start'],
    ],
    [
      'a callback that is no web address',
      b => ({ ...b, callback_url: 'ftp://example.org' }),
      ['callback_url'],
    ],
    ['a list for a body', () => [], ['body']],
  ]
  test.each(wrong)('%s', async (_what, change, paths) => {
    const before = (await host.ask('links.list', {})).length
    const response = await create(change(guideRequest('2027-07-23')))
    expect(response.status).toBe(422)
    const { errors } = await response.json()
    expect(new Set(Object.keys(errors))).toEqual(new Set(paths))
    for (const faults of Object.values(errors))
      expect(faults).toEqual([{ key: expect.stringMatching(/^errors\./), description: expect.any(String) }])
    expect((await host.ask('links.list', {})).length).toBe(before)
  })

  test('malformed JSON, without a word about our files', async () => {
    const response = await fetch(`${host.ready.apiUrl}/real_time_scheduling`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.ready.clientSecret}`, 'content-type': 'application/json' },
      body: '{"oauth":',
    })
    expect(response.status).toBe(422)
    const text = await response.text()
    expect(JSON.parse(text).errors.body).toHaveLength(1)
    expect(text).not.toMatch(/node_modules|\bat /)
  })

  test('a link of no such id is a 404', async () => {
    expect((await host.api('GET', 'real_time_scheduling/sch_0')).status).toBe(404)
    expect((await host.api('GET', 'real_time_scheduling?token=nothing')).status).toBe(404)
    expect((await host.api('POST', 'real_time_scheduling/sch_0/disable', {})).status).toBe(404)
  })
})

test('callbacks that could never be reached are refused at once, each at its own path', async () => {
  const own = new URL(host.ready.apiUrl).port
  const response = await create({
    ...guideRequest(),
    callback_url: `http://127.0.0.1:${own}/v1/events`,
    callback_urls: { completed_url: 'https://192.168.1.1/', no_times_suitable_url: 'https://example.org/' },
  })
  expect(response.status).toBe(422)
  expect(await response.json()).toEqual({
    errors: {
      callback_url: [{ key: 'errors.invalid', description: expect.stringContaining('Openslot itself') }],
      'callback_urls.completed_url': [
        { key: 'errors.invalid', description: expect.stringContaining('not on the public internet') },
      ],
    },
  })
})

test('the desk says beside the field that a callback could never be reached', async () => {
  const link = { ...sampleLink(host.ready.sub), callbackUrl: host.ready.siteUrl }
  expect(await host.call('links.create', link)).toMatchObject({
    ok: false,
    error: { code: 'invalid_input', fields: { callbackUrl: [expect.stringContaining('Openslot itself')] } },
  })
})
