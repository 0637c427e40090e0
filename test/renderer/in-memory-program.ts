import type { Booking } from '../../preload/contract/bookings.ts'
import type { Calendar, CalendarEvent } from '../../preload/contract/calendars.ts'
import type { ConferencingProfile } from '../../preload/contract/conferencing.ts'
import type { Connection } from '../../preload/contract/connections.ts'
import type { Failure, Outcome } from '../../preload/contract/errors.ts'
import type { Link } from '../../preload/contract/links.ts'
import type { Mail } from '../../preload/contract/mail.ts'
import type { Organizer } from '../../preload/contract/organizer.ts'
import type { Person } from '../../preload/contract/people.ts'
import {
  type InputOf,
  type OutputOf,
  type ProcedureName,
  procedures,
} from '../../preload/contract/procedures.ts'
import type { Reach } from '../../preload/contract/reach.ts'
import type { Push } from '../../preload/contract/topics.ts'
import { dayAt, MINUTE_MS, wallMinuteAt, weekday } from '../../renderer/time/zones.ts'
import { accountHandlers, noServers, type Servers } from './in-memory-accounts.ts'

/**
 * A program in memory with the desk's contract and no more: it lets the desk be seen and tried without the real one.
 * Its availability is honest but slow and knows no buffers; inputs are parsed by the real schemas.
 */
export interface World {
  nowMs: number
  organizer: Organizer
  people: Person[]
  calendars: Calendar[]
  events: CalendarEvent[]
  links: Link[]
  bookings: Booking[]
  conferencing: ConferencingProfile[]
  connections: Connection[]
  /** Calendar id → what it is called at its server. */
  remoteIds: Map<string, string>
  servers: Servers
  reach: Reach
  allowedHosts: string[]
  mail: Mail
  count: number
}

type Handlers = {
  [N in ProcedureName]: (input: InputOf<N>) => OutputOf<N> | Failure
}
export interface InMemoryProgram {
  readonly world: World
  call(name: string, input: unknown): Outcome<unknown>
  push(topic: Push['topic'], payload: unknown): void
  listen(listener: (push: Push) => void): () => void
}

export function emptyWorld(nowMs: number): World {
  const hours = [1, 2, 3, 4, 5].map(day => ({ day, startMinute: 540, endMinute: 1020 }))
  const organizer: Organizer = {
    sub: 'acc_ada',
    name: '',
    email: '',
    tzid: 'Europe/Berlin',
    hours,
    overrides: [],
    setUp: false,
  }
  return {
    nowMs,
    organizer,
    people: [],
    calendars: [builtIn('cal_own', 'acc_ada', 'Openslot')],
    events: [],
    links: [],
    bookings: [],
    conferencing: [],
    connections: [],
    remoteIds: new Map(),
    servers: noServers(),
    reach: {
      choice: { tunnel: 'off' },
      fixedByOption: false,
      siteUrl: 'http://127.0.0.1:4180',
      publicUrl: null,
      audience: 'this_machine',
      status: 'off',
      message: 'Booking pages open on this machine only, because no tunnel is set up.',
      sinceMs: null,
    },
    allowedHosts: [],
    mail: { server: null },
    count: 0,
  }
}

export function builtIn(calendarId: string, sub: string, name: string): Calendar {
  return {
    calendarId,
    sub,
    name,
    kind: 'built_in',
    readonly: false,
    editable: true,
    primary: true,
    countsAsBusy: true,
    state: 'ok',
    problems: [],
    eventCount: 0,
    fileName: null,
    importedMs: null,
    connectionId: null,
    freshness: null,
    feedUrl: null,
  }
}

const missing: Failure = { code: 'not_found', message: 'There is no such thing here (any more).' }

export function inMemoryProgram(world: World): InMemoryProgram {
  const listeners = new Set<(push: Push) => void>()
  let seq = 0
  const push = (topic: Push['topic'], payload: unknown) => {
    seq += 1
    for (const listener of listeners) listener({ seq, topic, payload } as Push)
  }
  const handlers = handlersOf(world, push)
  return {
    world,
    push,
    listen: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    call: (name, input) => {
      if (!(name in procedures)) return { ok: false, error: missing }
      const known = name as ProcedureName
      const parsed = procedures[known].input.safeParse(input)
      if (!parsed.success) return { ok: false, error: invalid(parsed.error.issues) }
      const answer = (handlers[known] as (input: unknown) => unknown)(parsed.data)
      if (typeof answer === 'object' && answer !== null && 'code' in answer) {
        return { ok: false, error: answer as Failure }
      }
      return { ok: true, value: procedures[known].output.parse(answer) }
    },
  }
}

