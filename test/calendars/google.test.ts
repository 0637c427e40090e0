import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CalendarFault } from '../../main/calendars/calendar-fault.ts'
import { eventIdOf } from '../../main/calendars/google/event-id.ts'
import { googleColleague } from '../../main/calendars/google/google-connector.ts'
import {
  at,
  type CloudWorld,
  createKept,
  eventToPut,
  noWindow,
  startCloudWorld,
  window,
} from '../support/cloud-world.ts'

let world: CloudWorld
beforeEach(async () => {
  world = await startCloudWorld('google')
})
afterEach(() => world.provider.stop())

const list = () => world.connector.list(world.account.read(), noWindow)
const put = (event = eventToPut(), before: { objectId: string; etag: string | null } | null = null) =>
  world.connector.put(world.account.read(), world.calendar, event, before, noWindow)
const remove = (before: { objectId: string; etag: string | null }, invite = false) =>
  world.connector.remove(world.account.read(), world.calendar, before, invite, noWindow)
const lists = () =>
  world.provider.takeRequests().filter(r => r.path.endsWith('/events') && r.method === 'GET')

describe('the list of calendars', () => {
  it('is read to its last page', async () => {
    world.provider.settings.pageSize = 2
    for (let i = 0; i < 6; i++)
      world.provider.settings.calendars.push({
        id: `c${i}@example.org`,
        summary: `C${i}`,
        accessRole: 'reader',
      })
    expect((await list()).map(c => c.name)).toEqual(['Me', 'C0', 'C1', 'C2', 'C3', 'C4', 'C5'])
  })

  it.each([
    ['owner', 'c@example.org', true],
    ['writer', 'c@example.org', true],
    ['reader', 'c@example.org', false],
    ['freeBusyReader', 'freebusy:c@example.org', false],
    ['writerWithoutPrivateAccess', 'c@example.org', false],
  ])(
    'a calendar with the role %s has the name %s and takes events: %s',
    async (accessRole, remoteId, takesEvents) => {
      world.provider.settings.calendars.push({
        id: 'c@example.org',
        summary: 'C',
        summaryOverride: 'Mine',
        accessRole,
      })
      const found = (await list())[1]
      expect(found).toMatchObject({ remoteId, takesEvents, sendsInvitations: takesEvents, name: 'Mine' })
    },
  )
})

