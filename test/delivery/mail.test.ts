import net from 'node:net'
import tls from 'node:tls'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createBuiltInWriter } from '../../main/calendars/event-writer.ts'
import { createOutboxWorker } from '../../main/delivery/outbox-worker.ts'
import { sendMail } from '../../main/delivery/send-mail.ts'
import { sendTestMail } from '../../main/delivery/send-test-mail.ts'
import { writeInvitation } from '../../main/delivery/write-invitation.ts'
import { parameter, parseComponents, property } from '../../main/icalendar/content-lines.ts'
import { readCalendar } from '../../main/icalendar/read-calendar.ts'
import { createGuardedFetch } from '../../main/network/guarded-fetch.ts'
import { callbackPolicy } from '../../main/scheduling/allowed-hosts.ts'
import { book } from '../../main/scheduling/book.ts'
import { enqueueInvitation } from '../../main/scheduling/invitations.ts'
import { addLink } from '../../main/scheduling/links.ts'
import { openMail, setMail } from '../../main/scheduling/mail.ts'
import { certificate } from '../network/serving.ts'
import { startMailServer } from '../support/mail-server.ts'
import { header, type Part, readMessage } from '../support/read-message.ts'
import { monday } from '../support/sample-link.ts'
import { bookingRequest, sampleQuery, sampleTemplate, testWorld } from '../support/test-world.ts'

beforeAll(() => tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]))

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const login = { username: 'ada', password: 'Sesame, open: ünïcode "quoted"' }

interface Change {
  readonly email?: string
  readonly name?: string
  readonly fromName?: string
  readonly event?: Partial<ReturnType<typeof sampleTemplate>['event']>
  readonly server?: Awaited<ReturnType<typeof startMailServer>>
}

/** A booking, a mail server that is set up for it, and a worker whose clock the test turns. */
async function booked(change: Change = {}) {
  const server = change.server ?? (await startMailServer({ login }))
  closers.push(server.close)
  const made = testWorld()
  const { world, sub } = made
  const settings = { host: '127.0.0.1', port: server.port, security: 'none' as const, ...login }
  setMail(world, { ...settings, fromName: change.fromName ?? 'Ada Books', fromEmail: 'ada@example.org' })
  const query = sampleQuery([{ members: [{ sub, managedAvailability: false }], required: 'all' }])
  const plain = sampleTemplate(query)
  const event = { ...plain.event, summary: 'Interview', location: 'Room 5', ...change.event }
  const link = addLink(world, { ...plain, event }, 'desk')
  const { email = 'grace@example.net', name = 'Grace' } = change
  const recipient = { name, email, note: 'A note', tzid: 'America/New_York' }
  const outcome = book(world, link.token, { ...bookingRequest(monday.startMs), recipient })
  if (outcome.kind !== 'booked') throw new Error(outcome.kind)
  const { booking } = outcome
  const faults: unknown[] = []
  closers.push(() => expect(faults.splice(0)).toEqual([]))
  const worker = createOutboxWorker({
    store: world.store,
    writer: createBuiltInWriter(world.store),
    fetch: createGuardedFetch(),
    policy: () => callbackPolicy(world),
    clientSecret: 'secret',
    mail: () => openMail(world),
    clock: { now: world.clock.now, setTimeout: () => null, clearTimeout: () => {} },
    chance: () => 0,
    onChange: () => {},
    onFault: fault => void faults.push(fault),
  })
  closers.push(worker.stop)
  const mails = () => world.store.outbox.ofBooking(booking.bookingId).filter(d => d.kind === 'mail')
  const invite = (method: 'REQUEST' | 'CANCEL', sequence: number) =>
    enqueueInvitation(world, { ...booking, sequence }, method)
  return { ...made, server, booking, worker, mails, invite, faults }
}

/** Every part of a message, by its type. */
function partOf(message: Part, type: string): Part {
  const all = (part: Part): Part[] => [part, ...part.parts.flatMap(all)]
  const found = all(message).filter(p => header(p, 'content-type').startsWith(type))
  if (found.length !== 1) throw new Error(`${found.length} parts are ${type}`)
  return found[0]!
}

function eventOf(ics: string) {
  const [calendar] = parseComponents(ics, null).root.components
  const event = calendar!.components.find(c => c.name === 'VEVENT')!
  return { calendar: calendar!, event, value: (name: string) => property(event, name)?.value ?? null }
}

