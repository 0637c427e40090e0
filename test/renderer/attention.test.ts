import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Booking } from '../../preload/contract/bookings.ts'
import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection } from '../../preload/contract/connections.ts'
import { type Attention, attentionOf, type Known, keyOf } from '../../renderer/state/attention.ts'
import { attentionWords } from '../../renderer/state/attention-words.ts'
import { useBookings } from '../../renderer/state/bookings.ts'
import { useCalendars } from '../../renderer/state/calendars.ts'
import { useConnections } from '../../renderer/state/connections.ts'
import { rememberNews, tellNews } from '../../renderer/state/news.ts'
import { toasts } from '../../renderer/state/toasts.ts'
import { remote } from './in-memory-accounts.ts'
import { builtIn, emptyWorld } from './in-memory-program.ts'

vi.mock('../../renderer/time/locale.ts', () => ({ locale: 'en-GB', weekStartsOn: 1 }))

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
const conflict = {
  sub: 'acc_ada',
  calendarId: 'cal_work',
  summary: 'Dentist',
  startMs: nowMs + hour,
  endMs: nowMs + 2 * hour,
}
const delivery = {
  deliveryId: 'dlv_1',
  kind: 'mail' as const,
  target: 'g@example.org',
  state: 'failed' as const,
  attempts: 9,
  nextAttemptMs: null,
  lastError: 'Refused.',
  deliveredMs: null,
}
const account: Connection = {
  connectionId: 'con_1',
  sub: 'acc_ada',
  kind: 'caldav',
  name: 'ada@icloud.com',
  state: 'ok',
  problem: null,
}
const signedOut: Connection = { ...account, state: 'sign_in', problem: 'The password was not accepted.' }
const work: Calendar = { ...remote('cal_work', 'acc_ada', 'Work', 'caldav', nowMs), connectionId: 'con_1' }
const unread: Calendar = {
  ...work,
  state: 'unread',
  freshness: {
    confirmedMs: nowMs - hour,
    reading: false,
    failure: { message: 'No answer.', sinceMs: nowMs },
  },
}

function attention(known: Partial<Known>): readonly Attention[] {
  return attentionOf({
    bookings: [],
    calendars: [],
    connections: [],
    reach: null,
    seen: new Set(),
    nowMs,
    ...known,
  })
}

function told(known: Partial<Known>): string[] {
  return attention(known).map(one => attentionWords(one, known.calendars ?? [], 'UTC').title)
}

describe('what needs attention', () => {
  it('comes the worst first', () => {
    const found = attention({
      bookings: [
        { ...booking, conflicts: [conflict], deliveries: [delivery] },
        { ...booking, bookingId: 'bkg_2', followed: 'moved' },
      ],
      calendars: [unread, { ...builtIn('cal_2', 'acc_ada', 'Old'), state: 'uncertain' }],
      connections: [signedOut],
      reach: { ...emptyWorld(nowMs).reach, status: 'down' },
    })
    expect(found.map(a => a.kind)).toEqual([
      'reach',
      'connection',
      'conflict',
      'delivery',
      'uncertain',
      'followed',
    ])
  })

  it('is nothing where everything is well', () => {
    const known = { bookings: [booking], calendars: [work, builtIn('cal_2', 'acc_ada', 'Own')] }
    expect(attention({ ...known, connections: [account] })).toEqual([])
  })

  it('tells of an account once, not for each of its calendars', () => {
    const calendars = [unread, { ...unread, calendarId: 'cal_home', name: 'Home' }]
    const [one, ...more] = attention({ calendars, connections: [signedOut] })
    expect(more).toEqual([])
    const words = attentionWords(one!, calendars, 'UTC')
    expect(words.title).toBe('ada@icloud.com wants you to sign in again')
    expect(words.detail).toBe('The password was not accepted. 2 calendars count as busy until then.')
  })

  it('calls a feed by the name of its calendar', () => {
    const feed = { ...account, kind: 'feed' as const, name: 'example.org', state: 'failing' as const }
    const calendar = { ...unread, kind: 'feed' as const, name: 'Holidays' }
    expect(told({ calendars: [calendar], connections: [feed] })).toEqual([
      'Holidays cannot be read at the moment',
    ])
  })

  it('names a calendar that cannot be read though its account can', () => {
    expect(told({ calendars: [unread], connections: [account] })).toEqual(['Work cannot be read'])
  })

  it('leaves out a calendar that merely was not read yet', () => {
    const waiting = {
      ...work,
      state: 'unread' as const,
      freshness: { confirmedMs: null, reading: true, failure: null },
    }
    expect(attention({ calendars: [waiting], connections: [account] })).toEqual([])
  })

  it('says with what a booking overlaps, and where', () => {
    expect(told({ bookings: [{ ...booking, conflicts: [conflict] }], calendars: [work] })).toEqual([
      'Interview overlaps with “Dentist” in Work',
    ])
  })

  it.each([
    ['is over', { startMs: nowMs - 2 * hour, endMs: nowMs - hour }],
    ['was cancelled', { status: 'cancelled' as const }],
  ])('leaves out the overlap of a booking that %s', (_, change) => {
    expect(attention({ bookings: [{ ...booking, conflicts: [conflict], ...change }] })).toEqual([])
  })

  it('tells of a booking that followed the calendar until it is put away, and anew when it moves again', () => {
    const moved = { ...booking, followed: 'moved' as const }
    const [one] = attention({ bookings: [moved] })
    const seen = new Set([keyOf(one!)])
    expect(attention({ bookings: [moved], seen })).toEqual([])
    expect(attention({ bookings: [{ ...moved, startMs: moved.startMs + 1 }], seen })).toHaveLength(1)
  })
})

describe('news', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: nowMs })
    toasts.clear()
    useBookings.setState({ value: [booking] })
    useCalendars.setState({ value: [work] })
    useConnections.setState({ value: [account] })
    rememberNews()
  })

  afterEach(() => vi.useRealTimers())

  const titles = () => toasts.visibleToasts.map(t => t.content.title)

  it('is told when an account wants a new sign-in, once', () => {
    useConnections.setState({ value: [signedOut] })
    tellNews()
    tellNews()
    expect(titles()).toEqual(['ada@icloud.com wants you to sign in again'])
  })

  it('is told again when it comes back after it was over', () => {
    useCalendars.setState({ value: [unread] })
    tellNews()
    useCalendars.setState({ value: [work] })
    tellNews()
    useCalendars.setState({ value: [unread] })
    tellNews()
    expect(titles()).toHaveLength(2)
  })

  it('says nothing of a server that may be back before any time of its calendars is lost', () => {
    useConnections.setState({ value: [{ ...account, state: 'failing', problem: 'No answer.' }] })
    tellNews()
    expect(titles()).toEqual([])
  })

  it('says nothing of what was wrong when the desk opened', () => {
    useBookings.setState({ value: [{ ...booking, conflicts: [conflict] }] })
    rememberNews()
    tellNews()
    expect(titles()).toEqual([])
  })

  it('of many things at once names two and counts the others', () => {
    const bookings = [1, 2, 3, 4].map(n => ({
      ...booking,
      bookingId: `bkg_${n}`,
      summary: `No. ${n}`,
      followed: 'deleted' as const,
    }))
    useBookings.setState({ value: bookings })
    tellNews()
    expect(titles().sort((a, b) => a.localeCompare(b))).toEqual([
      '2 more need your attention',
      'No. 1 was cancelled',
      'No. 2 was cancelled',
    ])
  })
})