describe('reading', () => {
  it('reads every page, and nothing of the window is left out', async () => {
    world.provider.settings.pageSize = 3
    for (let i = 0; i < 10; i++) world.provider.addEvent({ startMs: at('2027-03-01T09:00') + i * 86_400_000 })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toHaveLength(10)
    expect(lists()).toHaveLength(4)
  })

  it('brings one change in five thousand events with one request', async () => {
    for (let i = 0; i < 5000; i++)
      world.provider.addEvent({ id: `ev${i}`, startMs: at('2027-02-02T00:00') + i * 900_000 })
    world.provider.settings.pageSize = 2500
    const kept = createKept()
    await kept.pull(world)
    world.provider.takeRequests()
    world.provider.moveEvent('ev77', at('2027-03-03T03:00'), at('2027-03-03T04:00'))
    const pulled = await kept.pull(world)
    expect(pulled.changed.map(o => o.objectId)).toEqual(['ev77'])
    expect(kept.objects.get('ev77')?.spans).toEqual(['2027-03-03T03:00/2027-03-03T04:00 busy'])
    expect(world.provider.requests).toHaveLength(1)
  })

  it('hears of what is deleted, and of what moves out of the window', async () => {
    for (const id of ['stays', 'deleted', 'leaves']) world.provider.addEvent({ id })
    const kept = createKept()
    await kept.pull(world)
    world.provider.removeEvent('deleted')
    world.provider.moveEvent('leaves', at('2029-01-01T09:00'), at('2029-01-01T10:00'))
    expect([...(await kept.pull(world)).removed].sort()).toEqual(['deleted', 'leaves'])
    expect([...kept.objects.keys()]).toEqual(['stays'])
  })

  it('keeps instances of a series apart, one deleted and one moved', async () => {
    world.provider.addSeries('weekly', [
      at('2027-03-01T09:00'),
      at('2027-03-08T09:00'),
      at('2027-03-15T09:00'),
    ])
    const kept = createKept()
    await kept.pull(world)
    world.provider.removeEvent('weekly_1')
    world.provider.moveEvent('weekly_2', at('2027-03-16T14:00'), at('2027-03-16T15:00'))
    await kept.pull(world)
    expect(kept.spans()).toEqual([
      '2027-03-01T09:00/2027-03-01T10:00 busy',
      '2027-03-16T14:00/2027-03-16T15:00 busy',
    ])
    expect([...kept.objects.values()].flatMap(o => o.uids)).toEqual([
      'weekly@google.com',
      'weekly@google.com',
    ])
  })

  it.each([
    ['an event', {}, 'busy'],
    ['a transparent event', { transparency: 'transparent' }, 'free'],
    ['a tentative event', { status: 'tentative' }, 'tentative'],
    ['a working location', { eventType: 'workingLocation', transparency: 'opaque' }, 'free'],
    ['out of office', { eventType: 'outOfOffice' }, 'busy'],
    ['focus time', { eventType: 'focusTime' }, 'busy'],
    ['focus time marked as free', { eventType: 'focusTime', transparency: 'transparent' }, 'busy'],
    ['an invitation declined', { attendees: [{ self: true, responseStatus: 'declined' }] }, 'free'],
    ['an invitation that somebody else declined', { attendees: [{ responseStatus: 'declined' }] }, 'busy'],
    [
      'an invitation taken as a maybe',
      { attendees: [{ self: true, responseStatus: 'tentative' }] },
      'tentative',
    ],
    ['an invitation not answered', { attendees: [{ self: true, responseStatus: 'needsAction' }] }, 'busy'],
    ['a kind of event that is new', { eventType: 'somethingNew' }, 'busy'],
  ])('%s with %o is %s', async (_, google, status) => {
    world.provider.addEvent({ id: 'ev', google })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.objects.get('ev')?.spans).toEqual([`2027-03-01T00:00/2027-03-01T01:00 ${status}`])
  })

  it('whole days go with their owner, who moved to another zone', async () => {
    world.provider.addEvent({ id: 'day', days: ['2027-03-28', '2027-03-29'] })
    const kept = createKept()
    await kept.pull(world)
    await kept.pull({ ...world, calendar: { ...world.calendar, zone: 'America/Los_Angeles' } })
    expect(kept.spans()).toEqual(['2027-03-28T07:00/2027-03-29T07:00 busy'])
  })

  it.each([
    ['Europe/Berlin', '2027-03-27T23:00/2027-03-28T22:00 busy'],
    ['America/Los_Angeles', '2027-03-28T07:00/2027-03-29T07:00 busy'],
    ['Pacific/Kiritimati', '2027-03-27T10:00/2027-03-28T10:00 busy'],
    ['UTC', '2027-03-28T00:00/2027-03-29T00:00 busy'],
  ])('a whole day is the owner’s day in %s', async (zone, span) => {
    world.provider.addEvent({ id: 'day', days: ['2027-03-28', '2027-03-29'] })
    const kept = createKept()
    await kept.pull({ ...world, calendar: { ...world.calendar, zone } })
    expect(kept.spans()).toEqual([span])
  })

  it.each([
    ['an offset', { dateTime: '2027-03-01T09:00:00-05:00' }, '2027-03-01T14:00'],
    [
      'a zone and no offset',
      { dateTime: '2027-03-01T09:00:00', timeZone: 'America/New_York' },
      '2027-03-01T14:00',
    ],
    ['neither', { dateTime: '2027-03-01T09:00:00' }, '2027-03-01T08:00'],
  ])('reads a time with %s', async (_, start, expected) => {
    world.provider.addEvent({ id: 'ev', google: { start, end: { dateTime: '2027-03-01T15:00:00Z' } } })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toEqual([`${expected}/2027-03-01T15:00 busy`])
  })

  it('fetches everything anew when the token is gone, and forgets what went meanwhile', async () => {
    for (const id of ['stays', 'goes']) world.provider.addEvent({ id })
    const kept = createKept()
    await kept.pull(world)
    world.provider.book.forget()
    world.provider.addEvent({ id: 'stays' })
    world.provider.fault('token_gone')
    await kept.pull(world)
    expect([...kept.objects.keys()]).toEqual(['stays'])
  })

  it('fetches everything anew when the token is gone between two pages', async () => {
    const kept = createKept()
    await kept.pull(world)
    world.provider.settings.pageSize = 1
    for (const id of ['a', 'b', 'c']) world.provider.addEvent({ id })
    world.provider.fault('token_gone', { after: 1 })
    await kept.pull(world)
    expect([...kept.objects.keys()].sort()).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['the same window', window, 'Europe/Berlin', false],
    [
      'a window that moved on by five days',
      { fromMs: window.fromMs + 5 * 86_400_000, toMs: window.toMs + 5 * 86_400_000 },
      'Europe/Berlin',
      false,
    ],
    [
      'a window that moved on by nine days',
      { fromMs: window.fromMs, toMs: window.toMs + 9 * 86_400_000 },
      'Europe/Berlin',
      true,
    ],
    [
      'a window that begins earlier',
      { fromMs: window.fromMs - 3 * 86_400_000, toMs: window.toMs },
      'Europe/Berlin',
      true,
    ],
    ['another zone of the owner', window, 'America/New_York', true],
  ])('with %s: fetched anew or not', async (_, asked, zone, anew) => {
    const kept = createKept()
    await kept.pull(world)
    lists()
    await kept.pull({ ...world, calendar: { ...world.calendar, zone } }, world.connector, { window: asked })
    expect(lists().map(r => r.query.has('syncToken'))).toEqual([!anew])
  })

  it.each(['', 'null', '{"v":0}', 'sync-1', '{"v":1,"token":"","window":{},"zone":"UTC"}'])(
    'a cursor that is none (%s) fetches everything',
    async cursor => {
      world.provider.addEvent({ id: 'ev' })
      const kept = createKept()
      await kept.pull(world, world.connector, { cursor })
      expect([...kept.objects.keys()]).toEqual(['ev'])
    },
  )

  it('finds an event that changes between two pages where it went', async () => {
    const kept = createKept()
    await kept.pull(world)
    world.provider.addEvent({ id: 'a' })
    world.provider.addEvent({ id: 'b' })
    world.provider.removeEvent('a')
    await kept.pull(world)
    expect([...kept.objects.keys()]).toEqual(['b'])
  })
})

