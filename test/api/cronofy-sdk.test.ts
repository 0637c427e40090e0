import Cronofy from 'cronofy'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer, submitBooking } from '../support/sample-link.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

/**
 * Cronofy's published SDK for Node, as it is, with nothing changed but the address that it calls: one story, told in
 * order, from making participants to hearing of a booking.
 */
let host: RunningHost
let program: Cronofy
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>

function clientOf(config: ConstructorParameters<typeof Cronofy>[0]): Cronofy {
  const client = new Cronofy(config)
  client.urls.api = new URL(host.ready.apiUrl).origin
  return client
}

beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  receiver = await startWebhookReceiver()
  program = clientOf({ client_id: host.ready.clientId, client_secret: host.ready.clientSecret })
})
afterAll(async () => {
  await host.stop()
  await receiver.close()
})

interface Participant {
  readonly client: Cronofy
  readonly sub: string
  readonly calendarId: string
}

/** An application calendar, and a client that acts for it. */
async function makeParticipant(id: string): Promise<Participant> {
  const client = clientOf({ client_id: host.ready.clientId, client_secret: host.ready.clientSecret })
  const { sub } = await client.applicationCalendar({ application_calendar_id: id })
  const { calendars } = await client.listCalendars()
  return { client, sub, calendarId: calendars[0].calendar_id }
}

/** Monday 19 July 2027, UTC; London is an hour ahead. */
const at = (clock: string) => `2027-07-19T${clock}:00Z`
const clocks = (found: { start: string; end: string }[]) =>
  found.map(s => `${s.start.slice(11, 16)}-${s.end.slice(11, 16)}`)

