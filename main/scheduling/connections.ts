import type { Calendar } from '../../preload/contract/calendars.ts'
import type {
  CaldavToConnect,
  Connected,
  Connection,
  FeedToSubscribe,
  FoundCalendar,
} from '../../preload/contract/connections.ts'
import { openAccount, sealSecret } from '../calendars/accounts.ts'
import type { FoundCalendar as Found, SignedIn } from '../calendars/connector.ts'
import { toFailure } from '../calendars/failure.ts'
import { feedAccount, feedAddress } from '../calendars/feed.ts'
import { unreadSource } from '../store/calendar-sources.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { ConnectionRow } from '../store/connections.ts'

import { readCalendar, showCalendar } from './calendars.ts'
import { conflict, invalid, notFound, Refusal } from './refusal.ts'
import type { Remote } from './remote.ts'
import { withAllowedHost } from './with-allowed-host.ts'
import type { World } from './world.ts'

/** How long the organizer waits for a server before a sentence says that it is slow. */
const patienceMs = 30_000

export function listConnections(world: World): Connection[] {
  return world.store.connections.all().map(row => showConnection(world, row))
}

/** An account is as well as the worst of its calendars. */
export function showConnection({ store }: World, row: ConnectionRow): Connection {
  const failures = store.calendars
    .ofConnection(row.connectionId)
    .flatMap(c => store.calendarSources.get(c.calendarId)?.failure ?? [])
  const worst = failures.find(f => f.kind === 'sign_in') ?? failures[0]
  const { connectionId, sub, kind, name } = row
  const state = worst === undefined ? 'ok' : worst.kind === 'sign_in' ? 'sign_in' : 'failing'
  return { connectionId, sub, kind, name, state, problem: worst?.message ?? null }
}

export function readConnection(world: World, connectionId: string): ConnectionRow {
  const row = world.store.connections.get(connectionId)
  if (row === null) throw notFound('connection')
  return row
}

/**
 * Signs in at a CalDAV server and tells which calendars are there; none is read before it is chosen.
 *
 * @throws Refusal `invalid_input`: beside `allowHost` where the host is private and was not allowed, beside `password`
 *   where it is not accepted, else beside `address`
 */
export async function connectCaldav(
  world: World,
  remote: Remote,
  input: CaldavToConnect,
): Promise<Connected> {
  if (world.store.people.get(input.sub) === null) throw notFound('person')
  const { address, username, password } = input
  return withAllowedHost(world, input.allowHost ? hostOf(address) : null, () =>
    beside('address', async () => {
      const signedIn = await remote.signInCaldav({ address, username, password }, patience())
      return addConnection(world, remote, input.sub, 'caldav', signedIn)
    }),
  )
}

/** Keeps an account that was signed in to, and asks which calendars it has; one that cannot tell is not kept. */
export async function addConnection(
  world: World,
  remote: Remote,
  sub: string,
  kind: ConnectionRow['kind'],
  signedIn: SignedIn,
): Promise<Connected> {
  const row = newConnection(world, sub, kind, signedIn)
  world.store.connections.put(row)
  try {
    const found = await findCalendars(world, remote, row.connectionId)
    world.announce('changed', { noun: 'connections' })
    return { connection: showConnection(world, row), found }
  } catch (cause) {
    world.store.connections.remove(row.connectionId)
    throw cause
  }
}

function newConnection(
  { randomness, sealer, clock }: World,
  sub: string,
  kind: ConnectionRow['kind'],
  { name, details, secret }: SignedIn,
): ConnectionRow {
  return {
    connectionId: randomness.id('con'),
    sub,
    kind,
    name,
    details,
    sealedSecret: sealSecret(sealer, secret),
    createdMs: clock.now(),
  }
}

/** The calendars that an account has at its server now. @throws Refusal */
export async function findCalendars(
  world: World,
  remote: Remote,
  connectionId: string,
): Promise<FoundCalendar[]> {
  const { kind } = readConnection(world, connectionId)
  const here = new Map(world.store.calendars.ofConnection(connectionId).map(c => [c.remoteId, c.calendarId]))
  const found = await askServer(world, remote, connectionId, kind)
  return found.map(({ remoteId, name, color, takesEvents }) => ({
    remoteId,
    name,
    color,
    takesEvents,
    calendarId: here.get(remoteId) ?? null,
  }))
}

