import { afterEach, expect, test, vi } from 'vitest'
import { createBuiltInWriter } from '../../main/calendars/event-writer.ts'
import { createOutboxWorker } from '../../main/delivery/outbox-worker.ts'
import { nextAttempt } from '../../main/delivery/retry-schedule.ts'
import { cronofyHmac, standardWebhookHeaders } from '../../main/delivery/webhook-signature.ts'
import { createGuardedFetch, type GuardedFetch } from '../../main/network/guarded-fetch.ts'
import { callbackPolicy } from '../../main/scheduling/allowed-hosts.ts'
import { book } from '../../main/scheduling/book.ts'
import { cancelBooking } from '../../main/scheduling/bookings.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { monday } from '../support/sample-link.ts'
import { bookingRequest, sampleQuery, sampleTemplate, testWorld } from '../support/test-world.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

test('the signature is Cronofy’s, by its published vector', () => {
  expect(cronofyHmac('pDY0Oi7TJSP2hfNmZNkm5', '{"example":"well-known"}')).toBe(
    '6r2/HjBkqymGegX0wOfifieeUXbbHwtV/LohHS+jv6c=',
  )
})

test('the signature is that of Standard Webhooks, by the vector of its reference libraries', () => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    sentMs: 1_614_265_330_000,
    body: '{"test": 2432232314}',
  }
  const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  expect(standardWebhookHeaders(key, message)).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('the pauses between tries grow, heed Retry-After, and end after about three days', () => {
  const pauses = Array.from({ length: 12 }, (_, i) => nextAttempt(0, i + 1, 0))
  const given = pauses.filter(p => p !== null)
  expect(given).toEqual([...given].sort((a, b) => a - b))
  expect(given[0]).toBe(5_000)
  expect(given.reduce((a, b) => a + b, 0) / 3_600_000).toBeCloseTo(75.6, 0)
  expect(pauses.slice(given.length).every(p => p === null)).toBe(true)
  expect(nextAttempt(0, 1, 0, 90_000)).toBe(90_000)
  expect(nextAttempt(0, 1, 0, 1)).toBe(5_000)
})

/** A booking with a callback, and a worker whose clock the test turns. */
async function bookedWithCallback(callback?: string) {
  const receiver = await startWebhookReceiver()
  closers.push(receiver.close)
  const made = testWorld()
  const { world, sub } = made
  const template = sampleTemplate(
    sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' as const }]),
    { callbackUrls: { completed: callback ?? receiver.url } },
  )
  const link = addLink(world, template, 'desk')
  const outcome = book(world, link.token, bookingRequest(monday.startMs))
  if (outcome.kind !== 'booked') throw new Error(outcome.kind)
  const { bookingId } = outcome.booking
  const start = (fetch: GuardedFetch = createGuardedFetch()) => {
    const worker = createOutboxWorker({
      store: world.store,
      writer: createBuiltInWriter(world.store),
      fetch,
      policy: () => callbackPolicy(world),
      clientSecret: 'secret',
      mail: () => null,
      clock: { now: world.clock.now, setTimeout: () => null, clearTimeout: () => {} },
      chance: () => 0,
      onChange: () => {},
      onFault: fault => void faults.push(fault),
    })
    closers.push(worker.stop)
    return worker
  }
  const faults: unknown[] = []
  closers.push(() => expect(faults.splice(0)).toEqual([]))
  const hook = () => world.store.outbox.ofBooking(bookingId).find(d => d.kind === 'webhook')
  return { ...made, receiver, bookingId, start, hook, faults }
}

test('a callback is posted once, with the event, its times, who takes part and the link, and signed', async () => {
  const { start, receiver, hook, sub } = await bookedWithCallback()
  start().wake()
  await vi.waitFor(() => expect(hook()?.state).toBe('delivered'))
  expect(receiver.received).toHaveLength(1)
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.received
  expect(headers['cronofy-hmac-sha256']).toBe(cronofyHmac('secret', body))
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
  expect(JSON.parse(body)).toMatchObject({
    event: {
      summary: 'Interview',
      start: { time: '2027-07-19T08:00:00Z', tzid: 'Europe/London' },
      end: { time: '2027-07-19T09:00:00Z', tzid: 'Europe/London' },
    },
    participants: [{ sub }],
    user: { tzid: 'Europe/London' },
    real_time_scheduling: { real_time_scheduling_id: expect.stringMatching(/^sch_/), status: 'completed' },
  })
})

