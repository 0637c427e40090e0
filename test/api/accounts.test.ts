import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer } from '../support/sample-link.ts'

let host: RunningHost
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
})
afterAll(() => host.stop())

interface Account {
  readonly sub: string
  readonly access_token: string
  readonly refresh_token: string
}

const call = (method: string, place: string, body?: unknown, token?: string) =>
  host.api(method, place, body, token ?? host.ready.accessToken)
const read = async (place: string, token?: string) => (await call('GET', place, undefined, token)).json()
const open = async (id: string): Promise<Account> =>
  (
    await host.api('POST', 'application_calendars', {
      client_id: host.ready.clientId,
      client_secret: host.ready.clientSecret,
      application_calendar_id: id,
    })
  ).json()

describe('a program makes itself participants', () => {
  test('an id makes an account with a calendar, and the same id finds it again with fresh tokens', async () => {
    const first = await open('room-1')
    expect(first).toMatchObject({
      token_type: 'bearer',
      access_token: expect.stringMatching(/^\S{40,}$/),
      refresh_token: expect.stringMatching(/^\S{40,}$/),
      expires_in: 10_800,
      scope: 'read_write',
      sub: expect.stringMatching(/^acc_[0-9a-f]{24}$/),
      application_calendar_id: expect.stringMatching(/^apc_/),
      linking_profile: { provider_name: 'cronofy', profile_id: expect.stringMatching(/^pro_/) },
    })
    const again = await open('room-1')
    expect(again.sub).toBe(first.sub)
    expect(again.access_token).not.toBe(first.access_token)
    for (const { access_token } of [first, again])
      expect((await read('calendars', access_token)).calendars).toMatchObject([
        { calendar_name: 'room-1', calendar_primary: true },
      ])
    expect(await read('resources')).toEqual({
      resources: [{ sub: first.sub, name: 'room-1', email: '' }],
    })
    const people = await host.ask('people.list', {})
    expect(people.map(p => p.name)).toContain('room-1')
  })

  test('each token acts for its own account and sees nothing of another', async () => {
    const room = await open('room-2')
    const { calendars } = await read('calendars')
    const own = calendars[0].calendar_id
    expect(
      (await call('DELETE', `calendars/${own}/events`, { event_id: 'x' }, room.access_token)).status,
    ).toBe(404)
    expect(await read('userinfo', room.access_token)).toMatchObject({
      sub: room.sub,
      name: 'room-2',
      'cronofy.type': 'account',
      'cronofy.data': { profiles: [{ profile_calendars: [{ calendar_name: 'room-2' }] }] },
    })
    expect(await read('account')).toEqual({
      account: {
        account_id: host.ready.sub,
        email: 'ada@example.org',
        name: 'Ada Books',
        default_tzid: 'Europe/London',
        scope: 'read_write',
        type: 'account',
      },
    })
    expect(await read('profiles', room.access_token)).toMatchObject({
      profiles: [{ provider_name: 'cronofy', profile_connected: true }],
    })
  })

  test('an account’s token is not enough for what the program alone may do', async () => {
    const room = await open('room-3')
    const body = { application_calendar_id: 'another' }
    expect((await call('POST', 'application_calendars', body, room.access_token)).status).toBe(403)
    expect((await call('POST', 'application_calendars', body, 'nobody')).status).toBe(401)
  })
})