test('an invitation arrives as words in the recipient’s own zone and as an event that our own reader reads', async () => {
  const { server, worker, mails, booking } = await booked({
    event: { description: 'Bring the plan;\nand an idea, please.' },
  })
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.state).toBe('delivered'))
  expect(server.received).toMatchObject([
    { from: 'ada@example.org', to: ['grace@example.net'], user: 'ada', encrypted: false },
  ])
  const message = readMessage(server.received[0]?.raw ?? '')
  expect(header(message, 'from')).toBe('Ada Books <ada@example.org>')
  expect(header(message, 'to')).toBe('grace@example.net')
  expect(header(message, 'subject')).toBe('Booked: Interview, Monday 19 July 2027, 04:00')
  expect(header(message, 'message-id')).toBe(`<${mails()[0]?.deliveryId}@example.org>`)
  expect(header(message, 'auto-submitted')).toBe('auto-generated')

  const { text } = partOf(message, 'text/plain')
  expect(text).toContain('When: Monday 19 July 2027, 04:00 – 05:00 (America/New York, GMT-4)')
  expect(text).toContain('Where: Room 5')
  expect(text).toContain('With: Ada Books')
  expect(text).toContain('Bring the plan;\r\nand an idea, please.')

  const part = partOf(message, 'text/calendar')
  expect(header(part, 'content-type')).toBe('text/calendar; charset=utf-8; method=REQUEST')
  expect(
    partOf(message, 'multipart/alternative').parts.map(p => header(p, 'content-type').split(';')[0]),
  ).toEqual(['text/plain', 'text/calendar'])
  const attached = partOf(message, 'application/ics')
  expect(header(attached, 'content-disposition')).toContain('filename=invite.ics')
  expect(attached.text).toBe(part.text)

  const { calendar, event, value } = eventOf(part.text)
  expect(property(calendar, 'METHOD')?.value).toBe('REQUEST')
  expect(calendar.components.map(c => c.name)).toEqual(['VTIMEZONE', 'VEVENT'])
  expect(value('UID')).toBe(booking.eventUid)
  expect([value('SEQUENCE'), value('DTSTAMP'), value('DTSTART')]).toEqual([
    '0',
    '20270701T120000Z',
    '20270719T090000',
  ])
  expect(value('ORGANIZER')).toBe('mailto:ada@example.org')
  expect(value('ATTENDEE')).toBe('mailto:grace@example.net')
  expect(parameter(property(event, 'ATTENDEE')!, 'RSVP')).toBe('TRUE')
  const reading = readCalendar({
    text: part.text,
    zone: 'Asia/Tokyo',
    fromMs: monday.startMs - 86_400_000,
    toMs: monday.endMs,
  })
  expect(reading.problems).toEqual([])
  expect(reading.occurrences).toMatchObject([
    { summary: 'Interview', startMs: booking.startMs, endMs: booking.endMs, status: 'busy' },
  ])
})

test('a new time and a cancellation follow in order, each with a higher sequence and the same organizer', async () => {
  const { server, worker, mails, invite, world } = await booked()
  const { server: kept } = { server: openMail(world)!.server }
  setMail(world, { ...kept, fromName: 'Somebody Else', fromEmail: 'else@example.org', password: null })
  invite('REQUEST', 1)
  invite('CANCEL', 2)
  for (let sent = 1; sent <= 3; sent++) {
    worker.wake()
    await vi.waitFor(() => expect(mails().filter(m => m.state === 'delivered')).toHaveLength(sent))
  }
  const messages = server.received.map(r => readMessage(r.raw))
  expect(messages.map(m => header(m, 'subject').split(':')[0])).toEqual(['Booked', 'New time', 'Cancelled'])
  const events = messages.map(m => eventOf(partOf(m, 'text/calendar').text))
  expect(events.map(e => e.value('SEQUENCE'))).toEqual(['0', '1', '2'])
  expect(new Set(events.map(e => e.value('UID'))).size).toBe(1)
  expect(events.map(e => e.value('ORGANIZER'))).toEqual(Array(3).fill('mailto:ada@example.org'))
  expect(property(events[2]!.calendar, 'METHOD')?.value).toBe('CANCEL')
  expect(events[2]?.value('STATUS')).toBe('CANCELLED')
  expect(partOf(messages[2]!, 'text/plain').text).toContain('“Interview” was cancelled.')
})

