import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection, SignInState } from '../../preload/contract/connections.ts'
import { failed, type Outcome } from '../../renderer/client/client.ts'
import { byAccount } from '../../renderer/state/accounts.ts'
import { calendarLine, unreadText } from '../../renderer/state/calendar-words.ts'
import { useConnections } from '../../renderer/state/connections.ts'
import { connectCalls } from '../../renderer/state/program-calls.ts'
import { followSignIn } from '../../renderer/state/sign-in.ts'
import { remote } from './in-memory-accounts.ts'
import { builtIn } from './in-memory-program.ts'

vi.mock('../../renderer/time/locale.ts', () => ({ locale: 'en-GB', weekStartsOn: 1 }))

const nowMs = Date.parse('2026-11-24T09:00:00Z')
const minute = 60_000
const account: Connection = {
  connectionId: 'con_1',
  sub: 'acc_ada',
  kind: 'google',
  name: 'ada@gmail.com',
  state: 'ok',
  problem: null,
}
const feed: Connection = { ...account, connectionId: 'con_2', kind: 'feed', name: 'example.org' }
const work: Calendar = { ...remote('cal_1', 'acc_ada', 'Work', 'google', nowMs), connectionId: 'con_1' }
const holidays: Calendar = { ...remote('cal_2', 'acc_ada', 'Holidays', 'feed', nowMs), connectionId: 'con_2' }
const own = builtIn('cal_3', 'acc_ada', 'Openslot')
const colleague: Calendar = { ...work, calendarId: 'cal_4', sub: 'acc_ben', name: 'ben@example.org' }

describe('a person’s calendars', () => {
  it('stand with their account; a feed stands by itself', () => {
    const { accounts, others } = byAccount('acc_ada', [own, work, holidays], [account, feed])
    expect(accounts).toEqual([{ connection: account, calendars: [work] }])
    expect(others).toEqual([own, holidays])
  })

  it('keep an account in sight of which nothing is read', () => {
    expect(byAccount('acc_ada', [own], [account]).accounts).toEqual([{ connection: account, calendars: [] }])
  })

  it('hold what is seen of a colleague, and not the account it is seen through', () => {
    const { accounts, others } = byAccount('acc_ben', [colleague], [account])
    expect(accounts).toEqual([])
    expect(others).toEqual([colleague])
  })
})

describe('a calendar in words', () => {
  const freshness = { confirmedMs: nowMs - 2 * minute, reading: false, failure: null }

  it.each([
    ['says when it was read', { freshness }, '12 events · read 2 minutes ago'],
    ['says that it is being read', { freshness: { ...freshness, reading: true } }, '12 events · reading…'],
    [
      'counts nothing before it was read',
      { freshness: { ...freshness, confirmedMs: null, reading: true } },
      'reading for the first time…',
    ],
    [
      'says that bookings go in',
      { freshness, primary: true },
      '12 events · read 2 minutes ago · bookings go in here',
    ],
  ])('%s', (_, change, text) => {
    expect(calendarLine({ ...work, ...change }, nowMs)).toBe(text)
  })

  it('says plainly what it means that it is unread', () => {
    expect(unreadText({ ...work, state: 'unread' })).toContain('all of its time counts as busy')
    expect(unreadText(work)).toBeNull()
  })
})

describe('a sign-in at a provider', () => {
  const done: SignInState = { state: 'done', connectionId: 'con_1', problem: null }
  const waiting: SignInState = { state: 'waiting', connectionId: null, problem: null }
  let answer: Outcome<SignInState>
  let asked = 0

  beforeEach(() => {
    vi.useFakeTimers()
    asked = 0
    answer = { ok: true, value: waiting }
    const call = () => {
      asked += 1
      return Promise.resolve(answer)
    }
    const rest = { subscribe: () => () => {}, watchConnection: () => () => {} }
    connectCalls(
      { call: call as never, ...rest, capabilities: () => Promise.reject(new Error('not asked here')) },
      () => {},
    )
  })
  afterEach(() => vi.useRealTimers())

  it('is asked for each second until it is done, and told once', async () => {
    const ended = vi.fn()
    followSignIn('sin_1', ended)
    await vi.advanceTimersByTimeAsync(2500)
    expect(ended).not.toHaveBeenCalled()
    answer = { ok: true, value: done }
    await vi.advanceTimersByTimeAsync(5000)
    expect(ended).toHaveBeenCalledExactlyOnceWith(done)
    expect(asked).toBe(3)
  })

  it('is asked for at once where the connections change', async () => {
    const ended = vi.fn()
    followSignIn('sin_1', ended)
    answer = { ok: true, value: done }
    useConnections.setState({ value: [account] })
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toHaveBeenCalledOnce()
  })

  it('goes on waiting where one reading fails', async () => {
    const ended = vi.fn()
    followSignIn('sin_1', ended)
    answer = failed('internal', 'Openslot does not answer.')
    await vi.advanceTimersByTimeAsync(1500)
    answer = { ok: true, value: done }
    await vi.advanceTimersByTimeAsync(1000)
    expect(ended).toHaveBeenCalledOnce()
  })

  it('is not asked for any more once nobody waits', async () => {
    const ended = vi.fn()
    const stop = followSignIn('sin_1', ended)
    answer = { ok: true, value: done }
    stop()
    await vi.advanceTimersByTimeAsync(3000)
    expect(ended).not.toHaveBeenCalled()
    expect(asked).toBe(0)
  })
})
