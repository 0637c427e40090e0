import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CalendarFault } from '../../main/calendars/calendar-fault.ts'
import { retryAfterMs } from '../../main/calendars/cloud/retry-after.ts'
import { NetworkFault } from '../../main/network/network-fault.ts'
import type { ProviderFault } from '../support/cloud-provider.ts'
import {
  at,
  type CloudWorld,
  createKept,
  eventToPut,
  noWindow,
  startCloudWorld,
} from '../support/cloud-world.ts'

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (fault: unknown) => fault as CalendarFault,
  )

describe.each(['google', 'microsoft'] as const)('%s in trouble', vendor => {
  let world: CloudWorld
  let kept: ReturnType<typeof createKept>
  /** What is kept, and everything that it must still be when a pull fails. */
  let before: { spans: string[]; cursor: string | null }

  beforeEach(async () => {
    world = await startCloudWorld(vendor)
    kept = createKept()
    for (let i = 0; i < 6; i++)
      world.provider.addEvent({ id: `ev${i}`, startMs: at('2027-03-01T09:00') + i * 86_400_000 })
    world.provider.settings.pageSize = 2
    await kept.pull(world)
    before = { spans: kept.spans(), cursor: kept.cursor() }
    for (let i = 0; i < 6; i++) world.provider.removeEvent(`ev${i}`)
    for (let i = 0; i < 6; i++)
      world.provider.addEvent({ id: `new${i}`, startMs: at('2027-04-01T09:00') + i * 86_400_000 })
    world.provider.takeRequests()
  })
  afterEach(() => world.provider.stop())

  const table: [ProviderFault, string, boolean, number | null][] = [
    ['forbidden', 'forbidden', false, null],
    ['rate_limit', 'throttled', true, 5000],
    ['quota', 'throttled', true, 5000],
    ['too_many', 'throttled', true, 7000],
    ['too_many_unsaid', 'throttled', true, 5000],
    ['broken', 'server', true, null],
    ['unavailable', 'server', true, 9000],
    ['not_json', 'malformed', true, null],
    ['cut_json', 'malformed', true, null],
    ['no_times', 'malformed', true, null],
    ['no_end', 'malformed', true, null],
    ['redirect', 'malformed', true, null],
  ]

  describe.each([
    ['on the first page', 0],
    ['on a page in the middle', 2],
  ])('%s of what changed', (_, after) => {
    it.each(table)('%s: nothing is changed by half of an answer', async (name, kind, passing, waitMs) => {
      world.provider.fault(name, { after })
      const fault = await faultOf(kept.pull(world))
      expect(fault).toBeInstanceOf(CalendarFault)
      expect(fault).toMatchObject({ kind, passing, retryAfterMs: waitMs })
      expect({ spans: kept.spans(), cursor: kept.cursor() }).toEqual(before)
    })

    it.each(table)('%s: the next pull sees everything', async name => {
      world.provider.fault(name, { after })
      await faultOf(kept.pull(world))
      world.clock.nowMs += 60_000
      await kept.pull(world)
      expect([...kept.objects.keys()].sort()).toEqual(['new0', 'new1', 'new2', 'new3', 'new4', 'new5'])
    })

    it('a connection that breaks is a fault of the network', async () => {
      // More than once: the client tries again where a kept connection was closed.
      world.provider.fault('dropped', { after, times: 9 })
      expect(await faultOf(kept.pull(world))).toBeInstanceOf(NetworkFault)
      expect({ spans: kept.spans(), cursor: kept.cursor() }).toEqual(before)
    })
  })

  it.each(table)('on a page in the middle of everything, %s: nobody looks free', async (name, kind) => {
    world.provider.fault(name, { after: 2 })
    expect(await faultOf(kept.pull(world, world.connector, { cursor: null }))).toMatchObject({ kind })
    expect(kept.spans()).toEqual(before.spans)
  })

  it.each(table)('%s: the sentence ends with a stop and quotes nothing', async name => {
    world.provider.fault(name)
    const fault = await faultOf(kept.pull(world))
    expect(fault?.message).toMatch(/^[A-Z].*\.$/)
    expect(fault?.message).not.toMatch(/secret|words|127\.0\.0\.1|undefined|null/)
    expect(JSON.stringify(fault)).not.toMatch(/secret|words/)
  })

  it('an empty answer is no empty calendar, where a list has to have its end', async () => {
    world.provider.fault('empty_object')
    const fault = await faultOf(kept.pull(world))
    expect(fault).toMatchObject({ kind: 'malformed' })
    expect(kept.spans()).toEqual(before.spans)
  })

  it('a list that goes round in circles is left', async () => {
    world.provider.fault('endless', { times: 99 })
    expect(await faultOf(kept.pull(world))).toMatchObject({ kind: 'malformed' })
    expect(world.provider.requests.length).toBeLessThan(5)
  })

  it('a token that ends between two pages is renewed, and nothing is missing', async () => {
    world.provider.fault('unauthorized', { after: 1 })
    await kept.pull(world)
    expect(kept.objects.size).toBe(6)
    expect(world.account.kept).toHaveLength(1)
  })

  it('a sign-in that lapses between two pages asks for a new one, and nobody looks free', async () => {
    world.provider.fault('unauthorized', { after: 1 })
    const pulling = faultOf(kept.pull(world))
    world.provider.oauth[vendor].withdraw()
    expect(await pulling).toMatchObject({ kind: 'sign_in', passing: false })
    expect({ spans: kept.spans(), cursor: kept.cursor() }).toEqual(before)
  })

  it('a provider that refuses a new token, too, is asked no third time', async () => {
    world.provider.fault('unauthorized', { times: 2 })
    expect(await faultOf(kept.pull(world))).toMatchObject({ kind: 'sign_in' })
    expect(world.provider.requests.filter(r => r.path.startsWith('/api'))).toHaveLength(2)
    expect(world.provider.requests.filter(r => r.path === '/token')).toHaveLength(1)
  })

  it('ten calendars at once with a token that ended renew it once', async () => {
    world.provider.oauth[vendor].endAccess()
    const pulls = Array.from({ length: 10 }, () => createKept().pull(world))
    expect((await Promise.all(pulls)).map(p => p.changed.length)).toEqual(Array(10).fill(6))
    expect(world.provider.requests.filter(r => r.path === '/token')).toHaveLength(1)
  })

  describe('asking too often', () => {
    const requests = () => world.provider.takeRequests().length

    it('is left until the moment that was named, without a request', async () => {
      world.provider.fault('too_many')
      await faultOf(kept.pull(world))
      expect(requests()).toBe(1)
      world.clock.nowMs += 6999
      expect(await faultOf(kept.pull(world))).toMatchObject({ kind: 'throttled', retryAfterMs: 1 })
      expect(requests()).toBe(0)
      world.clock.nowMs += 1
      await kept.pull(world)
      expect(kept.objects.size).toBe(6)
    })

    it('waits for writes, too', async () => {
      world.provider.fault('too_many')
      await faultOf(kept.pull(world))
      const put = world.connector.put(world.account.read(), world.calendar, eventToPut(), null, noWindow)
      expect(await faultOf(put)).toMatchObject({ kind: 'throttled' })
      expect(requests()).toBe(1)
    })

    it('holds up no other account', async () => {
      world.provider.fault('too_many')
      await faultOf(kept.pull(world))
      const other = { ...world.account.read(), connectionId: 'con_2' }
      expect(await world.connector.list(other, noWindow)).toHaveLength(1)
    })

    it('waits longer each time where no moment is named, and begins anew after an answer', async () => {
      const waits: (number | null | undefined)[] = []
      for (let i = 0; i < 10; i++) {
        world.provider.fault('too_many_unsaid')
        waits.push((await faultOf(kept.pull(world)))?.retryAfterMs)
        world.clock.nowMs += 3_600_000
      }
      expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900].map(s => s * 1000))
      await kept.pull(world)
      world.provider.fault('too_many_unsaid')
      expect((await faultOf(kept.pull(world)))?.retryAfterMs).toBe(5000)
    })

    it('of those that wait for a turn, none is sent after one was refused', async () => {
      world.provider.fault('too_many', { times: 4 })
      const pulls = Array.from({ length: 20 }, () => faultOf(createKept().pull(world)))
      expect((await Promise.all(pulls)).every(f => f?.kind === 'throttled')).toBe(true)
      expect(requests()).toBeLessThanOrEqual(4)
    })

    it('is over when the clock was set back: nobody is left out for days', async () => {
      world.provider.fault('too_many')
      await faultOf(kept.pull(world))
      world.clock.nowMs -= 2 * 86_400_000
      await kept.pull(world)
      expect(kept.objects.size).toBe(6)
    })
  })

  it('does not go by the provider’s clock, which may be a day off', async () => {
    world.provider.clock.skewMs = 86_400_000
    await kept.pull(world)
    expect(kept.objects.size).toBe(6)
    expect(world.provider.requests.filter(r => r.path === '/token')).toHaveLength(0)
  })

  it('a pull that is given up ends', async () => {
    const giveUp = new AbortController()
    const pulling = faultOf(kept.pull(world, world.connector, { signal: giveUp.signal }))
    giveUp.abort()
    expect(await pulling).toBeInstanceOf(NetworkFault)
    expect(kept.spans()).toEqual(before.spans)
  })

  it('after a kill between an answer and keeping it, the next pull sees the same change again', async () => {
    const lost = createKept()
    lost.objects.clear()
    const request = { cursor: kept.cursor(), known: kept.known() }
    const first = await lost.pull(world, world.connector, request)
    const second = await kept.pull(world, world.make())
    expect(second.changed.map(o => o.objectId)).toEqual(first.changed.map(o => o.objectId))
    expect(second.removed).toEqual(first.removed)
  })

  it('free/busy that is cut short is a fault, and not half a day off', async () => {
    const remoteId = vendor === 'google' ? 'freebusy:ann@example.org' : 'schedule:ann@example.org'
    world.provider.settings.busy['ann@example.org'] = []
    world.provider.fault('broken', { after: 1 })
    const colleague = { ...world, calendar: { ...world.calendar, remoteId } }
    expect(await faultOf(createKept().pull(colleague))).toMatchObject({ kind: 'server' })
  })
})

describe('Retry-After', () => {
  const nowMs = Date.parse('2027-03-01T08:00:00Z')
  it.each([
    ['7', {}, 7000],
    [' 7 ', {}, 7000],
    ['0', {}, 1000],
    ['999999999', {}, 86_400_000],
    ['Mon, 01 Mar 2027 08:00:30 GMT', {}, 30_000],
    ['Mon, 01 Mar 2027 07:00:00 GMT', {}, 1000],
    ['Tue, 02 Mar 2027 08:00:30 GMT', { date: 'Tue, 02 Mar 2027 08:00:00 GMT' }, 30_000],
    ['soon', {}, null],
    ['-5', {}, null],
    ['', {}, null],
  ])('%s with %o is %s ms', (said, more, expected) => {
    expect(retryAfterMs({ 'retry-after': said, ...more }, nowMs)).toBe(expected)
  })

  it('is nothing where nothing is said', () => {
    expect(retryAfterMs({}, nowMs)).toBeNull()
  })
})