function askServer(
  { store, sealer }: World,
  remote: Remote,
  connectionId: string,
  kind: ConnectionRow['kind'],
): Promise<readonly Found[]> {
  return beside('connectionId', () =>
    remote.connectors[kind].list(openAccount(store, sealer, connectionId), patience()),
  )
}

/** From now on these calendars of the account are read, and no others. What was read of the others is forgotten. */
export async function chooseCalendars(
  world: World,
  remote: Remote,
  connectionId: string,
  remoteIds: readonly string[],
): Promise<Calendar[]> {
  const connection = readConnection(world, connectionId)
  const found = await askServer(world, remote, connectionId, connection.kind)
  const chosen = found.filter(f => remoteIds.includes(f.remoteId))
  if (chosen.length < new Set(remoteIds).size)
    throw invalid('remoteIds', 'One of these calendars is no longer there. Look again.')
  const { store } = world
  store.transact(() => {
    for (const row of store.calendars.ofConnection(connectionId))
      if (!remoteIds.includes(row.remoteId) && !isColleague(row)) store.calendars.remove(row.calendarId)
    for (const f of chosen) addFound(world, connection, f)
  })
  world.announce('changed', { noun: 'calendars' })
  world.announce('changed', { noun: 'connections' })
  remote.sync.wake()
  return store.calendars.ofConnection(connectionId).map(row => showCalendar(world, row))
}

/** Colleagues are added one by one, by their address; a choice among the account's own calendars leaves them alone. */
const isColleague = ({ remoteId }: CalendarRow): boolean => /^(freebusy|schedule):/.test(remoteId)

function addFound(world: World, connection: ConnectionRow, found: Found, sub = connection.sub): CalendarRow {
  const { store, randomness, clock } = world
  const { connectionId, kind } = connection
  const here = store.calendars.ofConnection(connectionId).find(c => c.remoteId === found.remoteId)
  const row: CalendarRow = {
    calendarId: here?.calendarId ?? randomness.id('cal'),
    sub,
    name: here?.name ?? found.name,
    kind,
    countsAsBusy: here?.countsAsBusy ?? true,
    takesEvents: found.takesEvents,
    sendsInvitations: found.sendsInvitations,
    connectionId,
    remoteId: found.remoteId,
    createdMs: here?.createdMs ?? clock.now(),
  }
  store.calendars.put(row)
  if (here === undefined) store.calendarSources.put(unreadSource(row.calendarId))
  return row
}

/** The free/busy of somebody whose time the account may see at its provider, as a calendar of theirs here. */
export async function addColleague(
  world: World,
  remote: Remote,
  input: { readonly connectionId: string; readonly sub: string; readonly email: string },
): Promise<Calendar> {
  const connection = readConnection(world, input.connectionId)
  if (world.store.people.get(input.sub) === null) throw notFound('person')
  const prefix = { google: 'freebusy', microsoft: 'schedule', caldav: null, feed: null }[connection.kind]
  if (prefix === null) throw conflict('Only Google and Microsoft accounts can see the time of colleagues.')
  const remoteId = `${prefix}:${input.email.toLowerCase()}`
  if (world.store.calendars.ofConnection(connection.connectionId).some(c => c.remoteId === remoteId))
    throw conflict('This colleague is here already.')
  const found = { remoteId, name: input.email, color: null, takesEvents: false, sendsInvitations: false }
  const row = world.store.transact(() => addFound(world, connection, found, input.sub))
  return readFirst(world, remote, row, 'email')
}

/** Reads a feed from now on. @throws Refusal beside `address` or `allowHost`; nothing is kept then */
export async function subscribe(world: World, remote: Remote, input: FeedToSubscribe): Promise<Calendar> {
  const { store } = world
  if (store.people.get(input.sub) === null) throw notFound('person')
  const address = feedAddress(input.address)
  const account = feedAccount(address)
  return withAllowedHost(world, input.allowHost ? hostOf(address) : null, () => {
    const connection = newConnection(world, input.sub, 'feed', account)
    const name = input.name ?? account.name
    const found = { remoteId: '', name, color: null, takesEvents: false, sendsInvitations: false }
    const row = store.transact(() => {
      store.connections.put(connection)
      return addFound(world, connection, found)
    })
    return readFirst(world, remote, row, 'address')
  })
}

