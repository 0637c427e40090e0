import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection, FoundCalendar } from '../../preload/contract/connections.ts'
import type { Failure } from '../../preload/contract/errors.ts'
import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts'
import type { World } from './in-memory-program.ts'

/** An account as its server has it: what the program in memory can connect to. */
export interface Account {
  readonly kind: 'caldav' | 'google' | 'microsoft'
  readonly host: string
  readonly name: string
  readonly password: string
  readonly calendars: readonly Omit<FoundCalendar, 'calendarId'>[]
}

export interface Feed {
  readonly address: string
  readonly name: string
  readonly eventCount: number
}

export interface Servers {
  accounts: Account[]
  feeds: Feed[]
  /** Servers that do not answer at present, by host. */
  silent: Set<string>
  allowed: Set<string>
  signIns: Map<string, OutputOf<'connections.signInState'> & { sub: string; kind: 'google' | 'microsoft' }>
}

export function noServers(): Servers {
  return { accounts: [], feeds: [], silent: new Set(), allowed: new Set(), signIns: new Map() }
}

type Remote = Extract<
  ProcedureName,
  `connections.${string}` | 'calendars.subscribe' | 'calendars.sync' | 'calendars.publish'
>
type Handlers = { [N in Remote]: (input: InputOf<N>) => OutputOf<N> | Failure }

interface Tools {
  readonly id: (prefix: string) => string
  readonly changed: (noun: 'calendars' | 'connections') => void
}

const missing: Failure = { code: 'not_found', message: 'There is no such thing here (any more).' }

function refused(field: string, message: string): Failure {
  return { code: 'invalid_input', message, fields: { [field]: [message] } }
}

