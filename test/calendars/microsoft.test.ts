import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { microsoftColleague } from '../../main/calendars/microsoft/microsoft-connector.ts'
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
  world = await startCloudWorld('microsoft')
})
afterEach(() => world.provider.stop())

const list = () => world.connector.list(world.account.read(), noWindow)
const put = (event = eventToPut(), before: { objectId: string; etag: string | null } | null = null) =>
  world.connector.put(world.account.read(), world.calendar, event, before, noWindow)
const remove = (before: { objectId: string; etag: string | null }) =>
  world.connector.remove(world.account.read(), world.calendar, before, true, noWindow)
const rounds = () => world.provider.takeRequests().filter(r => r.path.endsWith('/delta'))

describe('the list of calendars', () => {
  it('is read to its last page', async () => {
    world.provider.settings.pageSize = 2
    for (let i = 0; i < 5; i++)
      world.provider.settings.calendars.push({ id: `c${i}`, name: `C${i}`, canEdit: true })
    expect((await list()).map(c => c.name)).toEqual(['Calendar', 'C0', 'C1', 'C2', 'C3', 'C4'])
  })

  it.each([
    [
      'one that may be edited',
      { canEdit: true, hexColor: '#0078d4' },
      { takesEvents: true, color: '#0078d4' },
    ],
    ['one that may be read', { canEdit: false, hexColor: '' }, { takesEvents: false, color: null }],
    ['one of which nothing is said', {}, { takesEvents: false, sendsInvitations: false, color: null }],
  ])('tells %s from others', async (_, said, expected) => {
    world.provider.settings.calendars.push({ id: 'c', name: 'C', ...said })
    expect((await list())[1]).toMatchObject(expected)
  })
})