describe('a program that uses Cronofy’s SDK', () => {
  let ada: Participant
  let ben: Participant
  const query = () => ({
    participants: [
      { members: [{ sub: ada.sub, managed_availability: true }, { sub: ben.sub }], required: 'all' },
    ],
    required_duration: { minutes: 60 },
    query_periods: [{ start: at('08:00'), end: at('13:00') }],
    start_interval: { minutes: 30 },
  })

  test('makes participants, their hours and their busy time', async () => {
    ada = await makeParticipant('ada')
    ben = await makeParticipant('ben')
    expect((await ada.client.userInfo()).sub).toBe(ada.sub)
    const rule = {
      availability_rule_id: 'mornings',
      tzid: 'Europe/London',
      weekly_periods: [{ day: 'monday', start_time: '09:00', end_time: '13:00' }],
    }
    expect(await ada.client.upsertAvailabilityRule(rule)).toEqual({ availability_rule: rule })
    expect(await ada.client.listAvailabilityRules()).toEqual({ availability_rules: [rule] })
    const period = { available_period_id: 'late', start: at('12:00'), end: at('12:30') }
    await ada.client.upsertAvailablePeriod(period)
    const window = { from: '2027-07-19', to: '2027-07-20', tzid: 'Etc/UTC' }
    expect((await ada.client.listAvailablePeriods(window)).available_periods).toEqual([period])
    await ben.client.createEvent({
      calendar_id: ben.calendarId,
      event_id: 'standup',
      summary: 'Stand-up',
      description: '',
      start: at('09:00'),
      end: at('09:30'),
    })
    expect((await ben.client.readEvents({ ...window, include_managed: true })).events).toMatchObject([
      { event_id: 'standup', summary: 'Stand-up', start: at('09:00'), end: at('09:30') },
    ])
    expect((await ben.client.freeBusy({ ...window, include_managed: true })).free_busy).toMatchObject([
      { calendar_id: ben.calendarId, start: at('09:00'), end: at('09:30'), free_busy_status: 'busy' },
    ])
  })

  test('asks for free time in the three formats, and for a sequence', async () => {
    const asked = async (format: string) => ada.client.availability({ ...query(), response_format: format })
    expect(clocks((await asked('periods')).available_periods)).toEqual(['08:00-09:00', '09:30-12:30'])
    expect(clocks((await asked('slots')).available_slots)).toEqual([
      '08:00-09:00',
      '09:30-10:30',
      '10:30-11:30',
      '11:30-12:30',
    ])
    const { available_slots: overlapping } = await asked('overlapping_slots')
    expect(overlapping.map((s: { start: string }) => s.start.slice(11, 16))).toEqual([
      '08:00',
      '09:30',
      '10:00',
      '10:30',
      '11:00',
      '11:30',
    ])
    const item = (sequence_id: string, sub: string, ordinal: number) => ({
      sequence_id,
      ordinal,
      participants: [{ members: [{ sub }], required: 'all' }],
      required_duration: { minutes: 60 },
      start_interval: { minutes: 60 },
    })
    const { sequences } = await ada.client.sequencedAvailability({
      query_periods: query().query_periods,
      sequence: [item('first', ada.sub, 1), item('second', ben.sub, 2)],
    })
    expect(clocks(sequences[0].sequence)).toEqual(['08:00-09:00', '10:00-11:00'])
  })

  const requestFor = (eventId: string) => ({
    oauth: { redirect_uri: 'https://example.org/done' },
    event: { event_id: eventId, summary: 'Interview', tzid: 'Europe/London' },
    availability: query(),
    target_calendars: [ada, ben].map(p => ({ sub: p.sub, calendar_id: p.calendarId })),
    callback_urls: { completed_url: receiver.url },
  })
  const bearer = () => ({ bearer_token: host.ready.clientSecret })
  const readLink = (id: string) =>
    program._httpGet(`/v1/real_time_scheduling/${id}`, bearer(), undefined, ['bearer_token'])

  test('makes a link, is told of the booking by a call that its own check believes, and reads it', async () => {
    const made = await program.realTimeScheduling(requestFor('interview-1'))
    const id = made.real_time_scheduling.real_time_scheduling_id
    expect((await readLink(id)).real_time_scheduling).toMatchObject({ url: made.url, status: 'open' })
    expect((await submitBooking(made.url, Date.parse(at('10:00')))).status).toBe(303)
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1))
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received
    const hmac = String(headers['cronofy-hmac-sha256'])
    expect(program.hmacValid({ hmac, body })).toBe(true)
    expect(program.hmacValid({ hmac, body: `${body} ` })).toBe(false)
    expect(JSON.parse(body)).toMatchObject({
      event: { event_id: 'interview-1', start: { time: at('10:00') }, end: { time: at('11:00') } },
      participants: [{ sub: ada.sub }, { sub: ben.sub }],
    })
    expect((await readLink(id)).real_time_scheduling).toMatchObject({
      status: 'completed',
      event: { start: { time: at('10:00'), tzid: 'Europe/London' } },
    })
    const window = { from: '2027-07-19', to: '2027-07-20', tzid: 'Etc/UTC', include_managed: true }
    for (const { client } of [ada, ben])
      await vi.waitFor(async () =>
        expect((await client.readEvents(window)).events).toContainEqual(
          expect.objectContaining({ event_id: 'interview-1', start: at('10:00') }),
        ),
      )
    const { available_slots: left } = await ada.client.availability({ ...query(), response_format: 'slots' })
    expect(clocks(left)).toEqual(['08:00-09:00', '11:00-12:00'])
  })

  test('makes one link for several meetings', async () => {
    const meeting = (sequence_id: string, sub: string, ordinal: number) => ({
      sequence_id,
      ordinal,
      participants: [{ members: [{ sub }], required: 'all' }],
      required_duration: { minutes: 30 },
      event: { event_id: `panel-${sequence_id}`, summary: `Panel ${sequence_id}` },
    })
    const made = await program.realTimeSequencing({
      oauth: { redirect_uri: 'https://example.org/done' },
      availability: {
        sequence: [meeting('a', ada.sub, 1), meeting('b', ben.sub, 2)],
        query_periods: [{ start: '2027-07-20T09:00:00Z', end: '2027-07-20T10:00:00Z' }],
      },
    })
    expect((await submitBooking(made.url, Date.parse('2027-07-20T09:00:00Z'))).status).toBe(303)
    const { real_time_scheduling: read } = await readLink(made.real_time_scheduling.real_time_scheduling_id)
    expect(read).toMatchObject({
      status: 'completed',
      sequence: [
        { sequence_id: 'a', event: { start: { time: '2027-07-20T09:00:00Z' } } },
        { sequence_id: 'b', event: { start: { time: '2027-07-20T09:30:00Z' } } },
      ],
    })
  })

  test('disables a link, whose page then says why', async () => {
    const made = await program.realTimeScheduling(requestFor('interview-2'))
    const id = made.real_time_scheduling.real_time_scheduling_id
    const message = { ...bearer(), display_message: 'The role is filled.' }
    const path = `/v1/real_time_scheduling/${id}/disable`
    const { real_time_scheduling: off } = await program._httpPost(path, message, undefined, ['bearer_token'])
    expect(off.status).toBe('disabled')
    expect(await (await fetch(made.url)).text()).toContain('The role is filled.')
  })

  test('reads out of a 422 what was wrong, field by field', async () => {
    const refused = ada.client.availability({ ...query(), participants: [], max_results: 0 })
    await expect(refused).rejects.toMatchObject({
      statusCode: 422,
      error: {
        entity: {
          errors: {
            participants: [{ key: 'errors.invalid', description: expect.any(String) }],
            max_results: [{ key: 'errors.invalid', description: expect.any(String) }],
          },
        },
      },
    })
    await expect(program.realTimeScheduling({})).rejects.toMatchObject({
      statusCode: 422,
      error: { entity: { errors: { event: [{ key: 'errors.required', description: 'required' }] } } },
    })
  })

  test('sends many requests as one, renews its token, clears up and leaves', async () => {
    const { batch } = await ben.client.batch({
      batch: [
        { method: 'GET', relative_url: '/v1/calendars' },
        {
          method: 'DELETE',
          relative_url: `/v1/calendars/${ben.calendarId}/events`,
          data: { event_id: 'standup' },
        },
      ],
    })
    expect(batch).toMatchObject([{ status: 200, data: { calendars: [{}] } }, { status: 202 }])
    const old = ada.client.config.access_token
    await ada.client.refreshAccessToken()
    expect(ada.client.config.access_token).not.toBe(old)
    await ada.client.deleteAvailabilityRule({ availability_rule_id: 'mornings' })
    await ada.client.deleteAvailablePeriods({ delete_all: true })
    expect(await ada.client.listAvailabilityRules()).toEqual({ availability_rules: [] })
    const { access_token: token } = ada.client.config
    await ada.client.revokeAuthorization()
    await expect(clientOf({ access_token: token }).userInfo()).rejects.toMatchObject({ statusCode: 401 })
  })
})