/** A calendar that cannot be read the first time is not kept: its address is most likely wrong. */
async function readFirst(world: World, remote: Remote, row: CalendarRow, field: string): Promise<Calendar> {
  const { store } = world
  await remote.sync.now(row.calendarId)
  const failure = store.calendarSources.get(row.calendarId)?.failure ?? null
  if (failure !== null) {
    store.transact(() => {
      store.calendars.remove(row.calendarId)
      if (row.kind === 'feed' && row.connectionId !== null) store.connections.remove(row.connectionId)
    })
    throw invalid(fieldFor(failure.kind, field), failure.message)
  }
  world.announce('changed', { noun: 'calendars' })
  world.announce('changed', { noun: 'connections' })
  return showCalendar(world, store.calendars.get(row.calendarId) ?? row)
}

/** Asks the server now, whatever the plan. How it went stands in the calendar's freshness. */
export async function syncCalendar(world: World, remote: Remote, calendarId: string): Promise<Calendar> {
  const row = readCalendar(world, calendarId)
  if (row.connectionId === null) throw conflict('This calendar is not read from a server.')
  await remote.sync.now(calendarId)
  return showCalendar(world, readCalendar(world, calendarId))
}

/** A new password for the account, tried before it is kept. @throws Refusal beside `password` */
export async function signInAgain(
  world: World,
  remote: Remote,
  connectionId: string,
  password: string,
): Promise<Connection> {
  const { store, sealer } = world
  const row = readConnection(world, connectionId)
  if (row.kind !== 'caldav') throw conflict('This account is signed in to at its provider.')
  const sealedSecret = sealSecret(sealer, { ...readSecret(world, row), password })
  // Nobody else sees the password before it is known to be right.
  const tried = {
    connections: { ...store.connections, get: () => ({ ...row, sealedSecret }), put: () => undefined },
  }
  await beside('password', () =>
    remote.connectors.caldav.list(openAccount(tried, sealer, connectionId), patience()),
  )
  store.connections.put({ ...readConnection(world, connectionId), sealedSecret })
  return readAnew(world, remote, connectionId)
}

/** Details hold who signed in; a secret that cannot be unsealed is replaced whole. */
export function readSecret({ sealer }: World, row: ConnectionRow): SignedIn['secret'] {
  const text = sealer.open(row.sealedSecret)
  return text === null ? {} : JSON.parse(text)
}

/** After a sign-in everything of the account is read at once, and what waited to be written there is written. */
export function readAnew(world: World, remote: Remote, connectionId: string): Connection {
  const { store } = world
  for (const { calendarId } of store.calendars.ofConnection(connectionId)) {
    const source = store.calendarSources.get(calendarId) ?? unreadSource(calendarId)
    store.calendarSources.put({ ...source, failure: null, failures: 0, nextAttemptMs: 0 })
    store.outbox.hurryFor(calendarId, world.clock.now())
  }
  for (const { calendarId } of store.calendars.ofConnection(connectionId)) void remote.sync.anew(calendarId)
  world.announce('changed', { noun: 'connections' })
  world.announce('changed', { noun: 'calendars' })
  return showConnection(world, readConnection(world, connectionId))
}

/** Its calendars go with it, here; at its server everything stays. */
export function removeConnection(world: World, connectionId: string): void {
  const { store } = world
  readConnection(world, connectionId)
  store.transact(() => {
    for (const { calendarId } of store.calendars.ofConnection(connectionId))
      store.calendars.remove(calendarId)
    store.connections.remove(connectionId)
  })
  world.announce('changed', { noun: 'calendars' })
  world.announce('changed', { noun: 'connections' })
}

const patience = (): AbortSignal => AbortSignal.timeout(patienceMs)

function hostOf(address: string): string | null {
  const text = address.includes('://') ? address : `https://${address.split('@').at(-1)}`
  return URL.canParse(text) ? new URL(text).hostname : null
}

/** What kept the work from being done, beside the field that can change it. */
async function beside<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    const { kind, message, known } = toFailure(cause)
    if (!known) throw cause
    throw invalid(fieldFor(kind, field), message)
  }
}

function fieldFor(kind: string, field: string): string {
  if (kind === 'private') return 'allowHost'
  return kind === 'sign_in' && field === 'address' ? 'password' : field
}