describe('tokens are refreshed and revoked where the SDKs do it', () => {
  const top = () => host.ready.apiUrl.replace(/\/v1$/, '')
  const client = () => ({ client_id: host.ready.clientId, client_secret: host.ready.clientSecret })
  const asJson = (body: object) => ({
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...client(), ...body }),
  })
  const asForm = (body: Record<string, string>) => ({ body: new URLSearchParams({ ...client(), ...body }) })
  const asBasic = (body: Record<string, string>) => ({
    headers: {
      authorization: `Basic ${Buffer.from(`${host.ready.clientId}:${host.ready.clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams(body),
  })
  const refresh = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

  test.each([
    [
      'as JSON, beside /v1 (node, python, php, C#)',
      (t: string) => ({ at: `${top()}/oauth/token`, init: asJson(refresh(t)) }),
    ],
    ['as a form (ruby)', (t: string) => ({ at: `${top()}/oauth/token`, init: asForm(refresh(t)) })],
    [
      'as a form with Basic (OAuth libraries)',
      (t: string) => ({ at: `${top()}/oauth/token`, init: asBasic(refresh(t)) }),
    ],
    ['below /v1', (t: string) => ({ at: `${host.ready.apiUrl}/oauth/token`, init: asJson(refresh(t)) })],
  ])('%s', async (_what, make) => {
    const room = await open('room-4')
    const { at, init } = make(room.refresh_token)
    const response = await fetch(at, { method: 'POST', ...init })
    expect(response.status).toBe(200)
    const fresh: Account = await response.json()
    expect(fresh).toMatchObject({ sub: room.sub, refresh_token: room.refresh_token, expires_in: 10_800 })
    expect((await read('account', fresh.access_token)).account.account_id).toBe(room.sub)
  })

  test('a revoked account’s tokens end, and what it keeps stays', async () => {
    const room = await open('room-5')
    const token = room.refresh_token
    const revoked = await fetch(`${top()}/oauth/token/revoke`, { method: 'POST', ...asJson({ token }) })
    expect(revoked.status).toBe(200)
    expect((await call('GET', 'account', undefined, room.access_token)).status).toBe(401)
    const response = await fetch(`${top()}/oauth/token`, { method: 'POST', ...asJson(refresh(token)) })
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_grant'])
    expect((await open('room-5')).sub).toBe(room.sub)
  })

  test('a code is not known here, and wrong credentials open nothing', async () => {
    const code = await fetch(`${top()}/oauth/token`, {
      method: 'POST',
      ...asJson({ grant_type: 'authorization_code', code: 'abc', redirect_uri: 'https://example.org' }),
    })
    expect([code.status, Object.keys((await code.json()).errors)]).toEqual([422, ['code']])
    const wrong = await fetch(`${top()}/oauth/token`, {
      method: 'POST',
      ...asJson({ ...refresh('x'), client_secret: 'wrong' }),
    })
    expect(wrong.status).toBe(401)
  })

  test('an SDK that insists on Cronofy’s own host name is answered at /v1 and nowhere else', async () => {
    const { request } = await import('node:http')
    const status = (path: string, name: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { host: name, authorization: `Bearer ${host.ready.accessToken}` }
        request(`${top()}${path}`, { headers }, res => resolve(res.resume().statusCode))
          .once('error', reject)
          .end()
      })
    expect(await status('/v1/account', 'api.cronofy.com')).toBe(200)
    expect(await status('/v1/account', 'api-de.cronofy.com')).toBe(200)
    expect(await status('/', 'api.cronofy.com')).toBe(421)
    expect(await status('/v1/account', 'api.cronofy.com.example.org')).toBe(421)
  })
})

