import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer, submitBooking } from '../support/sample-link.ts'

let host: RunningHost
let ada = ''
let ben = { sub: '', token: '', calendarId: '' }
let calendarId = ''

beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  ada = host.ready.sub
  calendarId = (await json('GET', 'calendars', undefined, host.ready.accessToken)).calendars[0].calendar_id
  const made = await json('POST', 'application_calendars', { application_calendar_id: 'ben' })
  const { calendars } = await json('GET', 'calendars', undefined, made.access_token)
  ben = { sub: made.sub, token: made.access_token, calendarId: calendars[0].calendar_id }
  await busy(ben.token, ben.calendarId, 'ben-1', '12:00', '13:00')
  await busy(host.ready.accessToken, calendarId, 'ada-1', '09:00', '09:45')
})
afterAll(() => host.stop())

async function json(method: string, place: string, body?: unknown, token?: string) {
  return (await host.api(method, place, body, token)).json()
}

/** Monday 19 July 2027, in UTC. */
const at = (clock: string) => `2027-07-19T${clock}:00Z`

function busy(token: string, calendar: string, id: string, from: string, to: string, more: object = {}) {
  const event = { event_id: id, summary: id, description: '', start: at(from), end: at(to), ...more }
  return host.api('POST', `calendars/${calendar}/events`, event, token)
}

const everyone = (...subs: string[]) => [{ members: subs.map(sub => ({ sub })), required: 'all' }]
const day = [{ start: at('09:00'), end: at('14:00') }]

function query(change: object = {}) {
  return {
    participants: everyone(ada, ben.sub),
    required_duration: { minutes: 60 },
    query_periods: day,
    tzid: 'Etc/UTC',
    ...change,
  }
}

const ask = (body: object, token?: string) => json('POST', 'availability', body, token)
const clocks = (slots: { start: string; end: string }[]) =>
  slots.map(s => [s.start, s.end].map(t => t.slice(11, 16)).join('-'))

describe('the three formats', () => {
  test('periods are the free stretches, to the minute, and the default', async () => {
    const { available_periods: periods } = await ask(query())
    expect(clocks(periods)).toEqual(['09:45-12:00', '13:00-14:00'])
    expect(periods[0]).toEqual({
      start: at('09:45'),
      end: at('12:00'),
      participants: [{ sub: ada }, { sub: ben.sub }],
    })
  })
  test('slots lie apart, on the grid', async () => {
    const { available_slots: slots } = await ask(query({ response_format: 'slots' }))
    expect(clocks(slots)).toEqual(['10:00-11:00', '11:00-12:00', '13:00-14:00'])
  })
  test('overlapping slots begin at every interval', async () => {
    const wanted = { response_format: 'overlapping_slots', start_interval: { minutes: 15 }, max_results: 6 }
    const { available_slots: slots } = await ask(query(wanted))
    expect(slots.map((s: { start: string }) => s.start.slice(11, 16))).toEqual([
      '09:45',
      '10:00',
      '10:15',
      '10:30',
      '10:45',
      '11:00',
    ])
  })
  test('exact starts are confirmed or left out, without any period too', async () => {
    const { query_periods: _, ...rest } = query({ response_format: 'slots' })
    const starts = ['09:30', '10:10', '10:40', '13:00'].map(t => ({ start: at(t) }))
    const { available_slots: slots } = await ask({ ...rest, query_slots: starts })
    expect(clocks(slots)).toEqual(['10:10-11:10', '10:40-11:40', '13:00-14:00'])
  })
  test('nothing free is an empty list', async () => {
    expect(await ask(query({ query_periods: [{ start: at('12:00'), end: at('13:00') }] }))).toEqual({
      available_periods: [],
    })
  })
})