describe('free/busy', () => {
  const busy = (start: string, end: string) => ({ start: `${start}:00Z`, end: `${end}:00Z` })
  const colleague = () => ({
    ...world,
    calendar: { ...world.calendar, remoteId: googleColleague(' Ann@Example.org ').remoteId },
  })

  it('adds somebody by address, who takes no events', () => {
    expect(googleColleague(' Ann@Example.org ')).toMatchObject({
      remoteId: 'freebusy:ann@example.org',
      takesEvents: false,
    })
  })

  it('is read over the whole window, in stretches that Google answers', async () => {
    world.provider.settings.busy['ann@example.org'] = [
      busy('2027-02-02T09:00', '2027-02-02T10:00'),
      busy('2027-05-30T09:00', '2027-05-30T10:00'),
    ]
    const kept = createKept()
    await kept.pull(colleague())
    expect(kept.spans()).toEqual([
      '2027-02-02T09:00/2027-02-02T10:00 busy',
      '2027-05-30T09:00/2027-05-30T10:00 busy',
    ])
  })

  it('is no change when it is the same', async () => {
    world.provider.settings.busy['ann@example.org'] = [busy('2027-02-02T09:00', '2027-02-02T10:00')]
    const kept = createKept()
    await kept.pull(colleague())
    expect((await kept.pull(colleague())).changed).toEqual([])
    world.provider.settings.busy['ann@example.org'] = []
    expect((await kept.pull(colleague())).changed).toHaveLength(1)
    expect(kept.spans()).toEqual([])
  })

  it.each([
    ['nobody Google shows', undefined, 'not_found'],
    ['an error beside busy time', { errors: [{ reason: 'notFound' }], busy: [] }, 'not_found'],
    ['an error inside Google', { errors: [{ reason: 'internalError' }] }, 'server'],
    ['no busy list at all', {}, 'server'],
  ])('%s is a fault and never free time', async (_, told, kind) => {
    if (told !== undefined) world.provider.settings.busy['ann@example.org'] = told
    await expect(createKept().pull(colleague())).rejects.toMatchObject({ kind })
  })

  it('takes no events', async () => {
    const calendar = { ...world.calendar, remoteId: 'freebusy:ann@example.org' }
    await expect(
      world.connector.put(world.account.read(), calendar, eventToPut(), null, noWindow),
    ).rejects.toMatchObject({ kind: 'refused' })
  })
})