/** What the connections of the program in memory do: the servers are values of its world. */
export function accountHandlers(world: World, { id, changed }: Tools): Handlers {
  const { servers } = world
  const connectionOf = (connectionId: string) => world.connections.find(c => c.connectionId === connectionId)
  const accountOf = ({ kind, name }: Connection) =>
    servers.accounts.find(a => a.kind === kind && a.name === name)
  const foundBy = (connection: Connection): FoundCalendar[] =>
    (accountOf(connection)?.calendars ?? []).map(c => ({
      ...c,
      calendarId:
        world.calendars.find(
          own =>
            own.connectionId === connection.connectionId &&
            world.remoteIds.get(own.calendarId) === c.remoteId,
        )?.calendarId ?? null,
    }))
  const add = (sub: string, account: Account): Connection => {
    const { kind, name } = account
    const connection: Connection = {
      connectionId: id('con'),
      sub,
      kind,
      name,
      state: 'ok',
      problem: null,
    }
    world.connections.push(connection)
    changed('connections')
    return connection
  }
  const hostFault = (host: string, allowHost: boolean): Failure | null => {
    if (allowHost) servers.allowed.add(host)
    const isPrivate = /^(127\.|192\.168\.|localhost)/.test(host)
    return isPrivate && !servers.allowed.has(host)
      ? refused('allowHost', `${host} is on your own network, which calendars of strangers must not reach.`)
      : null
  }
  return {
    'connections.list': () => world.connections,
    'connections.connectCaldav': ({ sub, address, username, password, allowHost }) => {
      const host = hostOf(address)
      const fault = hostFault(host, allowHost)
      if (fault) return fault
      const account = servers.accounts.find(
        a => a.kind === 'caldav' && a.host === host && a.name === username,
      )
      if (!account && !servers.accounts.some(a => a.host === host))
        return refused('address', `No calendar server answers at ${host}.`)
      if (account?.password !== password)
        return refused(
          'password',
          `${host} does not accept this user and password. Does it want an app password?`,
        )
      const connection = add(sub, account)
      return { connection, found: foundBy(connection) }
    },
    'connections.signInAgain': ({ connectionId, password }) => {
      const connection = connectionOf(connectionId)
      if (!connection) return missing
      if (accountOf(connection)?.password !== password)
        return refused('password', 'The server does not accept this password.')
      Object.assign(connection, { state: 'ok', problem: null })
      for (const c of world.calendars)
        if (c.connectionId === connectionId)
          Object.assign(c, {
            state: 'ok',
            freshness: { confirmedMs: world.nowMs, reading: false, failure: null },
          })
      changed('connections')
      changed('calendars')
      return connection
    },
    'connections.beginSignIn': ({ sub, kind, connectionId }) => {
      const signInId = id('sin')
      servers.signIns.set(signInId, {
        state: 'waiting',
        connectionId: connectionId ?? null,
        problem: null,
        sub,
        kind,
      })
      return { signInId, authorizeUrl: `https://accounts.example/${kind}?state=${signInId}` }
    },
    'connections.signInState': ({ signInId }) => {
      const signIn = servers.signIns.get(signInId)
      if (!signIn) return missing
      const { state, connectionId, problem } = signIn
      return { state, connectionId: state === 'done' ? connectionId : null, problem }
    },
    'connections.found': ({ connectionId }) => {
      const connection = connectionOf(connectionId)
      return connection ? foundBy(connection) : missing
    },
    'connections.choose': ({ connectionId, remoteIds }) => {
      const connection = connectionOf(connectionId)
      if (!connection) return missing
      const found = foundBy(connection)
      world.calendars = world.calendars.filter(
        c =>
          c.connectionId !== connectionId ||
          found.some(f => f.calendarId === c.calendarId && kept(f.remoteId)),
      )
      function kept(remoteId: string) {
        return remoteIds.includes(remoteId)
      }
      for (const f of found.filter(x => kept(x.remoteId) && x.calendarId === null)) {
        const calendarId = id('cal')
        world.remoteIds.set(calendarId, f.remoteId)
        world.calendars.push({
          ...remote(calendarId, connection.sub, f.name, connection.kind, world.nowMs),
          connectionId,
          readonly: !f.takesEvents,
        })
      }
      changed('calendars')
      return world.calendars.filter(c => c.connectionId === connectionId)
    },
    'connections.addColleague': ({ connectionId, sub, email }) => {
      const connection = connectionOf(connectionId)
      if (!connection) return missing
      if (email.endsWith('@nowhere.example'))
        return refused('email', `${connection.name} may not see when ${email} is busy.`)
      const calendar = {
        ...remote(id('cal'), sub, email, connection.kind, world.nowMs),
        connectionId,
        readonly: true,
      }
      world.calendars.push(calendar)
      changed('calendars')
      return calendar
    },
    'connections.remove': ({ connectionId }) => {
      world.connections = world.connections.filter(c => c.connectionId !== connectionId)
      world.calendars = world.calendars.filter(c => c.connectionId !== connectionId)
      changed('connections')
      changed('calendars')
      return {}
    },
    'calendars.subscribe': ({ sub, address, name, allowHost }) => {
      const url = address.replace(/^webcal:/, 'https:')
      if (!URL.canParse(url))
        return refused('address', 'An address that starts with https:// or webcal://, please.')
      const fault = hostFault(new URL(url).hostname, allowHost)
      if (fault) return fault
      const feed = servers.feeds.find(f => f.address === url)
      if (!feed) return refused('address', 'There is no calendar at this address.')
      const connection: Connection = {
        connectionId: id('con'),
        sub,
        kind: 'feed',
        name: new URL(url).hostname,
        state: 'ok',
        problem: null,
      }
      world.connections.push(connection)
      const calendar: Calendar = {
        ...remote(id('cal'), sub, name ?? feed.name, 'feed', world.nowMs),
        connectionId: connection.connectionId,
        readonly: true,
        eventCount: feed.eventCount,
      }
      world.calendars.push(calendar)
      changed('connections')
      changed('calendars')
      return calendar
    },
    'calendars.sync': ({ calendarId }) => {
      const calendar = world.calendars.find(c => c.calendarId === calendarId)
      if (!calendar?.freshness) return missing
      const host = world.connections.find(c => c.connectionId === calendar.connectionId)?.name ?? ''
      Object.assign(
        calendar,
        servers.silent.has(host)
          ? {
              state: 'unread',
              freshness: {
                ...calendar.freshness,
                failure: {
                  message: `${host} does not answer.`,
                  sinceMs: calendar.freshness.failure?.sinceMs ?? world.nowMs,
                },
              },
            }
          : { state: 'ok', freshness: { confirmedMs: world.nowMs, reading: false, failure: null } },
      )
      changed('calendars')
      return calendar
    },
    'calendars.publish': ({ calendarId, published }) => {
      const calendar = world.calendars.find(c => c.calendarId === calendarId && c.kind === 'built_in')
      if (!calendar) return missing
      calendar.feedUrl = published
        ? `${world.reach.publicUrl ?? world.reach.siteUrl}/feed/${id('x')}k2Vb81xQpLm2.ics`
        : null
      changed('calendars')
      return calendar
    },
  }
}

/** The organizer signed in at the provider, or did not. */
export function finishSignIn(world: World, signInId: string, account: string | null): void {
  const signIn = world.servers.signIns.get(signInId)
  if (!signIn) return
  if (account === null) {
    Object.assign(signIn, { state: 'failed', problem: 'Access was refused at the provider.' })
    return
  }
  const known = world.connections.find(c => c.connectionId === signIn.connectionId)
  if (known) Object.assign(known, { state: 'ok', problem: null })
  else {
    const { sub, kind } = signIn
    world.count += 1
    const connectionId = `con_${world.count}`
    world.connections.push({ connectionId, sub, kind, name: account, state: 'ok', problem: null })
    signIn.connectionId = connectionId
  }
  signIn.state = 'done'
}

export function remote(
  calendarId: string,
  sub: string,
  name: string,
  kind: Connection['kind'],
  nowMs: number,
): Calendar {
  return {
    calendarId,
    sub,
    name,
    kind,
    readonly: kind === 'feed',
    editable: false,
    primary: false,
    countsAsBusy: true,
    state: 'ok',
    problems: [],
    eventCount: 12,
    fileName: null,
    importedMs: null,
    connectionId: null,
    freshness: { confirmedMs: nowMs, reading: false, failure: null },
    feedUrl: null,
  }
}

function hostOf(address: string): string {
  const plain = address.includes('@') && !address.includes('/') ? address.split('@').at(-1)! : address
  const url = plain.includes('://') ? plain : `https://${plain}`
  return URL.canParse(url) ? new URL(url).hostname : plain
}
