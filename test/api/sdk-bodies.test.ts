import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer, submitBooking } from '../support/sample-link.ts'

/**
 * Requests as Cronofy's other SDKs send them, written from what is known of each: where the credentials stand, how
 * times are spelled, what is sent that nobody asked for. Each makes a link, and the link books.
 */
let host: RunningHost
let calendarId = ''
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  const response = await host.api('GET', 'calendars', undefined, host.ready.accessToken)
  calendarId = (await response.json()).calendars[0].calendar_id
})
afterAll(() => host.stop())

interface Sent {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** With headers that `fetch` would not let a page set, such as another Host. */
function send(method: string, place: string, { headers, body }: Sent) {
  return new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    const url = new URL(`${host.ready.apiUrl}/${place}`)
    const request = http.request(url, { method, headers }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: text === '' ? null : JSON.parse(text) }),
      )
    })
    request.on('error', reject).end(JSON.stringify(body))
  })
}

const inBody = () => ({ client_id: host.ready.clientId, client_secret: host.ready.clientSecret })
const json = { 'Content-Type': 'application/json; charset=utf-8' }
const bearer = (token: string) => ({ ...json, Authorization: `Bearer ${token}` })

/** One member, an hour, one day of August 2027 that no other case uses. */
const availability = (day: string, spell: (clock: string) => string, change: object = {}) => ({
  participants: [{ members: [{ sub: host.ready.sub, calendar_ids: [calendarId] }], required: 'all' }],
  required_duration: { minutes: 60 },
  available_periods: [{ start: spell(`${day}T09:00:00`), end: spell(`${day}T17:00:00`) }],
  ...change,
})
const zulu = (text: string) => `${text}Z`
const millis = (text: string) => `${text}.000Z`
const spaced = (text: string) => `${text.replace('T', ' ')}Z`
const offset = (text: string) => `${text}+00:00`
const utc = (text: string) => `${text} UTC`

