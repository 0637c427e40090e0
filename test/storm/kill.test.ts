import { createHmac } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { RunningHost, temporaryFolder } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

const running: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const it of running.splice(0)) await it.stop()
})

test('kill -9 right after the confirmation: after a restart the booking is there, its event written, its webhook sent', async () => {
  const dataDir = temporaryFolder()
  const first = await RunningHost.start({ dataDir })
  running.push({ stop: () => first.kill() })
  await setUpOrganizer(first)
  const receiver = await startWebhookReceiver()
  running.push({ stop: receiver.close })
  const { port } = receiver
  // Down while the booking is made, so that nothing can have been sent before the kill.
  await receiver.close()
  const link = await first.ask('links.create', sampleLink(first.ready.sub, { callbackUrl: receiver.url }))
  const answer = await submitBooking(link.url, monday.startMs)
  expect(answer.status).toBe(303)
  await first.kill()

  const back = await startWebhookReceiver(port)
  running.push({ stop: back.close })
  const second = await RunningHost.start({ dataDir })
  running.push({ stop: () => second.stop() })
  const bookings = await second.ask('bookings.list', {})
  expect(bookings.map(b => [b.linkId, b.startMs, b.status])).toEqual([
    [link.linkId, monday.startMs, 'confirmed'],
  ])
  await vi.waitFor(() => expect(back.received).toHaveLength(1), { timeout: 15_000 })
  const [hook] = back.received
  const signature = createHmac('sha256', second.ready.clientSecret)
    .update(hook?.body ?? '')
    .digest('base64')
  expect(hook?.headers['cronofy-hmac-sha256']).toBe(signature)
  await vi.waitFor(async () => {
    const events = await second.ask('events.list', monday)
    expect(events.map(e => e.summary)).toEqual(['Product Manager Interview at Globex'])
  })
})

test('of bookings acknowledged before kills at any moment none is lost, none half made, and each webhook arrives', async () => {
  const dataDir = temporaryFolder()
  const receiver = await startWebhookReceiver()
  running.push({ stop: receiver.close })
  const acknowledged = new Set<string>()
  for (let round = 0; round < 5; round++) {
    const host = await RunningHost.start({ dataDir })
    running.push({ stop: () => host.kill() })
    const links = await Promise.all(
      [0, 1, 2, 3].map(() =>
        host.ask('links.create', sampleLink(host.ready.sub, { callbackUrl: receiver.url })),
      ),
    )
    const submits = links.map(async (link, i) => {
      const startMs = monday.startMs + ((round * 4 + i) % 9) * 3_600_000
      const answer = await submitBooking(link.url, startMs).catch(() => null)
      if (answer?.status === 303) acknowledged.add(link.linkId)
    })
    await Promise.race([Promise.all(submits), new Promise(resolve => setTimeout(resolve, round * 40))])
    await host.kill()
    await Promise.all(submits)
  }
  const last = await RunningHost.start({ dataDir })
  running.push({ stop: () => last.stop() })
  const bookings = await last.ask('bookings.list', {})
  const booked = new Set(bookings.map(b => b.linkId))
  expect(acknowledged.size).toBeGreaterThan(0)
  expect([...acknowledged].filter(id => !booked.has(id))).toEqual([])
  expect(bookings.every(b => b.deliveries.length === 2)).toBe(true)
  const starts = bookings.map(b => b.startMs)
  expect(new Set(starts).size).toBe(starts.length)
  await vi.waitFor(
    () => {
      const told = receiver.received.map(r => JSON.parse(r.body).real_time_scheduling.real_time_scheduling_id)
      expect(new Set(told)).toEqual(booked)
    },
    { timeout: 20_000 },
  )
})