describe('writing', () => {
  const stored = () => world.provider.book.all().filter(e => !e.deleted)

  it.each(['bkg_1@openslot', 'x', 'ü'.repeat(500)])(
    'derives an id that Google takes from the UID %s',
    uid => {
      expect(eventIdOf(uid)).toMatch(/^[a-v0-9]{52}$/)
      expect(eventIdOf(uid)).toBe(eventIdOf(uid))
      expect(eventIdOf(uid)).not.toBe(eventIdOf(`${uid} `))
    },
  )

  it('creates the event, and knows it again by Openslot’s own UID', async () => {
    const outcome = await put()
    expect(outcome).toMatchObject({ kind: 'written', object: { objectId: eventIdOf('bkg_1@openslot') } })
    const kept = createKept()
    await kept.pull(world)
    expect([...kept.objects.values()]).toMatchObject([
      { uids: ['bkg_1@openslot'], spans: ['2027-03-10T09:00/2027-03-10T10:00 busy'] },
    ])
  })

  it('does not believe a UID that somebody wrote into another event', async () => {
    world.provider.addEvent({
      id: 'forged',
      google: { extendedProperties: { private: { openslotUid: 'bkg_1@openslot' } } },
    })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.objects.get('forged')?.uids).toEqual(['forged@google.com'])
  })

  it('finds itself when it was made before', async () => {
    const first = await put()
    expect(await put()).toEqual(first)
    expect(stored()).toHaveLength(1)
  })

  it('finds itself when the answer got lost on the way', async () => {
    world.provider.fault('answer_lost')
    await expect(put()).rejects.toThrow()
    expect(await put()).toMatchObject({ kind: 'written' })
    expect(stored()).toHaveLength(1)
  })

  it('tells what became of an event that somebody moved before the create was made again', async () => {
    await put()
    world.provider.moveEvent(eventIdOf('bkg_1@openslot'), at('2027-03-11T09:00'), at('2027-03-11T10:00'))
    const again = await put()
    expect(again).toMatchObject({
      kind: 'changed',
      object: { content: { occurrences: [{ startMs: at('2027-03-11T09:00') }] } },
    })
  })

  it('does not bring back an event that somebody deleted', async () => {
    await put()
    world.provider.removeEvent(eventIdOf('bkg_1@openslot'))
    expect(await put()).toEqual({ kind: 'gone' })
  })

  it('changes the event if it is as it was left', async () => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    const moved = eventToPut({ startMs: at('2027-03-12T09:00'), endMs: at('2027-03-12T10:00') })
    expect(await put(moved, created.object)).toMatchObject({ kind: 'written' })
    expect(stored()[0]?.startMs).toBe(at('2027-03-12T09:00'))
  })

  it('moves an event back that somebody made a whole day', async () => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    const { objectId } = created.object
    world.provider.book.change(objectId, { days: ['2027-03-10', '2027-03-11'] })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toEqual(['2027-03-09T23:00/2027-03-10T23:00 busy'])
    const etag = kept.objects.get(objectId)?.etag ?? null
    expect(await put(eventToPut(), { objectId, etag })).toMatchObject({ kind: 'written' })
    await kept.pull(world)
    expect(kept.spans()).toEqual(['2027-03-10T09:00/2027-03-10T10:00 busy'])
  })

  it('writes nothing over what somebody changed since', async () => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    world.provider.moveEvent(created.object.objectId, at('2027-03-11T09:00'), at('2027-03-11T10:00'))
    const moved = eventToPut({ startMs: at('2027-03-12T09:00'), endMs: at('2027-03-12T10:00') })
    expect(await put(moved, created.object)).toMatchObject({ kind: 'changed' })
    expect(stored()[0]?.startMs).toBe(at('2027-03-11T09:00'))
  })

  it('knows its own change again when the answer got lost', async () => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    const moved = eventToPut({ startMs: at('2027-03-12T09:00'), endMs: at('2027-03-12T10:00') })
    world.provider.fault('answer_lost')
    await expect(put(moved, created.object)).rejects.toThrow()
    expect(await put(moved, created.object)).toMatchObject({ kind: 'written' })
  })

  it.each(['put', 'remove'])('%s: an event that is not there any more is gone', async how => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    world.provider.removeEvent(created.object.objectId)
    expect(await (how === 'put' ? put(eventToPut(), created.object) : remove(created.object))).toEqual({
      kind: 'gone',
    })
  })

  it.each(['put', 'remove'])('%s: a calendar that is not shown any more is no deleted event', async how => {
    const before = { objectId: 'nowhere', etag: '"1"' }
    world.provider.fault('calendar_gone', { times: 3 })
    await expect(how === 'put' ? put(eventToPut(), before) : remove(before)).rejects.toMatchObject({
      kind: 'not_found',
    })
  })

  it('removes the event, and a second time is told that it is gone', async () => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    expect(await remove(created.object)).toEqual({ kind: 'removed' })
    expect(await remove(created.object)).toEqual({ kind: 'gone' })
    expect(stored()).toEqual([])
  })

  it('removes nothing that somebody changed since', async () => {
    const created = await put()
    if (created.kind !== 'written') throw new Error('not written')
    world.provider.moveEvent(created.object.objectId, at('2027-03-11T09:00'), at('2027-03-11T10:00'))
    expect(await remove(created.object)).toMatchObject({ kind: 'changed' })
    expect(stored()).toHaveLength(1)
  })

  it.each([
    [false, []],
    [true, ['guest@example.org', 'guest@example.org', 'guest@example.org']],
  ])('with invitations %s, create, change and remove mail %o', async (invite, mails) => {
    const created = await put(eventToPut({ invite }))
    if (created.kind !== 'written') throw new Error('not written')
    const changed = await put(eventToPut({ invite, summary: 'Second interview' }), created.object)
    if (changed.kind !== 'written') throw new Error('not written')
    await remove(changed.object, invite)
    expect(world.provider.settings.mails).toEqual(mails)
  })

  it('names no guest to Google when Google is not to invite them', async () => {
    await put()
    expect(world.provider.requests.at(-1)?.body).not.toContain('guest')
    expect(world.provider.requests.at(-1)?.query.get('sendUpdates')).toBe('none')
  })

  it.each([
    ['busy', { transparency: 'opaque', status: 'confirmed' }],
    ['tentative', { transparency: 'opaque', status: 'tentative' }],
    ['free', { transparency: 'transparent', status: 'confirmed' }],
  ] as const)('writes %s as %o, and reads it back', async (status, said) => {
    await put(eventToPut({ status }))
    expect(stored()[0]?.google).toEqual(said)
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toEqual([`2027-03-10T09:00/2027-03-10T10:00 ${status}`])
  })

  it('says what is wrong when the account may not write there', async () => {
    world.provider.fault('forbidden')
    const fault = (await put().catch((f: unknown) => f)) as CalendarFault
    expect(fault).toMatchObject({ kind: 'forbidden', passing: false })
  })
})