test.each([
  ['answers 500', 500],
  ['sends it elsewhere', 302],
  ['answers 404', 404],
])('a receiver that %s gets it again later, and the desk can read why', async (_what, status) => {
  const { start, receiver, hook, setNow, world } = await bookedWithCallback()
  receiver.answerWith(status)
  const worker = start()
  worker.wake()
  await vi.waitFor(() => expect(hook()?.attempts).toBe(1))
  expect(hook()).toMatchObject({ state: 'pending', lastError: expect.stringContaining(String(status)) })
  receiver.answerWith(200)
  worker.wake()
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(receiver.received).toHaveLength(1)
  setNow(world.clock.now() + 6_000)
  worker.wake()
  await vi.waitFor(() => expect(hook()?.state).toBe('delivered'))
  expect(receiver.received).toHaveLength(2)
  const [first, second] = receiver.received.map(({ headers, body }) => {
    const [id, timestamp] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])]
    const expected = standardWebhookHeaders('secret', { id, sentMs: timestamp * 1000, body })
    expect(headers).toMatchObject(expected)
    return { id, timestamp }
  })
  expect(second?.id).toBe(first?.id)
  expect((second?.timestamp ?? 0) - (first?.timestamp ?? 0)).toBe(6)
})

test('a receiver that is down through every try is given up, and tried again when the organizer asks', async () => {
  const { start, receiver, hook, setNow, world } = await bookedWithCallback()
  await receiver.close()
  const worker = start()
  for (let tries = 1; tries <= 10; tries++) {
    worker.wake()
    await vi.waitFor(() => expect(hook()?.attempts).toBe(tries))
    setNow(world.clock.now() + 86_400_000)
  }
  expect(hook()).toMatchObject({ state: 'failed', nextAttemptMs: null })
  const back = await startWebhookReceiver(receiver.port)
  closers.push(back.close)
  world.store.outbox.again(hook()?.deliveryId ?? '', world.clock.now())
  worker.wake()
  await vi.waitFor(() => expect(hook()?.state).toBe('delivered'))
})

test('the event is written before it is taken out again, though both were due at once', async () => {
  const { start, world, bookingId, calendarId, receiver } = await bookedWithCallback()
  receiver.answerWith(500)
  cancelBooking(world, bookingId)
  start().wake()
  await vi.waitFor(() =>
    expect(world.store.outbox.ofBooking(bookingId).filter(d => d.state === 'delivered')).toHaveLength(2),
  )
  expect(world.store.events.within(calendarId, monday.startMs, monday.endMs)).toEqual([])
})

test('a delivery that was made but not noted is made again, and the event still stands once', async () => {
  const { start, world, calendarId, bookingId } = await bookedWithCallback()
  const [delivery] = world.store.outbox.ofBooking(bookingId)
  await createBuiltInWriter(world.store).put({
    ...(delivery?.payload as object),
    allDay: false,
    updatedMs: 0,
  } as never)
  start().wake()
  await vi.waitFor(() => expect(world.store.outbox.ofBooking(bookingId)[0]?.state).toBe('delivered'))
  expect(world.store.events.within(calendarId, monday.startMs, monday.endMs)).toHaveLength(1)
})

test.each([
  ['http://127.0.0.1:4101/rpc/links.list', '127.0.0.1:4101 is Openslot itself.'],
  ['https://192.168.1.1/', '192.168.1.1 is not on the public internet.'],
  ['http://example.org/', 'example.org may only be called by https://'],
])('a callback to %s is never called, and the desk can read why', async (url, why) => {
  const { start, hook } = await bookedWithCallback(url)
  start().wake()
  await vi.waitFor(() => expect(hook()?.attempts).toBe(1))
  expect(hook()).toMatchObject({ state: 'pending', lastError: expect.stringContaining(why) })
})

test('a receiver whose answer never ends has been told all the same', async () => {
  const { start, receiver, hook } = await bookedWithCallback()
  receiver.neverEnd()
  start().wake()
  await vi.waitFor(() => expect(hook()?.state).toBe('delivered'))
})

test('a fault of ours while sending counts as a try, is reported, and repeats nothing at once', async () => {
  const { start, hook, faults } = await bookedWithCallback()
  const fault = new TypeError('ours')
  start(() => Promise.reject(fault)).wake()
  await vi.waitFor(() => expect(hook()?.attempts).toBe(1))
  expect(faults.splice(0)).toEqual([fault])
  expect(hook()?.nextAttemptMs).toBeGreaterThan(0)
})