describe('reading', () => {
  it('reads every page, and asks for UTC with each', async () => {
    world.provider.settings.pageSize = 3
    for (let i = 0; i < 10; i++) world.provider.addEvent({ startMs: at('2027-03-01T09:00') + i * 86_400_000 })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toHaveLength(10)
    expect(kept.spans()[0]).toBe('2027-03-01T09:00/2027-03-01T10:00 busy')
    const asked = rounds()
    expect(asked).toHaveLength(4)
    for (const { headers } of asked) expect(headers['prefer']).toContain('outlook.timezone="UTC"')
  })

  it('brings one change in five thousand events with one request', async () => {
    for (let i = 0; i < 5000; i++)
      world.provider.addEvent({ id: `ev${i}`, startMs: at('2027-02-02T00:00') + i * 900_000 })
    const kept = createKept()
    await kept.pull(world)
    world.provider.takeRequests()
    world.provider.moveEvent('ev77', at('2027-03-03T03:00'), at('2027-03-03T04:00'))
    const pulled = await kept.pull(world)
    expect(pulled.changed.map(o => o.objectId)).toEqual(['ev77'])
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

  it.each([
    ['free', 'free'],
    ['workingElsewhere', 'free'],
    ['tentative', 'tentative'],
    ['busy', 'busy'],
    ['oof', 'busy'],
    ['unknown', 'busy'],
    ['somethingNew', 'busy'],
    [null, 'busy'],
  ])('an event shown as %s is %s', async (showAs, status) => {
    world.provider.addEvent({ id: 'ev', graph: { showAs } })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.objects.get('ev')?.spans).toEqual([`2027-03-01T00:00/2027-03-01T01:00 ${status}`])
  })

  it('an invitation declined is free, and a cancelled meeting is none', async () => {
    world.provider.addEvent({ id: 'declined', graph: { responseStatus: { response: 'declined' } } })
    world.provider.addEvent({ id: 'cancelled', graph: { isCancelled: true } })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toEqual(['2027-03-01T00:00/2027-03-01T01:00 free'])
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
    ['UTC', '2027-03-28T00:00/2027-03-29T00:00 busy'],
  ])('a whole day is the owner’s day in %s', async (zone, span) => {
    world.provider.addEvent({ id: 'day', days: ['2027-03-28', '2027-03-29'] })
    const kept = createKept()
    await kept.pull({ ...world, calendar: { ...world.calendar, zone } })
    expect(kept.spans()).toEqual([span])
  })

  it.each([
    ['is gone (410)', 'token_gone', (cursor: string) => cursor],
    ['is unknown (404)', 'calendar_gone', (cursor: string) => cursor],
    ['was damaged (400)', null, (cursor: string) => cursor.replace(/deltatoken=\d+/, 'deltatoken=damaged')],
  ] as const)('fetches everything anew when the link %s', async (_, fault, bend) => {
    for (const id of ['stays', 'goes']) world.provider.addEvent({ id })
    const kept = createKept()
    await kept.pull(world)
    world.provider.book.forget()
    world.provider.addEvent({ id: 'stays' })
    if (fault !== null) world.provider.fault(fault)
    await kept.pull(world, world.connector, { cursor: bend(kept.cursor() ?? '') })
    expect([...kept.objects.keys()]).toEqual(['stays'])
  })

  it.each([
    ['a window that moved on by five days', 5, 'Europe/Berlin', false],
    ['a window that moved on by nine days', 9, 'Europe/Berlin', true],
    ['a window that begins earlier', -3, 'Europe/Berlin', true],
    ['another zone of the owner', 0, 'America/New_York', true],
  ])('with %s: fetched anew or not', async (_, days, zone, anew) => {
    const kept = createKept()
    await kept.pull(world)
    rounds()
    const asked = { fromMs: window.fromMs + days * 86_400_000, toMs: window.toMs + days * 86_400_000 }
    await kept.pull({ ...world, calendar: { ...world.calendar, zone } }, world.connector, { window: asked })
    expect(rounds().map(r => r.query.has('$deltatoken'))).toEqual([!anew])
  })

  it('sends a token to no other place than Graph, whatever a link says', async () => {
    world.provider.fault('elsewhere')
    await expect(createKept().pull(world)).rejects.toMatchObject({ kind: 'malformed' })
    expect(world.provider.requests.map(r => r.headers.host)).toEqual([
      new URL(world.provider.addresses.microsoft.api).host,
    ])
  })

  it('follows a link to no other page of the same host either', async () => {
    const kept = createKept()
    await kept.pull(world)
    const token = world.provider.addresses.microsoft.token
    const bent = JSON.stringify({ ...JSON.parse(kept.cursor() ?? ''), token })
    await expect(kept.pull(world, world.connector, { cursor: bent })).rejects.toMatchObject({
      kind: 'malformed',
    })
    expect(world.provider.requests.map(r => r.path)).not.toContain('/token')
  })

  it.each([
    'http://127.0.0.1:1/microsoft/api/me',
    'https://graph.microsoft.com.example.org/v1.0/me',
    'https://user@graph.microsoft.com/v1.0/../../me',
  ])('does not follow a cursor that was bent to %s', async link => {
    const kept = createKept()
    await kept.pull(world)
    const bent = JSON.stringify({ ...JSON.parse(kept.cursor() ?? ''), token: link })
    world.provider.takeRequests()
    await expect(kept.pull(world, world.connector, { cursor: bent })).rejects.toMatchObject({
      kind: 'malformed',
    })
    expect(world.provider.requests).toEqual([])
  })
})

describe('series', () => {
  const weekly = [at('2027-03-01T09:00'), at('2027-03-08T09:00'), at('2027-03-15T09:00')]

  it('are one object, with what only the master says', async () => {
    world.provider.addSeries('weekly', weekly, { title: 'Stand-up', graph: { showAs: 'tentative' } })
    const kept = createKept()
    const pulled = await kept.pull(world)
    expect(pulled.changed.map(o => o.objectId)).toEqual(['weekly'])
    expect(pulled.changed[0]?.content).toMatchObject({
      uid: 'weekly-uid',
      occurrences: [{ summary: 'Stand-up' }, { summary: 'Stand-up' }, { summary: 'Stand-up' }],
    })
    expect(kept.spans()).toEqual([
      '2027-03-01T09:00/2027-03-01T10:00 tentative',
      '2027-03-08T09:00/2027-03-08T10:00 tentative',
      '2027-03-15T09:00/2027-03-15T10:00 tentative',
    ])
  })

  it('lose an occurrence of which nothing is said but the rest', async () => {
    world.provider.addSeries('weekly', weekly)
    const kept = createKept()
    await kept.pull(world)
    world.provider.removeEvent('weekly_1')
    expect((await kept.pull(world)).removed).toEqual([])
    expect(kept.spans()).toEqual([
      '2027-03-01T09:00/2027-03-01T10:00 busy',
      '2027-03-15T09:00/2027-03-15T10:00 busy',
    ])
  })

  it('take an exception where it was moved to, as it is shown there', async () => {
    world.provider.addSeries('weekly', weekly, { graph: { showAs: 'free' } })
    const kept = createKept()
    await kept.pull(world)
    world.provider.book.change('weekly_1', { graph: { type: 'exception', showAs: 'busy' } })
    world.provider.moveEvent('weekly_1', at('2027-03-09T14:00'), at('2027-03-09T15:00'))
    await kept.pull(world)
    expect(kept.spans()).toContain('2027-03-09T14:00/2027-03-09T15:00 busy')
    expect(kept.spans()).toHaveLength(3)
  })

  it('leave out an occurrence that its organizer cancelled', async () => {
    world.provider.addSeries('weekly', weekly)
    world.provider.book.change('weekly_1', { graph: { type: 'exception', isCancelled: true } })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toHaveLength(2)
  })

  it('that turn from free to busy block at once', async () => {
    world.provider.addSeries('weekly', weekly, { graph: { showAs: 'free' } })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans().join()).not.toContain('busy')
    for (const event of world.provider.book.ofSeries('weekly'))
      world.provider.book.change(event.id, { graph: { showAs: 'busy' } })
    await kept.pull(world)
    expect(kept.spans().filter(s => s.endsWith('busy'))).toHaveLength(3)
  })

  it('that are deleted are gone', async () => {
    world.provider.addSeries('weekly', weekly)
    const kept = createKept()
    await kept.pull(world)
    for (const event of world.provider.book.ofSeries('weekly')) world.provider.removeEvent(event.id)
    await kept.pull(world)
    expect(kept.spans()).toEqual([])
  })

  it('are read to their last page', async () => {
    world.provider.addSeries('weekly', weekly)
    const kept = createKept()
    await kept.pull(world)
    world.provider.settings.pageSize = 1
    world.provider.moveEvent('weekly_2', at('2027-03-16T09:00'), at('2027-03-16T10:00'))
    await kept.pull(world)
    expect(kept.spans()).toHaveLength(3)
  })

  it('of a removal that nobody can place, everything is fetched anew', async () => {
    world.provider.addSeries('weekly', weekly)
    const kept = createKept()
    await kept.pull(world)
    world.provider.addEvent({ id: 'unheard-of' })
    world.provider.removeEvent('unheard-of')
    rounds()
    await kept.pull(world)
    expect(rounds().map(r => r.query.has('$deltatoken'))).toEqual([true, false])
    expect(kept.spans()).toHaveLength(3)
  })

  it('asks at most four things at once', async () => {
    for (let i = 0; i < 12; i++) world.provider.addSeries(`s${i}`, weekly)
    const kept = createKept()
    await kept.pull(world)
    for (let i = 0; i < 12; i++)
      world.provider.moveEvent(`s${i}_0`, at('2027-03-02T09:00'), at('2027-03-02T10:00'))
    world.provider.load.most = 0
    await kept.pull(world)
    expect(world.provider.load.most).toBeLessThanOrEqual(4)
    expect(world.provider.load.most).toBeGreaterThan(1)
    expect(kept.spans()).toHaveLength(36)
  })

  it('an event of which a row says nothing is asked for itself', async () => {
    world.provider.addEvent({ id: 'empty', graph: { start: null, end: null } })
    await expect(createKept().pull(world)).rejects.toMatchObject({ kind: 'malformed' })
    expect(world.provider.requests.at(-1)?.path).toContain('/events/empty')
  })
})