test('nothing is left in the outbox for a recipient without an address, nor while mail is not set up', async () => {
  const without = await booked({ email: '' })
  without.invite('REQUEST', 0)
  expect(without.mails()).toEqual([])
  const { world, invite, mails } = await booked()
  const before = mails().length
  world.store.settings.set('mail', null)
  invite('REQUEST', 1)
  expect(mails()).toHaveLength(before)
})

const lineEnds = ['\r\n', '\n', '\r', '\u2028', '\u0085', '%0d%0a', '\r\n\r\n']
const injections = lineEnds.flatMap(end => [
  `Interview${end}Bcc: victim@example.com`,
  `${end}Content-Type: text/html${end}${end}<script>alert(1)</script>`,
  `Interview${end}ATTENDEE:mailto:victim@example.com${end}END:VEVENT${end}BEGIN:VEVENT`,
  `Interview${end}.${end}MAIL FROM:<victim@example.com>`,
])

test('no text adds a header, a part, a line of the calendar or a command', async () => {
  const { server, worker, mails } = await booked()
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.state).toBe('delivered'))
  const shape = (raw: string) => {
    const message = readMessage(raw)
    const names = (part: Part): unknown => [part.headers.map(([n]) => n), part.parts.map(names)]
    return {
      names: names(message),
      to: header(message, 'to'),
      lines: parseComponents(partOf(message, 'text/calendar').text, null).root.components[0]!.components.map(
        c => [c.name, c.properties.map(p => p.name)],
      ),
    }
  }
  // Both have a description, so that both have the same lines.
  const plainly = await booked({ event: { description: 'x' } })
  plainly.worker.wake()
  await vi.waitFor(() => expect(plainly.mails()[0]?.state).toBe('delivered'))
  const expected = shape(plainly.server.received[0]!.raw)
  expect(shape(server.received[0]!.raw).names).toEqual(expected.names)
  for (const injection of injections) {
    const made = await booked({
      name: injection,
      fromName: injection,
      server,
      event: { summary: injection, description: injection, location: injection },
    })
    const before = server.received.length
    made.worker.wake()
    await vi.waitFor(() => expect(made.mails()[0]?.state).toBe('delivered'))
    expect(server.received).toHaveLength(before + 1)
    expect(server.received.at(-1)).toMatchObject({ from: 'ada@example.org', to: ['grace@example.net'] })
    expect(shape(server.received.at(-1)!.raw)).toEqual(expected)
  }
})

test('nothing that a stranger typed beside an address is mailed to that address', async () => {
  const { server, worker, mails } = await booked({ name: 'CHEAP WATCHES http://spam.example' })
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.state).toBe('delivered'))
  const message = readMessage(server.received[0]!.raw)
  const all = (part: Part): string => JSON.stringify(part.headers) + part.text + part.parts.map(all).join('')
  expect(all(message)).not.toMatch(/CHEAP|spam\.example|A note/)
})

test.each([
  'grace@example.net\r\nRCPT TO:<victim@example.com>',
  'grace@example.net, victim@example.com',
  'victim@example.com>\r\nDATA',
  '"a b"@example.net',
  'Grace <grace@example.net>',
  'nowhere',
])('%j is no address: the invitation fails for good and nobody is written to', async email => {
  const { server, worker, mails } = await booked({ email })
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.state).toBe('failed'))
  expect(mails()[0]?.lastError).toContain('No invitation can be written')
  expect(server.received).toEqual([])
})

test('a server that is down gets the invitation when it is back', async () => {
  const { server, worker, mails, setNow, world } = await booked()
  const { port } = server
  await server.close()
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.attempts).toBe(1))
  expect(mails()[0]).toMatchObject({
    state: 'pending',
    lastError: '127.0.0.1 could not be reached (ECONNREFUSED).',
  })
  const back = await startMailServer({ port, login })
  closers.push(back.close)
  setNow(world.clock.now() + 6_000)
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.state).toBe('delivered'))
  expect(back.received).toHaveLength(1)
})