/** What each field changes about the slots of that morning, on a grid of an hour. */
const asked: [string, (members: { sub: string }[]) => object, string[]][] = [
  [
    'the older name of the periods',
    () => ({ query_periods: undefined, available_periods: day }),
    ['10', '11', '13'],
  ],
  [
    'one of the two is enough',
    m => ({ participants: [{ members: m, required: 1 }] }),
    ['09', '10', '11', '12', '13'],
  ],
  ['a buffer, plainly', () => ({ buffer: { before: { minutes: 30 }, after: { minutes: 0 } } }), ['10', '13']],
  ['a buffer as a minimum', () => ({ buffer: { after: { minimum: { minutes: 30 } } } }), ['11']],
  [
    'a member’s own buffer',
    m => ({
      participants: [{ members: [m[0], { ...m[1], buffer: { before: { hours: 1 } } }], required: 'all' }],
    }),
    ['10', '13'],
  ],
  [
    'a member’s own periods',
    m => ({
      participants: [
        {
          members: [m[0], { ...m[1], available_periods: [{ start: at('11:00'), end: at('14:00') }] }],
          required: 'all',
        },
      ],
    }),
    ['11', '13'],
  ],
  [
    'a calendar that is not looked at',
    m => ({ participants: [{ members: [{ ...m[0], calendar_ids: [] }, m[1]], required: 'all' }] }),
    ['09', '10', '11', '13'],
  ],
  [
    'an event excluded by its id',
    () => ({ excluded_events: [{ event_id: 'ben-1' }] }),
    ['10', '11', '12', '13'],
  ],
  [
    'a cap that is reached',
    m => ({
      participants: [
        { members: [{ ...m[0], availability_constraints: [{ period: 'day', limit: 1 }] }], required: 'all' },
      ],
    }),
    [],
  ],
  [
    'a cap that is not',
    m => ({
      participants: [
        {
          members: [{ ...m[0], availability_constraints: [{ period: 'week', limit: 2, tags: ['x'] }] }],
          required: 'all',
        },
      ],
    }),
    ['10', '11', '12', '13'],
  ],
  ['a cap of the whole query', () => ({ availability_constraints: [{ period: 'day', limit: 1 }] }), []],
  [
    'busy time that is offered all the same, in a stretch',
    m => ({
      participants: [
        {
          members: [m[0], { ...m[1], over_busy: [{ start: at('12:00'), end: at('13:00') }] }],
          required: 'all',
        },
      ],
    }),
    ['10', '11', '12', '13'],
  ],
  [
    'busy time that is offered all the same, everywhere',
    m => ({
      participants: [{ members: m.map(each => ({ ...each, over_busy: 'always' })), required: 'all' }],
    }),
    ['09', '10', '11', '12', '13'],
  ],
  ['a horizon that lies nearer', () => ({ booking_horizon: { hours: 1 } }), []],
  ['a notice that reaches further', () => ({ minimum_notice: { hours: 8784 } }), []],
  ['a field that nobody knows', () => ({ colour: 'blue', participants_hint: 3 }), ['10', '11', '13']],
  [
    'null for everything optional',
    () => ({
      buffer: null,
      excluded_events: null,
      max_results: null,
      query_slots: null,
      include_member_statuses: null,
    }),
    ['10', '11', '13'],
  ],
]

describe('each field does what it says', () => {
  test.each(asked)('%s', async (_what, change, hours) => {
    const members = [{ sub: ada }, { sub: ben.sub }]
    const wanted = { response_format: 'slots', start_interval: { minutes: 60 } }
    const { available_slots: slots } = await ask(query({ ...wanted, ...change(members) }))
    expect(slots.map((s: { start: string }) => s.start.slice(11, 13))).toEqual(hours)
  })

  test('tentative events and events of others, as the member is asked to count them', async () => {
    const text = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//EN',
      'BEGIN:VEVENT',
      'UID:maybe',
      'DTSTAMP:20270701T000000Z',
      'DTSTART:20270719T100000Z',
      'DTEND:20270719T110000Z',
      'STATUS:TENTATIVE',
      'SUMMARY:Maybe',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n')
    const file = await host.ask('calendars.import', { sub: ada, fileName: 'maybe.ics', text })
    const hours = async (member: object) => {
      const participants = [{ members: [{ sub: ada, ...member }], required: 'all' }]
      const wanted = { participants, response_format: 'slots', start_interval: { hours: 1 } }
      const { available_slots: slots } = await ask(query(wanted))
      return slots.map((s: { start: string }) => s.start.slice(11, 13))
    }
    expect(await hours({})).toEqual(['11', '12', '13'])
    expect(await hours({ ignore_tentative: true })).toEqual(['10', '11', '12', '13'])
    expect(await hours({ only_managed_events: true })).toEqual(['10', '11', '12', '13'])
    await host.ask('calendars.remove', { calendarId: file.calendarId })
  })

  test('statuses are told when they are asked for', async () => {
    const { member_statuses: statuses } = await ask(query({ include_member_statuses: true }))
    expect(statuses).toEqual([ada, ben.sub].map(sub => ({ sub, sync_status: 'active' })))
  })

  test('the token of an account may ask as well as the client secret, and nobody else', async () => {
    expect((await ask(query(), ben.token)).available_periods).toHaveLength(2)
    expect((await host.api('POST', 'availability', query(), 'nobody')).status).toBe(401)
  })
})

test('what is listed is what a link offers and what can be booked, whatever the query says', async () => {
  const availability = query({
    participants: [
      {
        members: [
          { sub: ada, buffer: { after: { minutes: 30 } } },
          { sub: ben.sub, availability_constraints: [{ period: 'day', limit: 4 }] },
        ],
        required: 'all',
      },
    ],
    excluded_events: [{ event_id: 'ben-1' }],
    response_format: 'overlapping_slots',
    start_interval: { minutes: 20 },
  })
  const { available_slots: slots } = await ask(availability)
  const listed = new Set(slots.map((s: { start: string }) => s.start))
  expect(listed.size).toBeGreaterThan(5)
  const link = (n: number) => ({
    oauth: { redirect_uri: 'https://example.org/done' },
    event: { event_id: `listed-${n}`, summary: 'Listed', tzid: 'Etc/UTC' },
    availability,
  })
  for (let n = 0; n <= 12; n++) {
    const start = new Date(Date.parse(at('09:20')) + n * 1_200_000).toISOString().replace('.000Z', 'Z')
    const made = await json('POST', 'real_time_scheduling', link(n))
    const { status } = await submitBooking(made.url, Date.parse(start))
    expect([start, status]).toEqual([start, listed.has(start) ? 303 : 409])
    if (status !== 303) continue
    const live = (await host.ask('bookings.list', {})).find(b => b.status === 'confirmed')
    await host.ask('bookings.cancel', { bookingId: live?.bookingId ?? '' })
  }
})