describe('free/busy', () => {
  const item = (status: string, start: string, end: string) => ({
    status,
    start: { dateTime: `${start}:00.0000000`, timeZone: 'UTC' },
    end: { dateTime: `${end}:00.0000000`, timeZone: 'UTC' },
  })
  const colleague = () => ({
    ...world,
    calendar: { ...world.calendar, remoteId: microsoftColleague('Ann@example.org').remoteId },
  })

  it('is read over the whole window, in stretches that Graph answers', async () => {
    world.provider.settings.busy['ann@example.org'] = [
      item('Busy', '2027-02-02T09:00', '2027-02-02T10:00'),
      item('Tentative', '2027-03-20T09:00', '2027-03-20T10:00'),
      item('free', '2027-03-21T09:00', '2027-03-21T10:00'),
      item('workingElsewhere', '2027-03-22T09:00', '2027-03-22T10:00'),
      item('unknown', '2027-04-22T09:00', '2027-04-22T10:00'),
      item('oof', '2027-05-30T09:00', '2027-05-30T10:00'),
    ]
    const kept = createKept()
    await kept.pull(colleague())
    expect(kept.spans()).toEqual([
      '2027-02-02T09:00/2027-02-02T10:00 busy',
      '2027-03-20T09:00/2027-03-20T10:00 tentative',
      '2027-04-22T09:00/2027-04-22T10:00 busy',
      '2027-05-30T09:00/2027-05-30T10:00 busy',
    ])
    const spans = world.provider.requests.map(r => JSON.parse(r.body) as { startTime: { dateTime: string } })
    expect(spans).toHaveLength(4)
  })

  it.each([
    ['nobody Graph shows', undefined],
    ['an error beside items', { error: { responseCode: 'ErrorNoFreeBusyAccess' }, scheduleItems: [] }],
    ['no items at all', {}],
  ])('%s is a fault and never free time', async (_, told) => {
    if (told !== undefined) world.provider.settings.busy['ann@example.org'] = told
    await expect(createKept().pull(colleague())).rejects.toMatchObject({ kind: 'not_found' })
  })
})