test.each([
  ['recipient', 550, 'failed'],
  ['message', 554, 'failed'],
  ['recipient', 450, 'pending'],
  ['message', 451, 'pending'],
] as const)('a %s answered with %i is %s, with the server’s own words', async (at, status, state) => {
  const { server, worker, mails } = await booked()
  server.refuse(at, status, 'No such user here')
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.attempts).toBe(1))
  expect(mails()[0]?.state).toBe(state)
  expect(mails()[0]?.lastError).toMatch(
    new RegExp(`^127\\.0\\.0\\.1 refused the message: .*${status}.*No such user here`),
  )
})

test('a wrong password is tried again, and at once when another is set', async () => {
  const { worker, mails, world } = await booked()
  const { server: facts } = openMail(world)!
  setMail(world, { ...facts, password: 'wrong' })
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.attempts).toBe(1))
  expect(mails()[0]).toMatchObject({
    state: 'pending',
    lastError: '127.0.0.1 does not accept the user name and password (535).',
  })
  setMail(world, { ...facts, password: login.password })
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.state).toBe('delivered'))
})

test('a password that cannot be unsealed here sends nothing and says so', async () => {
  const { server, worker, mails, world } = await booked()
  const kept = world.store.settings.get<{ facts: object; sealedPassword: string }>('mail')!
  world.store.settings.set('mail', { ...kept, sealedPassword: 'sealed elsewhere' })
  worker.wake()
  await vi.waitFor(() => expect(mails()[0]?.attempts).toBe(1))
  expect(mails()[0]?.lastError).toContain('cannot be read any more')
  expect(server.received).toEqual([])
})

test('mail waits in a lane of its own, so that a slow server holds up no calendar and no program', async () => {
  const { world } = await booked()
  const inLane = (lane: 'calendar' | 'webhook' | 'mail') =>
    world.store.outbox.due(world.clock.now(), 8, lane).map(d => d.kind)
  expect([inLane('calendar'), inLane('webhook'), inLane('mail')]).toEqual([['event'], [], ['mail']])
})

const accessTo = (server: { readonly port: number }, change: object = {}) => ({
  server: {
    host: '127.0.0.1',
    port: server.port,
    security: 'none' as const,
    username: login.username,
    fromName: 'Ada',
    fromEmail: 'ada@example.org',
    ...change,
  },
  password: login.password,
})
const note = { to: 'grace@example.net', subject: 'A subject', text: 'Some words\n' }
const attempt = () => ({ messageId: 'one', signal: new AbortController().signal })

test('a message that cannot be said to any server fails for good', async () => {
  const server = await startMailServer({ login })
  closers.push(server.close)
  const outcome = await sendMail(accessTo(server), { ...note, to: '' }, attempt())
  expect(outcome).toMatchObject({
    kind: 'failed',
    error: expect.stringContaining('127.0.0.1 cannot take this message'),
    final: true,
  })
})

test.each(['tls', 'starttls'] as const)('by %s the password and the message go encrypted', async security => {
  const server = await startMailServer({ security, login })
  closers.push(server.close)
  expect(await sendMail(accessTo(server, { security }), note, attempt())).toEqual({ kind: 'delivered' })
  expect(server.received).toMatchObject([{ encrypted: true, user: 'ada' }])
})

test('where STARTTLS is asked for and not offered, nothing is said but hello', async () => {
  const server = await startMailServer({ security: 'none', login })
  closers.push(server.close)
  const outcome = await sendMail(accessTo(server, { security: 'starttls' }), note, attempt())
  expect(outcome).toMatchObject({ kind: 'failed', error: expect.stringContaining('offers no encryption') })
  expect(server.received).toEqual([])
})

test('a server whose certificate is another’s gets nothing', async () => {
  const server = await startMailServer({ security: 'tls', login })
  closers.push(server.close)
  const access = accessTo(server, { security: 'tls', host: '0.0.0.0' })
  const outcome = await sendMail(access, note, attempt())
  expect(outcome).toMatchObject({
    kind: 'failed',
    error: '0.0.0.0 could not prove who it is (ERR_TLS_CERT_ALTNAME_INVALID). Nothing was sent.',
  })
  expect(server.received).toEqual([])
})