const links: readonly [string, string, (day: string) => Sent][] = [
  [
    'Ruby: credentials in the body and no header, a duration for `required_duration`',
    '2027-08-02',
    day => ({
      headers: json,
      body: {
        ...inBody(),
        oauth: { redirect_uri: 'http://www.example.com', scope: 'create_event' },
        event: { event_id: 'ruby', summary: 'Add to Calendar test event' },
        availability: availability(day, zulu),
        target_calendars: [{ sub: host.ready.sub, calendar_id: calendarId }],
        tzid: 'Europe/London',
      },
    }),
  ],
  [
    'Python: the secret as bearer, `target_calendars: []`, times inside the event template, `+00:00`',
    '2027-08-03',
    day => ({
      headers: bearer(host.ready.clientSecret),
      body: {
        oauth: { redirect_uri: 'http://www.example.com', scope: 'read_write', state: 'x' },
        event: {
          event_id: 'python',
          summary: 'Board meeting',
          description: 'Discuss plans for the next quarter.',
          start: offset(`${day}T15:30:00`),
          end: offset(`${day}T17:00:00`),
          tzid: 'Europe/London',
          location: { description: 'Board room' },
        },
        availability: availability(day, offset, { required_duration: { hours: 1, minutes: 0 } }),
        target_calendars: [],
        minimum_notice: { hours: 4 },
        callback_urls: { completed_url: 'http://www.example.com/complete' },
        redirect_urls: { completed_url: 'http://www.example.com/done' },
        event_creation: 'single',
      },
    }),
  ],
  [
    'Python: `UTC` for the zone of a time',
    '2027-08-04',
    day => ({
      headers: bearer(host.ready.clientSecret),
      body: {
        oauth: { redirect_uri: 'http://www.example.com' },
        event: { event_id: 'python-utc', summary: 'Board meeting', tzid: 'Etc/UTC' },
        availability: availability(day, utc),
        target_calendars: [],
      },
    }),
  ],
  [
    'PHP: credentials in the body and a token as bearer, its own Host, `tzid` and `callback_url` at the top',
    '2027-08-05',
    day => ({
      headers: { ...bearer(host.ready.accessToken), Host: 'api.cronofy.com' },
      body: {
        ...inBody(),
        oauth: { redirect_uri: 'http://test.com/', scope: 'test_scope' },
        event: { event_id: 'php', summary: 'test_summary' },
        tzid: 'Europe/London',
        availability: availability(day, zulu, { required_duration: { minutes: 30 } }),
        target_calendars: [{ sub: host.ready.sub, calendar_id: calendarId }],
        formatting: { hour_format: 'H' },
        minimum_notice: { hours: 4 },
        callback_url: 'http://www.example.com/callback',
        callback_urls: { completed_url: 'http://www.example.com/complete', no_times_suitable_url: null },
        redirect_urls: { completed_url: 'http://www.example.com/done' },
        event_creation: 'default',
      },
    }),
  ],
  [
    'C#: credentials in the body, no header, a null scope, a space for the T, no `required`',
    '2027-08-06',
    day => ({
      headers: json,
      body: {
        ...inBody(),
        oauth: { redirect_uri: 'http://example.com/redirectUri', scope: null, state: null },
        event: {
          event_id: 'csharp',
          summary: 'Interview',
          description: '',
          tzid: null,
          reminders: null,
          attendees: null,
          color: null,
        },
        availability: {
          participants: [{ members: [{ sub: host.ready.sub, available_periods: null, calendar_ids: null }] }],
          required_duration: { minutes: 60 },
          available_periods: [{ start: spaced(`${day}T09:00:00`), end: spaced(`${day}T17:00:00`) }],
          buffer: null,
          start_interval: null,
          max_results: null,
        },
        target_calendars: [{ sub: host.ready.sub, calendar_id: calendarId, event: null, attendee: null }],
        tzid: 'Etc/UTC',
        formatting: { hour_format: 'h' },
        callback_urls: {
          completed_url: 'https://example.com/completed',
          no_times_suitable_url: 'https://example.com/noTimes',
          no_times_displayed_url: 'https://example.com/noTimesDisplayed',
        },
        minimum_notice: { minutes: 240 },
      },
    }),
  ],
  [
    'an application’s own body: zero milliseconds, old field names, `query_slots`',
    '2027-08-09',
    day => ({
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${host.ready.clientSecret}` },
      body: {
        oauth: { redirect_uri: 'https://example.com' },
        event: { event_id: 'zevo', summary: 'Class', tzid: 'America/New_York', start: null, end: null },
        tzid: 'America/New_York',
        availability: {
          participants: [{ members: [{ sub: host.ready.sub }], required: 1 }],
          required_duration: { minutes: 60 },
          query_slots: [{ start: millis(`${day}T09:00:00`) }, { start: millis(`${day}T12:00:00`) }],
          start_interval: { minutes: 30 },
        },
        selection_mode: 'no_confirm',
      },
    }),
  ],
]

describe('a link as an SDK asks for it is made, and books the first of its times', () => {
  test.each(links)('%s', async (_what, day, make) => {
    const made = await send('POST', 'real_time_scheduling', make(day))
    expect(made).toMatchObject({
      status: 200,
      body: {
        url: expect.stringMatching(/^http/),
        real_time_scheduling: {
          real_time_scheduling_id: expect.stringMatching(/^sch_[0-9a-f]{24}$/),
          url: expect.any(String),
          status: 'open',
          event: { event_id: expect.any(String), summary: expect.any(String), event_private: false },
        },
      },
    })
    const { url } = made.body as { url: string }
    expect((await submitBooking(url, Date.parse(`${day}T09:00:00Z`))).status).toBe(303)
  })
})

const window = { start: '2027-09-01T09:00:00Z', end: '2027-09-01T11:00:00Z' }
const oneMember = () => [{ members: [{ sub: host.ready.sub }], required: 'all' }]
const twoSlots = { available_slots: [{}, {}] }

const queries: readonly [string, string, () => Sent, unknown][] = [
  [
    'Ruby asks with an access token and `available_periods`',
    'availability',
    () => ({
      headers: bearer(host.ready.accessToken),
      body: {
        participants: oneMember(),
        required_duration: { minutes: 60 },
        available_periods: [window],
        response_format: 'slots',
        buffer: { before: { minutes: 0 }, after: { minutes: 0 } },
      },
    }),
    twoSlots,
  ],
  [
    'Python asks with `query_slots` and no periods',
    'availability',
    () => ({
      headers: bearer(host.ready.accessToken),
      body: {
        participants: oneMember(),
        required_duration: { minutes: 60 },
        query_slots: [{ start: '2027-09-01T09:00:00Z' }, { start: '2027-09-01T10:00:00Z' }],
        start_interval: { minutes: 60 },
        response_format: 'slots',
        max_results: 2,
      },
    }),
    twoSlots,
  ],
  [
    'PHP asks with the client secret, and passes its own options through',
    'availability',
    () => ({
      headers: { ...bearer(host.ready.clientSecret), Host: 'api.cronofy.com' },
      body: {
        participants: oneMember(),
        required_duration: { minutes: 60 },
        query_periods: [window],
        buffer: { before: { minimum: { minutes: 15 } }, after: { minimum: { minutes: 15 } } },
        include_member_statuses: true,
        excluded_events: [{ event_id: 'nothing' }],
        response_format: 'slots',
      },
    }),
    { ...twoSlots, member_statuses: [{ sync_status: 'active' }] },
  ],
  [
    'C# asks with a space for the T and empty rules',
    'availability',
    () => ({
      headers: bearer(host.ready.clientSecret),
      body: {
        participants: [
          { members: [{ sub: host.ready.sub, managed_availability: false, availability_rule_ids: null }] },
        ],
        required_duration: { minutes: 60 },
        available_periods: [{ start: '2027-09-01 09:00:00Z', end: '2027-09-01 11:00:00Z' }],
        response_format: 'slots',
      },
    }),
    twoSlots,
  ],
  [
    'Python asks for a sequence',
    'sequenced_availability',
    () => ({
      headers: bearer(host.ready.clientSecret),
      body: {
        query_periods: [window],
        sequence: [
          {
            sequence_id: '1234',
            ordinal: 1,
            participants: oneMember(),
            required_duration: { minutes: 60 },
            start_interval: { minutes: 60 },
            buffer: {
              before: { minimum: { minutes: 0 }, maximum: { minutes: 45 } },
              after: { minimum: { minutes: 0 }, maximum: { minutes: 45 } },
            },
          },
        ],
      },
    }),
    { sequences: [{ sequence: [{ sequence_id: '1234' }] }, { sequence: [{}] }] },
  ],
  [
    'C# makes an application calendar with its credentials in the body',
    'application_calendars',
    () => ({ headers: json, body: { ...inBody(), application_calendar_id: 'csharp' } }),
    { sub: expect.stringMatching(/^acc_/), access_token: expect.any(String) },
  ],
]

describe('a question as an SDK asks it is answered', () => {
  test.each(queries)('%s', async (_what, place, make, answer) => {
    expect(await send('POST', place, make())).toMatchObject({ status: 200, body: answer })
  })
})

test('an event as Ruby and C# write it, with a zone for its times, is accepted without a word', async () => {
  const zoned = (clock: string) => ({ time: `2027-09-02T${clock}:00Z`, tzid: 'Europe/London' })
  const body = {
    event_id: 'csharp-event',
    summary: 'Interview',
    description: '',
    start: zoned('09:00'),
    end: zoned('10:00'),
    attendees: { invite: [{ email: 'cem@example.org', display_name: 'Cem' }], remove: [] },
    reminders: [{ minutes: 30 }],
    event_private: true,
    transparency: 'opaque',
    color: '#49BED8',
  }
  const headers = bearer(host.ready.accessToken)
  expect(await send('POST', `calendars/${calendarId}/events`, { headers, body })).toEqual({
    status: 202,
    body: null,
  })
})