describe('writing', () => {
  const stored = () => world.provider.book.all().filter(e => !e.deleted)
  const made = async (event = eventToPut()) => {
    const outcome = await put(event)
    if (outcome.kind !== 'written') throw new Error('not written')
    return outcome.object
  }
  const moved = () => eventToPut({ startMs: at('2027-03-12T09:00'), endMs: at('2027-03-12T10:00') })

  it('creates the event, and knows it again by Openslot’s own UID', async () => {
    await made()
    const kept = createKept()
    await kept.pull(world)
    expect([...kept.objects.values()]).toMatchObject([
      { uids: ['bkg_1@openslot'], spans: ['2027-03-10T09:00/2027-03-10T10:00 busy'] },
    ])
  })

  it('finds itself when it was made before', async () => {
    const first = await made()
    expect(await put()).toEqual({ kind: 'written', object: first })
    expect(stored()).toHaveLength(1)
  })

  it('finds itself even when Graph has forgotten that it was made', async () => {
    await made()
    world.provider.settings.remembersCreates = false
    expect(await put()).toMatchObject({ kind: 'written' })
    expect(stored()).toHaveLength(1)
  })

  it('finds itself when the answer got lost on the way', async () => {
    world.provider.fault('answer_lost', { after: 1 })
    await expect(put()).rejects.toThrow()
    expect(await put()).toMatchObject({ kind: 'written' })
    expect(stored()).toHaveLength(1)
  })

  it('takes no event for deleted that Graph has taken and does not show yet', async () => {
    world.provider.removeEvent((await made()).objectId)
    world.provider.settings.namesTwins = false
    await expect(put()).rejects.toMatchObject({ kind: 'server', passing: true })
  })

  it.each([true, false])('is there once when three creates run at once, the twin named: %s', async named => {
    world.provider.settings.namesTwins = named
    const outcomes = await Promise.all([put(), put(), put()])
    expect(outcomes.map(o => o.kind)).toEqual(['written', 'written', 'written'])
    expect(stored()).toHaveLength(1)
  })

  it('tells what became of an event that somebody moved before the create was made again', async () => {
    const { objectId } = await made()
    world.provider.moveEvent(objectId, at('2027-03-11T09:00'), at('2027-03-11T10:00'))
    expect(await put()).toMatchObject({ kind: 'changed', object: { objectId } })
  })

  it('does not bring back an event that somebody deleted', async () => {
    world.provider.removeEvent((await made()).objectId)
    expect(await put()).toEqual({ kind: 'gone' })
  })

  it('changes the event if it is as it was left', async () => {
    expect(await put(moved(), await made())).toMatchObject({ kind: 'written' })
    expect(stored()[0]?.startMs).toBe(at('2027-03-12T09:00'))
  })

  it('moves an event back that somebody made a whole day', async () => {
    const { objectId } = await made()
    const midnights = { startMs: at('2027-03-10T00:00'), endMs: at('2027-03-11T00:00') }
    world.provider.book.change(objectId, { days: ['2027-03-10', '2027-03-11'], ...midnights })
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toEqual(['2027-03-09T23:00/2027-03-10T23:00 busy'])
    const etag = kept.objects.get(objectId)?.etag ?? null
    expect(await put(eventToPut(), { objectId, etag })).toMatchObject({ kind: 'written' })
    await kept.pull(world)
    expect(kept.spans()).toEqual(['2027-03-10T09:00/2027-03-10T10:00 busy'])
  })

  it('writes nothing over what somebody changed since', async () => {
    const before = await made()
    world.provider.moveEvent(before.objectId, at('2027-03-11T09:00'), at('2027-03-11T10:00'))
    expect(await put(moved(), before)).toMatchObject({ kind: 'changed' })
    expect(await remove(before)).toMatchObject({ kind: 'changed' })
    expect(stored()[0]?.startMs).toBe(at('2027-03-11T09:00'))
  })

  it('writes nothing over what somebody changes between looking and writing', async () => {
    const before = await made()
    world.provider.takeRequests()
    const racing = put(moved(), before)
    while (world.provider.requests.length === 0) await new Promise(resolve => setTimeout(resolve, 1))
    world.provider.moveEvent(before.objectId, at('2027-03-11T09:00'), at('2027-03-11T10:00'))
    expect(await racing).toMatchObject({ kind: 'changed' })
    expect(stored()[0]?.startMs).toBe(at('2027-03-11T09:00'))
  })

  it('knows its own change again when the answer got lost', async () => {
    const before = await made()
    world.provider.fault('answer_lost', { after: 1 })
    await expect(put(moved(), before)).rejects.toThrow()
    expect(await put(moved(), before)).toMatchObject({ kind: 'written' })
  })

  it('removes the event, and a second time is told that it is gone', async () => {
    const before = await made()
    expect(await remove(before)).toEqual({ kind: 'removed' })
    expect(await remove(before)).toEqual({ kind: 'gone' })
    expect(await put(eventToPut(), before)).toEqual({ kind: 'gone' })
  })

  it.each(['put', 'remove'])('%s: a calendar that is not shown any more is no deleted event', async how => {
    world.provider.fault('calendar_gone', { times: 2 })
    const before = { objectId: 'nowhere', etag: '"1"' }
    await expect(how === 'put' ? put(eventToPut(), before) : remove(before)).rejects.toMatchObject({
      kind: 'not_found',
    })
  })

  it.each([
    [false, 0],
    [true, 3],
  ])('with invitations %s, create, change and remove mail the guest %i times', async (invite, mails) => {
    const changed = await put(eventToPut({ invite, summary: 'Second' }), await made(eventToPut({ invite })))
    if (changed.kind !== 'written') throw new Error('not written')
    await remove(changed.object)
    expect(world.provider.settings.mails).toHaveLength(mails)
  })

  it.each(['busy', 'tentative', 'free'] as const)('writes %s, and reads it back', async status => {
    await made(eventToPut({ status }))
    const kept = createKept()
    await kept.pull(world)
    expect(kept.spans()).toEqual([`2027-03-10T09:00/2027-03-10T10:00 ${status}`])
  })

  it('takes a quote in a UID for what it is', async () => {
    await made(eventToPut({ uid: "o'brien" }))
    expect(decodeURIComponent(world.provider.requests[0]?.query.get('$filter') ?? '')).toContain("'o''brien'")
  })
})