describe('managed availability', () => {
  const rule = {
    availability_rule_id: 'mornings',
    tzid: 'Europe/London',
    weekly_periods: [
      { day: 'monday', start_time: '09:30', end_time: '12:30' },
      { day: 'friday', start_time: '20:00', end_time: '24:00' },
    ],
  }

  test('a rule is stored by its id, read, changed by the same id, and removed', async () => {
    const room = await open('room-6')
    const stored = await call('POST', 'availability_rules', rule, room.access_token)
    expect([stored.status, await stored.json()]).toEqual([200, { availability_rule: rule }])
    expect(await read('availability_rules', room.access_token)).toEqual({ availability_rules: [rule] })
    const changed = { ...rule, weekly_periods: rule.weekly_periods.slice(0, 1) }
    await call('POST', 'availability_rules', { ...changed, calendar_ids: [] }, room.access_token)
    expect(await read('availability_rules/mornings', room.access_token)).toEqual({
      availability_rule: changed,
    })
    for (const _ of [1, 2])
      expect((await call('DELETE', 'availability_rules/mornings', {}, room.access_token)).status).toBe(202)
    expect((await call('GET', 'availability_rules/mornings', undefined, room.access_token)).status).toBe(404)
  })

  test('a date of a rule has hours of its own or is a day off, and queries keep to it', async () => {
    const room = await open('room-with-dates')
    const overrides = [
      { date: '2027-07-19', periods: [] },
      { date: '2027-07-20', periods: [{ start_time: '10:00', end_time: '11:00' }] },
    ]
    const dated = { ...rule, date_overrides: overrides }
    const stored = await call('POST', 'availability_rules', dated, room.access_token)
    expect(await stored.json()).toEqual({ availability_rule: dated })
    const { available_periods: periods } = await (
      await host.api('POST', 'availability', {
        participants: [{ members: [{ sub: room.sub, managed_availability: true }], required: 'all' }],
        required_duration: { minutes: 30 },
        query_periods: [{ start: '2027-07-19T00:00:00Z', end: '2027-07-22T00:00:00Z' }],
      })
    ).json()
    expect(periods).toMatchObject([{ start: '2027-07-20T09:00:00Z', end: '2027-07-20T10:00:00Z' }])
  })

  test('the working hours of the desk are a rule like any other', async () => {
    const { availability_rules: rules } = await read('availability_rules')
    expect(rules).toMatchObject([{ availability_rule_id: 'work_hours', tzid: 'Europe/London' }])
    expect(rules[0].weekly_periods[0]).toEqual({ day: 'monday', start_time: '09:00', end_time: '17:00' })
  })

  test('single periods are stored, listed in a window, and removed one by one or all at once', async () => {
    const { access_token: token } = await open('room-7')
    const list = async () =>
      (await read('available_periods?tzid=Etc/UTC&from=2027-07-19&to=2027-07-26', token)).available_periods
    const put = (id: string, start: unknown, end: unknown) =>
      call('POST', 'available_periods', { available_period_id: id, start, end, tzid: 'Europe/London' }, token)
    expect((await put('a', '2027-07-19T17:00:00Z', '2027-07-19T20:00:00Z')).status).toBe(202)
    const zoned = (time: string) => ({ time, tzid: 'Europe/London' })
    await put('b', zoned('2027-07-20T17:00:00Z'), zoned('2027-07-20T20:00:00Z'))
    await put('c', '2028-07-20T17:00:00Z', '2028-07-20T20:00:00Z')
    expect(await list()).toEqual([
      { available_period_id: 'a', start: '2027-07-19T17:00:00Z', end: '2027-07-19T20:00:00Z' },
      { available_period_id: 'b', start: '2027-07-20T17:00:00Z', end: '2027-07-20T20:00:00Z' },
    ])
    await call('DELETE', 'available_periods', { available_period_id: 'a' }, token)
    expect(await list()).toMatchObject([{ available_period_id: 'b' }])
    expect((await call('DELETE', 'available_periods', { delete_all: true }, token)).status).toBe(202)
    expect(await list()).toEqual([])
  })

  test('queries keep to the rules and periods that are asked for', async () => {
    const room = await open('room-8')
    await call('POST', 'availability_rules', rule, room.access_token)
    const evening = { start: '2027-07-19T17:00:00Z', end: '2027-07-19T20:00:00Z' }
    await call('POST', 'available_periods', { available_period_id: 'a', ...evening }, room.access_token)
    const free = async (member: object) => {
      const body = {
        participants: [{ members: [{ sub: room.sub, ...member }], required: 'all' }],
        required_duration: { minutes: 60 },
        query_periods: [{ start: '2027-07-19T00:00:00Z', end: '2027-07-20T00:00:00Z' }],
      }
      const { available_periods: periods } = await (await host.api('POST', 'availability', body)).json()
      return periods.map((p: { start: string; end: string }) => [p.start, p.end].map(t => t.slice(11, 16)))
    }
    const [morning, late] = [
      ['08:30', '11:30'],
      ['17:00', '20:00'],
    ]
    expect(await free({ managed_availability: true })).toEqual([morning, late])
    expect(await free({ managed_availability: true, availability_rule_ids: null })).toEqual([morning, late])
    expect(await free({ managed_availability: true, availability_rule_ids: [] })).toEqual([late])
    expect(await free({ managed_availability: true, availability_rule_ids: ['mornings'] })).toEqual([
      morning,
      late,
    ])
    expect(await free({ availability_rule_ids: [] })).toEqual([['00:00', '00:00']])
  })

  test.each([
    [
      'an end before its start',
      { weekly_periods: [{ day: 'monday', start_time: '12:00', end_time: '09:00' }] },
      'weekly_periods.0.end_time',
    ],
    [
      'no such day',
      { weekly_periods: [{ day: 'caturday', start_time: '09:00', end_time: '12:00' }] },
      'weekly_periods.0.day',
    ],
    [
      'no such time',
      { weekly_periods: [{ day: 'monday', start_time: '25:00', end_time: '26:00' }] },
      'weekly_periods.0.start_time',
    ],
    [
      'a date that does not exist',
      { date_overrides: [{ date: '2027-02-30', periods: [] }] },
      'date_overrides.0.date',
    ],
    [
      'a date named twice',
      { date_overrides: ['a', 'b'].map(() => ({ date: '2027-02-03', periods: [] })) },
      'date_overrides',
    ],
    ['a zone that does not exist', { tzid: 'Mars/Olympus' }, 'tzid'],
    ['a calendar of somebody else', { calendar_ids: ['cal_none'] }, 'calendar_ids.0'],
    ['an id that is too long', { availability_rule_id: 'x'.repeat(65) }, 'availability_rule_id'],
    ['an id that is not ASCII', { availability_rule_id: 'früh' }, 'availability_rule_id'],
  ])('a rule with %s is refused', async (_what, change, path) => {
    const response = await call('POST', 'availability_rules', { ...rule, ...change })
    expect(response.status).toBe(422)
    expect(Object.keys((await response.json()).errors)).toContain(path)
  })
})

