import { expect, test } from 'vitest'
import { book } from '../../main/scheduling/book.ts'
import { createEvent } from '../../main/scheduling/events.ts'
import { explainStart, relaxQuery } from '../../main/scheduling/explain.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { listOffers } from '../../main/scheduling/offers.ts'
import { monday } from '../support/sample-link.ts'
import { bookingRequest, sampleQuery, sampleTemplate, testWorld } from '../support/test-world.ts'

const hour = 3_600_000
const minute = 60_000

function withDentist() {
  const made = testWorld()
  const { world, sub, calendarId } = made
  createEvent(world, {
    calendarId,
    summary: 'Dentist',
    description: '',
    location: '',
    startMs: monday.startMs + 2 * hour,
    endMs: monday.startMs + 3 * hour,
    allDay: false,
    status: 'busy',
  })
  const members = [{ sub, managedAvailability: true }]
  const query = sampleQuery([{ members, required: 'all' }], {
    bufferBeforeMinutes: 15,
    minimumNoticeMinutes: 60,
  })
  return { ...made, query }
}

test('every missing time is explained and no offered one is, start by start', () => {
  const { world, query } = withDentist()
  const listed = new Set(listOffers(world, query).map(o => o.startMs))
  expect(listed.size).toBeGreaterThan(5)
  for (let startMs = monday.startMs - hour; startMs < monday.endMs + hour; startMs += 10 * minute) {
    const { reasons } = explainStart(world, query, startMs)
    expect([startMs, reasons.length === 0]).toEqual([startMs, listed.has(startMs)])
  }
})

test('the reason names whose event it is, which one, and when', () => {
  const { world, query, sub, calendarId } = withDentist()
  const event = {
    summary: 'Dentist',
    calendarId,
    startMs: monday.startMs + 2 * hour,
    endMs: monday.startMs + 3 * hour,
  }
  expect(explainStart(world, query, monday.startMs + 2 * hour).reasons).toEqual([
    { kind: 'busy', sub, ...event },
  ])
  expect(explainStart(world, query, monday.startMs + hour).reasons).toEqual([
    { kind: 'buffer', sub, side: 'before', ...event },
  ])
  expect(explainStart(world, query, monday.startMs + 8.5 * hour).reasons).toEqual(
    expect.arrayContaining([{ kind: 'outside_periods' }, { kind: 'outside_hours', sub }]),
  )
  expect(explainStart(world, query, monday.startMs + 5 * minute).reasons).toEqual([
    { kind: 'off_grid', startIntervalMinutes: 30 },
  ])
})

test('a booking is named by what was booked', () => {
  const { world, query, sub } = withDentist()
  const link = addLink(world, sampleTemplate(query), 'desk')
  book(world, link.token, bookingRequest(monday.startMs + 4 * hour))
  expect(explainStart(world, query, monday.startMs + 4 * hour).reasons).toMatchObject([
    { kind: 'busy', sub, summary: 'Interview', calendarId: null },
  ])
})

test('what would give more times is told with how many, the most helpful first', () => {
  const { world, query } = withDentist()
  const { starts, gains } = relaxQuery(world, query)
  expect(starts).toBe(listOffers(world, query).length)
  expect(gains.map(g => g.more)).toEqual(gains.map(g => g.more).sort((a, b) => b - a))
  const shorter = gains.find(g => g.kind === 'shorter')
  const relaxed = listOffers(world, { ...query, requiredDurationMinutes: shorter?.to ?? 0 })
  expect(relaxed.length - starts).toBe(shorter?.more)
  const noBuffer = gains.find(g => g.kind === 'no_buffer')
  expect(listOffers(world, { ...query, bufferBeforeMinutes: 0 }).length - starts).toBe(noBuffer?.more)
})

test('an event that is offered over in part still gives its name to the rest of it', () => {
  const { world, sub, query } = withDentist()
  const half = { startMs: monday.startMs + 2 * hour, endMs: monday.startMs + 2.5 * hour }
  const members = [{ sub, managedAvailability: true, overBusy: [half] }]
  const [group] = query.participants
  if (group === undefined) throw new Error('nobody')
  const { reasons } = explainStart(
    world,
    { ...query, participants: [{ ...group, members }] },
    monday.startMs + 2 * hour,
  )
  expect(reasons).toMatchObject([
    { kind: 'busy', sub, summary: 'Dentist', startMs: half.endMs, endMs: monday.startMs + 3 * hour },
  ])
})
