import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'

let host: RunningHost
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
})
afterAll(() => host.stop())

const visitors = 200

async function outcomes(responses: readonly Response[]) {
  const pages = await Promise.all(responses.map(async r => ({ status: r.status, text: await r.text() })))
  return {
    booked: pages.filter(p => p.status === 303),
    refused: pages.filter(p => p.status === 409),
    faults: pages.filter(p => p.status >= 500),
  }
}

test('of 200 recipients who submit one time at once, each with a link of their own, one gets it and 199 get other times', async () => {
  const links = await Promise.all(
    Array.from({ length: visitors }, () => host.ask('links.create', sampleLink(host.ready.sub))),
  )
  const startMs = monday.startMs + 2 * 3_600_000
  const { booked, refused, faults } = await outcomes(
    await Promise.all(links.map(link => submitBooking(link.url, startMs))),
  )
  expect({ booked: booked.length, refused: refused.length, faults: faults.length }).toEqual({
    booked: 1,
    refused: visitors - 1,
    faults: 0,
  })
  for (const { text } of refused) {
    expect(text).toContain('That time is not free any more.')
    expect(text).toMatch(/href="[^"]*start=2027-07-19T08%3A00%3A00Z/)
    expect(text).not.toMatch(/start=2027-07-19T10%3A00%3A00Z/)
  }
  const bookings = await host.ask('bookings.list', {})
  expect(bookings.filter(b => b.startMs === startMs)).toHaveLength(1)
})

test('of 200 submits through one link at once, one books and the others are told that it was used', async () => {
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  const startMs = monday.startMs + 5 * 3_600_000
  const { booked, refused, faults } = await outcomes(
    await Promise.all(Array.from({ length: visitors }, () => submitBooking(link.url, startMs))),
  )
  expect({ booked: booked.length, refused: refused.length, faults: faults.length }).toEqual({
    booked: 1,
    refused: visitors - 1,
    faults: 0,
  })
  for (const { text } of refused) expect(text).toContain('This link was used a moment before you.')
})

test('one page that is sent twice books once and both times says booked', async () => {
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  const startMs = monday.startMs + 7 * 3_600_000
  const key = 'a-key-that-one-page-carries'
  const answers = await Promise.all([1, 2, 3].map(() => submitBooking(link.url, startMs, { key })))
  expect(answers.map(a => a.status)).toEqual([303, 303, 303])
  const bookings = await host.ask('bookings.list', {})
  expect(bookings.filter(b => b.linkId === link.linkId)).toHaveLength(1)
})