describe('busy time and many events', () => {
  test('busy time is read without what it is about, and own events only on request', async () => {
    const { access_token: token } = await open('room-9')
    const { calendars } = await read('calendars', token)
    const calendar = calendars[0].calendar_id
    const event = {
      event_id: 'a',
      summary: 'Secret',
      start: '2027-07-19',
      end: '2027-07-20',
      tzid: 'Etc/UTC',
    }
    await call('POST', `calendars/${calendar}/events`, event, token)
    await call(
      'POST',
      `calendars/${calendar}/events`,
      {
        ...event,
        event_id: 'b',
        start: '2027-07-20T09:00:00Z',
        end: '2027-07-20T10:00:00Z',
        transparency: 'transparent',
      },
      token,
    )
    const window = 'free_busy?tzid=Etc/UTC&from=2027-07-19&to=2027-07-26'
    expect(await read(window, token)).toEqual({ pages: { current: 1, total: 1 }, free_busy: [] })
    const day = { calendar_id: calendar, start: '2027-07-19', end: '2027-07-20', free_busy_status: 'busy' }
    expect((await read(`${window}&include_managed=true`, token)).free_busy).toEqual([day])
    const all = `${window}&include_managed=true&include_free=true&include_ids=true&localized_times=true&calendar_ids[]=${calendar}`
    expect((await read(all, token)).free_busy).toMatchObject([
      { ...day, event_id: 'a' },
      { start: { time: '2027-07-20T09:00:00Z', tzid: 'Etc/UTC' }, free_busy_status: 'free', event_id: 'b' },
    ])
    expect((await read(`${window}&include_managed=true&calendar_ids[]=cal_other`, token)).free_busy).toEqual(
      [],
    )
    expect((await call('GET', 'free_busy?from=soon', undefined, token)).status).toBe(422)
  })

  test('programs’ events are deleted by calendar or all at once; the desk’s own stay', async () => {
    const { calendars } = await read('calendars')
    const first = calendars[0].calendar_id
    const second = (await (await call('POST', 'calendars', { name: 'Second' })).json()).calendar.calendar_id
    const event = { summary: 'x', start: '2027-09-01T09:00:00Z', end: '2027-09-01T10:00:00Z' }
    for (const calendar of [first, second])
      await call('POST', `calendars/${calendar}/events`, { ...event, event_id: 'theirs' })
    const window = { startMs: Date.parse(event.start), endMs: Date.parse(event.end) }
    await host.ask('events.create', {
      calendarId: first,
      summary: 'Mine',
      description: '',
      location: '',
      ...window,
      allDay: false,
      status: 'busy',
    })
    const left = async () => (await host.ask('events.list', window)).map(e => [e.calendarId, e.summary])
    expect((await call('DELETE', 'events', { calendar_ids: ['cal_none'] })).status).toBe(422)
    expect((await call('DELETE', 'events', {})).status).toBe(422)
    expect((await call('DELETE', 'events', { calendar_ids: [second] })).status).toBe(202)
    expect((await left()).length).toBe(2)
    expect((await call('DELETE', 'events', { delete_all: true })).status).toBe(202)
    expect(await left()).toEqual([[first, 'Mine']])
  })

  test('an event that is here is changed by its uid, keeping who is in it', async () => {
    const { calendars } = await read('calendars')
    const place = `calendars/${calendars[0].calendar_id}/events`
    const event = { summary: 'Lunch', start: '2027-09-02T12:00:00Z', end: '2027-09-02T13:00:00Z' }
    const invite = ['ben', 'cem'].map(name => ({ email: `${name}@example.org`, display_name: name }))
    await call('POST', place, { ...event, event_id: 'lunch', attendees: { invite } })
    const found = async () =>
      (await read('events?tzid=Etc/UTC&from=2027-09-02&to=2027-09-03&include_managed=true')).events
    const uid = (await found())[0].event_uid
    const change = { event_uid: uid, attendees: { remove: [{ email: 'CEM@example.org' }] } }
    expect((await call('POST', place, { ...event, ...change, summary: 'Late lunch' })).status).toBe(202)
    expect(await found()).toMatchObject([
      { event_uid: uid, event_id: 'lunch', summary: 'Late lunch', attendees: [{ email: 'ben@example.org' }] },
    ])
    expect((await call('POST', place, { ...event, event_uid: 'none' })).status).toBe(422)
  })

  test('a batch answers each entry by itself, in order, and holds no batch', async () => {
    const entry = (method: string, relative_url: string, data?: object) => ({ method, relative_url, data })
    const response = await call('POST', 'batch', {
      batch: [
        entry('GET', '/v1/account'),
        entry('POST', '/v1/available_periods', { available_period_id: 'x' }),
        entry('GET', '/v1/free_busy?tzid=Etc/UTC&from=2027-01-01&to=2027-01-02'),
        entry('POST', '/v1/batch', { batch: [] }),
        entry('POST', '/v1/real_time_scheduling', {}),
      ],
    })
    expect(response.status).toBe(207)
    const { batch } = await response.json()
    expect(batch.map((b: { status: number }) => b.status)).toEqual([200, 422, 200, 404, 403])
    expect(batch[0].data.account.account_id).toBe(host.ready.sub)
    expect(Object.keys(batch[1].data.errors)).toEqual(['start', 'end'])
    const tooMany = { batch: Array.from({ length: 51 }, () => entry('GET', '/v1/account')) }
    expect((await call('POST', 'batch', tooMany)).status).toBe(422)
  })
})