const wrong: [string, (q: ReturnType<typeof query>) => unknown, string[]][] = [
  ['nothing', () => ({}), ['participants', 'query_periods', 'required_duration']],
  [
    'faults in many places, unknown people among them',
    q => ({
      ...q,
      participants: [
        { members: [{ sub: 'acc_none' }, { sub: ada, calendar_ids: ['cal_none'] }], required: 3 },
      ],
      required_duration: { hours: 1, minutes: 70 },
      start_interval: { minutes: 7 },
      response_format: 'list',
      max_results: 513,
    }),
    [
      'max_results',
      'participants.0.members.0.sub',
      'participants.0.members.1.calendar_ids.0',
      'participants.0.required',
      'required_duration.minutes',
      'response_format',
      'start_interval',
    ],
  ],
  [
    'half a second',
    q => ({ ...q, query_slots: [{ start: '2027-07-19T09:00:00.500Z' }] }),
    ['query_slots.0.start'],
  ],
  ['more than a day', q => ({ ...q, required_duration: { hours: 25 } }), ['required_duration']],
  [
    'a stretch of centuries',
    q => ({ ...q, query_periods: [{ start: '1970-01-01T00:00:00Z', end: '2099-01-01T00:00:00Z' }] }),
    ['query_periods'],
  ],
  ['no results at all', q => ({ ...q, max_results: 0 }), ['max_results']],
  ['a buffer of nothing', q => ({ ...q, buffer: { before: {} } }), ['buffer.before']],
  [
    'an excluded event without a name',
    q => ({ ...q, excluded_events: [{}] }),
    ['excluded_events.0.event_id'],
  ],
]

describe('a query that does not fit is told every fault at once', () => {
  test.each(wrong)('%s', async (_what, change, paths) => {
    const response = await host.api('POST', 'availability', change(query()))
    expect(response.status).toBe(422)
    expect(new Set(Object.keys((await response.json()).errors))).toEqual(new Set(paths))
  })
})

describe('sequences', () => {
  const step = (id: string, sub: string, change: object = {}) => ({
    sequence_id: id,
    participants: everyone(sub),
    required_duration: { minutes: 60 },
    start_interval: { minutes: 60 },
    ...change,
  })
  const find = async (sequence: object[], change: object = {}) => {
    const body = { sequence, query_periods: day, tzid: 'Etc/UTC', ...change }
    const { sequences } = await json('POST', 'sequenced_availability', body)
    return sequences.map((s: { sequence: { sequence_id: string; start: string }[] }) =>
      s.sequence.map(i => `${i.sequence_id}@${i.start.slice(11, 16)}`).join(' '),
    )
  }
  test('come in any order that ends earliest, each with its own people', async () => {
    const body = { sequence: [step('a', ada), step('b', ben.sub)], query_periods: day, max_results: 1 }
    const { sequences } = await json('POST', 'sequenced_availability', body)
    expect(sequences).toEqual([
      {
        sequence: [
          { sequence_id: 'b', start: at('09:00'), end: at('10:00'), participants: [{ sub: ben.sub }] },
          { sequence_id: 'a', start: at('10:00'), end: at('11:00'), participants: [{ sub: ada }] },
        ],
      },
    ])
  })
  test('keep the order that ordinals ask for, and the gaps that buffers allow', async () => {
    const first = step('a', ada, { ordinal: 1, buffer: { after: { maximum: { minutes: 0 } } } })
    expect(await find([first, step('b', ben.sub, { ordinal: 2 })])).toEqual([
      'a@10:00 b@11:00',
      'a@12:00 b@13:00',
    ])
  })
  test('look where an item says, inside what the whole says', async () => {
    const late = step('b', ben.sub, { query_periods: [{ start: at('13:00'), end: at('23:00') }] })
    expect(await find([step('a', ada), late], { max_results: 1 })).toEqual(['a@10:00 b@13:00'])
    const never = step('b', ben.sub, { query_periods: [{ start: at('20:00'), end: at('23:00') }] })
    expect(await find([step('a', ada), never])).toEqual([])
  })
  test('are refused with every fault at its path', async () => {
    const body = { sequence: [step('a', 'acc_none'), step('a', ada, { required_duration: {} })] }
    const response = await host.api('POST', 'sequenced_availability', body)
    expect(response.status).toBe(422)
    expect(new Set(Object.keys((await response.json()).errors))).toEqual(
      new Set([
        'query_periods',
        'sequence.0.participants.0.members.0.sub',
        'sequence.1.required_duration',
        'sequence.1.sequence_id',
      ]),
    )
  })
})