test('a server that says nothing is left at the deadline, and at once when Openslot stops', async () => {
  const silent = net.createServer(() => {})
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  closers.push(() => silent.close())
  const access = accessTo({ port: (silent.address() as net.AddressInfo).port })
  expect(await sendMail(access, note, { ...attempt(), deadline: 300 })).toMatchObject({
    kind: 'failed',
    error: '127.0.0.1 did not answer within 0.3 seconds.',
  })
  const stopping = new AbortController()
  const sending = sendMail(access, note, { messageId: 'one', signal: stopping.signal })
  setTimeout(() => stopping.abort(), 50)
  expect(await sending).toEqual({ kind: 'abandoned' })
})

test('no fault repeats the password, though a server does', async () => {
  const server = await startMailServer({ login })
  closers.push(server.close)
  const access = { ...accessTo(server), password: 'TopSecret!' }
  const written: string[] = []
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(chunk => written.push(String(chunk)) > 0)
  const outcome = await sendMail(access, note, attempt())
  vi.restoreAllMocks()
  const encoded = Buffer.from('\0ada\0TopSecret!').toString('base64')
  expect(outcome.kind).toBe('failed')
  for (const secret of ['TopSecret!', encoded])
    expect(JSON.stringify([outcome, written])).not.toContain(secret)
})

test('the test message reaches the organizer, or a sentence says why not', async () => {
  const server = await startMailServer({ login })
  closers.push(server.close)
  const to = { to: 'ada@example.org', messageId: 'test' }
  expect(await sendTestMail(accessTo(server), to)).toEqual({
    ok: true,
    message: '127.0.0.1 took a message to ada@example.org. Please see whether it arrives.',
  })
  expect(header(readMessage(server.received[0]!.raw), 'subject')).toBe('Openslot can send mail')
  server.refuse('recipient', 550, 'relaying denied')
  expect(await sendTestMail(accessTo(server), to)).toEqual({
    ok: false,
    message: expect.stringContaining('relaying denied'),
  })
  expect(await sendTestMail(null, to)).toEqual({ ok: false, message: 'Mail is not set up.' })
  expect((await sendTestMail(accessTo(server), { ...to, to: '' })).ok).toBe(false)
})

const invitation = {
  method: 'REQUEST' as const,
  sequence: 0,
  eventUid: 'one@openslot',
  stampMs: 0,
  summary: 'Night shift',
  description: '',
  location: '',
  joinUrl: null,
  startMs: Date.parse('2027-10-31T00:30:00Z'),
  endMs: Date.parse('2027-10-31T01:30:00Z'),
  tzid: 'Europe/Berlin',
  participants: [],
  organizer: { name: 'Ada', email: 'ada@example.org' },
  recipient: { email: 'grace@example.net', tzid: 'Europe/Berlin' },
}

test.each([
  ['Europe/Berlin', 'When: Sunday 31 October 2027, 02:30 – 02:30 (Europe/Berlin, GMT+2)'],
  ['UTC', 'When: Sunday 31 October 2027, 00:30 – 01:30 (UTC, GMT+0)'],
  ['America/Los_Angeles', 'When: Saturday 30 October 2027, 17:30 – 18:30 (America/Los Angeles, GMT-7)'],
  ['Pacific/Kiritimati', 'When: Sunday 31 October 2027, 14:30 – 15:30 (Pacific/Kiritimati, GMT+14)'],
  ['America/Sao_Paulo', 'When: Saturday 30 October 2027, 21:30 – 22:30 (America/Sao Paulo, GMT-3)'],
])('the words tell the time of %s', (tzid, words) => {
  expect(writeInvitation({ ...invitation, recipient: { ...invitation.recipient, tzid } }).text).toContain(
    words,
  )
})

test('an end on another day says which', () => {
  const endMs = invitation.startMs + 24 * 3_600_000
  expect(writeInvitation({ ...invitation, endMs }).text).toContain(
    'Sunday 31 October 2027, 02:30 – Monday 1 November 2027, 01:30',
  )
})

test('a room that is the place is told once', () => {
  const joinUrl = 'https://meet.example.org/a'
  const { text, calendar } = writeInvitation({ ...invitation, location: joinUrl, joinUrl })
  expect(text.split(joinUrl)).toHaveLength(2)
  expect(calendar?.ics).toContain(`URL:${joinUrl}`)
})