function invalid(issues: readonly { path: PropertyKey[]; message: string }[]): Failure {
  const fields: Record<string, string[]> = {}
  for (const issue of issues) {
    const path = issue.path.map(String).join('.')
    fields[path] = [...(fields[path] ?? []), issue.message]
  }
  return { code: 'invalid_input', message: 'Some of this is not right yet.', fields }
}

function handlersOf(world: World, push: InMemoryProgram['push']): Handlers {
  const changed = (noun: string) => push('changed', { noun })
  const id = (prefix: string) => {
    world.count += 1
    return `${prefix}_${world.count}`
  }
  const everybody = (): Person[] => {
    const { sub, name, email, tzid, hours, overrides } = world.organizer
    return [{ sub, name, email, tzid, hours, overrides, isOrganizer: true }, ...world.people]
  }
  return {
    'organizer.read': () => world.organizer,
    'organizer.set': details => {
      const { overrides = world.organizer.overrides, ...rest } = details
      world.organizer = { ...world.organizer, ...rest, overrides, setUp: true }
      changed('organizer')
      return world.organizer
    },
    'people.list': everybody,
    'people.add': details => {
      const person = { sub: id('acc'), isOrganizer: false, ...details, overrides: details.overrides ?? [] }
      world.people.push(person)
      changed('people')
      return person
    },
    'people.update': ({ sub, details }) => {
      const after = (p: Person) => ({ ...p, ...details, overrides: details.overrides ?? p.overrides })
      world.people = world.people.map(p => (p.sub === sub ? after(p) : p))
      return world.people.find(p => p.sub === sub) ?? missing
    },
    'people.remove': ({ sub }) => {
      world.people = world.people.filter(p => p.sub !== sub)
      world.calendars = world.calendars.filter(c => c.sub !== sub)
      return {}
    },
    'calendars.list': () =>
      world.calendars.map(c => ({
        ...c,
        eventCount: world.events.filter(e => e.calendarId === c.calendarId).length || c.eventCount,
      })),
    'calendars.create': ({ sub, name }) => {
      const calendar = { ...builtIn(id('cal'), sub, name), primary: false }
      world.calendars.push(calendar)
      return calendar
    },
    'calendars.import': input => importFile(world, input, id('cal')),
    'calendars.update': ({ calendarId, ...change }) => {
      const defined = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined))
      world.calendars = world.calendars.map(c => (c.calendarId === calendarId ? { ...c, ...defined } : c))
      return world.calendars.find(c => c.calendarId === calendarId) ?? missing
    },
    'calendars.remove': ({ calendarId }) => {
      world.calendars = world.calendars.filter(c => c.calendarId !== calendarId)
      world.events = world.events.filter(e => e.calendarId !== calendarId)
      return {}
    },
    ...accountHandlers(world, { id, changed }),
    'events.list': ({ startMs, endMs }) => world.events.filter(e => e.startMs < endMs && e.endMs > startMs),
    'events.create': event => {
      const { sub } = world.calendars.find(c => c.calendarId === event.calendarId)!
      const made: CalendarEvent = { ...event, sub, eventUid: id('evt'), editable: true, bookingId: null }
      world.events.push(made)
      changed('calendars')
      return made
    },
    'events.update': ({ eventUid, event }) => {
      world.events = world.events.map(e => (e.eventUid === eventUid ? { ...e, ...event } : e))
      return world.events.find(e => e.eventUid === eventUid) ?? missing
    },
    'events.remove': ({ eventUid }) => {
      world.events = world.events.filter(e => e.eventUid !== eventUid)
      changed('calendars')
      return {}
    },
    'availability.preview': ({ query, window }) => previewOf(world, everybody(), query, window),
    'availability.explain': ({ query, startMs }) => explanationOf(world, everybody(), query, startMs),
    'availability.relax': ({ query }) => relaxationsOf(world, everybody(), query),
    'links.list': () => world.links,
    'links.read': ({ linkId }) => world.links.find(l => l.linkId === linkId) ?? missing,
    'links.create': input => {
      const linkId = id('sch')
      const link: Link = {
        ...input,
        linkId,
        url: `${world.reach.publicUrl ?? world.reach.siteUrl}/l/${linkId.slice(4)}f3Vb81xQpLm2`,
        status: 'open',
        displayMessage: '',
        madeBy: 'desk',
        createdMs: world.nowMs,
        booking: null,
        noTimesSuit: [],
        noTimesShownMs: null,
      }
      world.links.unshift(link)
      changed('links')
      return link
    },
    'links.disable': ({ linkId, displayMessage }) => {
      world.links = world.links.map(l =>
        l.linkId === linkId ? { ...l, status: 'disabled', displayMessage } : l,
      )
      return world.links.find(l => l.linkId === linkId) ?? missing
    },
    'bookings.list': () => world.bookings,
    'bookings.cancel': ({ bookingId }) => {
      world.bookings = world.bookings.map(b =>
        b.bookingId === bookingId ? { ...b, status: 'cancelled' } : b,
      )
      return world.bookings.find(b => b.bookingId === bookingId) ?? missing
    },
    'deliveries.retry': ({ deliveryId }) => {
      const booking = world.bookings.find(b => b.deliveries.some(d => d.deliveryId === deliveryId))
      return booking ?? missing
    },
    'conferencing.list': () => world.conferencing,
    'conferencing.create': input => {
      const profile = { ...input, profileId: id('pro') }
      world.conferencing.push(profile)
      return profile
    },
    'conferencing.remove': ({ profileId }) => {
      world.conferencing = world.conferencing.filter(p => p.profileId !== profileId)
      return {}
    },
    'reach.read': () => world.reach,
    'reach.set': choice => {
      const up = choice.tunnel !== 'off'
      const publicUrl = up ? 'https://calm-otter.openslot.example' : null
      world.reach = {
        ...world.reach,
        choice,
        publicUrl,
        audience: up ? 'anyone' : 'this_machine',
        status: up ? 'up' : 'off',
        message: up ? `Anyone can open links at ${publicUrl}.` : 'Booking pages open on this machine only.',
        sinceMs: world.nowMs,
      }
      push('reach.changed', world.reach)
      return world.reach
    },
    'network.read': () => ({ allowedHosts: world.allowedHosts }),
    'network.allow': ({ host }) => {
      world.allowedHosts = [...world.allowedHosts.filter(h => h !== host), host]
      changed('network')
      return { allowedHosts: world.allowedHosts }
    },
    'network.disallow': ({ host }) => {
      if (!world.allowedHosts.includes(host)) return missing
      world.allowedHosts = world.allowedHosts.filter(h => h !== host)
      changed('network')
      return { allowedHosts: world.allowedHosts }
    },
    'mail.read': () => world.mail,
    'mail.set': ({ password, ...facts }) => {
      const passwordKept = password === null ? (world.mail.server?.passwordKept ?? false) : password !== ''
      world.mail = { server: { ...facts, passwordKept } }
      changed('mail')
      return world.mail
    },
    'mail.clear': () => {
      world.mail = { server: null }
      changed('mail')
      return world.mail
    },
    'mail.test': () =>
      world.mail.server === null
        ? { ok: false, message: 'Mail is not set up.' }
        : { ok: true, message: `${world.mail.server.host} took a message to ${world.organizer.email}.` },
    'program.read': () => ({
      apiUrl: 'http://127.0.0.1:4181/v1',
      clientId: 'cli_8f3kq02m',
      clientSecret: 'sec_Zt7mX0v2Lq9rB4nWc1Yp',
      sub: world.organizer.sub,
      accessToken: 'tok_h3K9sPz0aQ7dVf2R',
      dataDir: '/home/ada/.local/share/openslot',
      version: '0.1.0',
    }),
  }
}

