import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Booking } from '../../preload/contract/bookings.ts'
import { failed, type Outcome, type Push } from '../../renderer/client/client.ts'
import { useAnnouncements } from '../../renderer/state/announcements.ts'
import { past, upcoming } from '../../renderer/state/attention.ts'
import { useArrivals, useBookings } from '../../renderer/state/bookings.ts'
import { useDesk } from '../../renderer/state/desk.ts'
import { useLinks } from '../../renderer/state/links.ts'
import { connectCalls } from '../../renderer/state/program-calls.ts'
import { applyPush } from '../../renderer/state/pushes.ts'
import { conditionsText, periodsText, queryBrief } from '../../renderer/state/query-words.ts'
import { hrefOf, routeOf } from '../../renderer/state/route.ts'
import { recipientName } from '../../renderer/state/tones.ts'
import { emptyWorld, inMemoryProgram } from './in-memory-program.ts'

const hour = 3_600_000
const nowMs = Date.parse('2026-11-24T09:00:00Z')
const booking: Booking = {
  bookingId: 'bkg_1',
  linkId: 'sch_1',
  summary: 'Interview',
  location: '',
  startMs: nowMs + hour,
  endMs: nowMs + 2 * hour,
  participants: [],
  recipient: { name: 'Grace', email: 'g@example.org', note: '', tzid: 'UTC' },
  status: 'confirmed',
  createdMs: nowMs,
  conferencingUrl: null,
  followed: null,
  conflicts: [],
  deliveries: [],
}
const arrival: Push = { seq: 1, topic: 'booking.arrived', payload: booking }
const noResync = () => Promise.resolve()

function connect(call: (name: string) => Promise<Outcome<unknown>>): void {
  connectCalls(
    {
      call: call as never,
      subscribe: () => () => {},
      capabilities: () => Promise.reject(new Error('not asked here')),
      watchConnection: () => () => {},
    },
    () => useDesk.setState({ phase: 'locked' }),
  )
}

beforeEach(() => {
  useBookings.setState({ value: null, failure: null })
  useArrivals.setState({ ids: new Set() })
  useAnnouncements.setState({ count: 0, text: '' })
  useDesk.setState({ phase: 'ready', connection: 'live' })
  const program = inMemoryProgram(emptyWorld(nowMs))
  connect(name => Promise.resolve(program.call(name, {})))
})

describe('a booking that arrives', () => {
  it('is in the list at once, before anything is read', () => {
    applyPush(arrival, noResync)
    expect(useBookings.getState().value).toEqual([booking])
    expect(useAnnouncements.getState().text).toContain('Grace booked Interview')
  })

  it('is celebrated once, even if the stream tells of it twice', () => {
    applyPush(arrival, noResync)
    applyPush(arrival, noResync)
    expect(useAnnouncements.getState().count).toBe(1)
    expect(useBookings.getState().value).toHaveLength(1)
  })

  it('of a recipient without a name is somebody’s all the same', () => {
    expect(recipientName({ ...booking, recipient: { ...booking.recipient, name: '', email: '' } })).toBe(
      'Somebody',
    )
  })
})

describe('other pushes', () => {
  it('have the noun they name read again', async () => {
    applyPush({ seq: 2, topic: 'changed', payload: { noun: 'links' } }, noResync)
    await vi.waitFor(() => expect(useLinks.getState().value).toEqual([]))
  })

  it('lead to everything being read when some were missed', () => {
    const resync = vi.fn(noResync)
    applyPush({ seq: 3, topic: 'resync', payload: {} }, resync)
    expect(resync).toHaveBeenCalledOnce()
  })
})

describe('readings', () => {
  it('that were overtaken by a later one do not count', async () => {
    const answers: ((outcome: Outcome<unknown>) => void)[] = []
    connect(() => new Promise(resolve => answers.push(resolve)))
    const readings = [useBookings.load(), useBookings.load()]
    answers[1]!({ ok: true, value: [booking] })
    answers[0]!({ ok: true, value: [] })
    await Promise.all(readings)
    expect(useBookings.getState().value).toEqual([booking])
  })

  it('that fail keep what was known and say why', async () => {
    useBookings.setState({ value: [booking] })
    connect(() => Promise.resolve(failed('internal', 'A fault of ours.')))
    await useBookings.load()
    expect(useBookings.getState()).toMatchObject({
      value: [booking],
      failure: { message: 'A fault of ours.' },
    })
  })

  it('lock the desk when the sign-in is gone', async () => {
    connect(() => Promise.resolve(failed('unauthorized', 'Locked.')))
    await useBookings.load()
    expect(useDesk.getState().phase).toBe('locked')
  })
})

describe('what Today shows', () => {
  const over = { ...booking, bookingId: 'bkg_2', startMs: nowMs - 2 * hour, endMs: nowMs - hour }
  const running = { ...booking, bookingId: 'bkg_3', startMs: nowMs - 1000, endMs: nowMs + 1000 }
  const cancelled = { ...booking, bookingId: 'bkg_4', status: 'cancelled' as const }
  const all = [booking, over, running, cancelled]

  it('is ahead while it is not over, and behind once it is or was cancelled', () => {
    expect(upcoming(all, nowMs).map(b => b.bookingId)).toEqual(['bkg_3', 'bkg_1'])
    expect(past(all, nowMs).map(b => b.bookingId)).toEqual(['bkg_4', 'bkg_2'])
  })
})

describe('a query in words', () => {
  const people = [
    { sub: 'acc_1', name: 'Ada', email: '', tzid: 'UTC', isOrganizer: true, hours: [], overrides: [] },
    { sub: 'acc_2', name: 'Bob', email: '', tzid: 'UTC', isOrganizer: false, hours: null, overrides: [] },
  ]
  const query = {
    participants: [
      {
        members: [
          { sub: 'acc_1', managedAvailability: true },
          { sub: 'acc_2', managedAvailability: false },
        ],
        required: 1 as const,
      },
    ],
    requiredDurationMinutes: 45,
    queryPeriods: [{ startMs: Date.parse('2026-11-24T00:00Z'), endMs: Date.parse('2026-12-08T00:00Z') }],
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 10,
    startIntervalMinutes: 30,
    minimumNoticeMinutes: 120,
    tzid: 'UTC',
  }

  it('says who, how long, when and under which conditions', () => {
    expect(queryBrief(query, people)).toBe('45 min with at least 1 of Ada and Bob')
    expect(periodsText(query)).toMatch(/24.*7|Nov 24.*Dec 7/)
    expect(conditionsText(query)).toMatch(
      /within weekly hours, 10 min free after, 2 h notice,? and starts every 30 min/,
    )
  })
})

describe('addresses within the desk', () => {
  it.each([
    ['#/links/sch_a-1', { screen: 'links', id: 'sch_a-1' }],
    ['#/bookings', { screen: 'bookings', id: null }],
    ['#/new', { screen: 'new' }],
    ['', { screen: 'today' }],
    ['#/nonsense/1', { screen: 'today' }],
  ])('%s leads to %j', (hash, route) => {
    expect(routeOf(hash)).toEqual(route)
  })

  it('are made as they are read', () => {
    expect(routeOf(hrefOf('links', 'sch_x'))).toEqual({ screen: 'links', id: 'sch_x' })
  })
})