function importFile(world: World, input: InputOf<'calendars.import'>, freshId: string): Calendar | Failure {
  if (!input.text.includes('BEGIN:VCALENDAR')) {
    return {
      code: 'invalid_input',
      message: 'This is no calendar file.',
      fields: { text: ['This is no calendar file: it does not begin with BEGIN:VCALENDAR.'] },
    }
  }
  const calendarId = input.calendarId ?? freshId
  const bad = input.text.includes('BAD')
  const calendar: Calendar = {
    ...builtIn(calendarId, input.sub, input.fileName.replace(/\.ics$/, '')),
    kind: 'ics_file',
    readonly: true,
    editable: false,
    primary: false,
    state: bad ? 'uncertain' : 'ok',
    problems: bad ? [{ summary: 'Dentist', line: 41, message: 'The end comes before the start.' }] : [],
    eventCount: input.text.split('BEGIN:VEVENT').length - 1,
    fileName: input.fileName,
    importedMs: world.nowMs,
  }
  world.calendars = [...world.calendars.filter(c => c.calendarId !== calendarId), calendar]
  return calendar
}

function previewOf(
  world: World,
  people: readonly Person[],
  query: InputOf<'availability.preview'>['query'],
  window: InputOf<'availability.preview'>['window'],
): OutputOf<'availability.preview'> {
  const durationMs = query.requiredDurationMinutes * MINUTE_MS
  const free = (member: (typeof query.participants)[number]['members'][number], startMs: number) => {
    const counting = world.calendars
      .filter(c => c.sub === member.sub && c.countsAsBusy)
      .map(c => c.calendarId)
    const ids = member.calendarIds ?? counting
    const hours = people.find(p => p.sub === member.sub)?.hours
    const inHours =
      !member.managedAvailability || !hours || hours.some(h => within(h, startMs, durationMs, query.tzid))
    return (
      inHours &&
      world.events.every(
        e =>
          e.status === 'free' ||
          !ids.includes(e.calendarId) ||
          e.startMs >= startMs + durationMs ||
          e.endMs <= startMs,
      )
    )
  }
  const slots: { startMs: number; endMs: number; subs: string[] }[] = []
  let totalSlots = 0
  let firstStartMs: number | null = null
  const stepMs = query.startIntervalMinutes * MINUTE_MS
  const earliest = world.nowMs + query.minimumNoticeMinutes * MINUTE_MS
  for (const period of query.queryPeriods) {
    for (
      let at = Math.ceil(period.startMs / stepMs) * stepMs;
      at + durationMs <= period.endMs;
      at += stepMs
    ) {
      if (at < earliest || totalSlots >= 2000) continue
      const groups = query.participants.map(g => ({
        g,
        subs: g.members.filter(m => free(m, at)).map(m => m.sub),
      }))
      if (
        !groups.every(({ g, subs }) => subs.length >= (g.required === 'all' ? g.members.length : g.required))
      )
        continue
      totalSlots += 1
      firstStartMs ??= at
      const subs = [...new Set(groups.flatMap(x => x.subs))]
      if (at >= window.startMs && at < window.endMs) slots.push({ startMs: at, endMs: at + durationMs, subs })
    }
  }
  const subs = new Set(query.participants.flatMap(g => g.members.map(m => m.sub)))
  const busy = world.events
    .filter(
      e => subs.has(e.sub) && e.status !== 'free' && e.startMs < window.endMs && e.endMs > window.startMs,
    )
    .map(({ sub, summary, startMs, endMs, status }) => ({
      sub,
      summary,
      startMs,
      endMs,
      status: status === 'tentative' ? ('tentative' as const) : ('busy' as const),
    }))
  return { slots, totalSlots, firstStartMs, busy, computedInMs: 0.6 }
}

/** Enough of the program's reasons to see them: busy time, hours and notice. */
function explanationOf(
  world: World,
  people: readonly Person[],
  query: InputOf<'availability.explain'>['query'],
  startMs: number,
): OutputOf<'availability.explain'> {
  const endMs = startMs + query.requiredDurationMinutes * MINUTE_MS
  const earliestMs = world.nowMs + query.minimumNoticeMinutes * MINUTE_MS
  const reasons: OutputOf<'availability.explain'>['reasons'] = []
  if (startMs < earliestMs) reasons.push({ kind: 'too_soon', earliestMs })
  if (!query.queryPeriods.some(p => p.startMs <= startMs && p.endMs >= endMs))
    reasons.push({ kind: 'outside_periods' })
  for (const { sub, managedAvailability } of query.participants.flatMap(g => g.members)) {
    const hours = people.find(p => p.sub === sub)?.hours
    if (managedAvailability && hours && !hours.some(h => within(h, startMs, endMs - startMs, query.tzid)))
      reasons.push({ kind: 'outside_hours', sub })
    for (const e of world.events) {
      if (e.sub !== sub || e.status === 'free' || e.startMs >= endMs || e.endMs <= startMs) continue
      const { calendarId, summary } = e
      reasons.push({ kind: 'busy', sub, calendarId, summary, startMs: e.startMs, endMs: e.endMs })
    }
  }
  return { startMs, endMs, reasons }
}

function relaxationsOf(
  world: World,
  people: readonly Person[],
  query: InputOf<'availability.relax'>['query'],
): OutputOf<'availability.relax'> {
  const window = { startMs: world.nowMs, endMs: world.nowMs + MINUTE_MS }
  const count = (change: Partial<typeof query>) =>
    previewOf(world, people, { ...query, ...change }, window).totalSlots
  const starts = count({})
  const nothing = { group: null, sub: null, to: null }
  const gains = [
    {
      ...nothing,
      kind: 'no_notice' as const,
      more: count({ minimumNoticeMinutes: 0 }) - starts,
    },
    ...[45, 30, 15]
      .filter(to => to < query.requiredDurationMinutes)
      .map(to => ({
        ...nothing,
        kind: 'shorter' as const,
        to,
        more: count({ requiredDurationMinutes: to }) - starts,
      })),
  ]
  return { starts, gains: gains.filter(g => g.more > 0) }
}

function within(
  hours: { day: number; startMinute: number; endMinute: number },
  startMs: number,
  durationMs: number,
  tzid: string,
): boolean {
  const minute = wallMinuteAt(startMs, tzid)
  return (
    weekday(dayAt(startMs, tzid)) === hours.day &&
    minute >= hours.startMinute &&
    minute + durationMs / MINUTE_MS <= hours.endMinute
  )
}
