import path from 'node:path'
import { createCaldavConnector } from '../../main/calendars/caldav/caldav-connector.ts'
import type { ConnectionKind, Connector } from '../../main/calendars/connector.ts'
import { createCoverage } from '../../main/calendars/coverage.ts'
import { createEventWriter } from '../../main/calendars/event-writer.ts'
import { createFeedConnector } from '../../main/calendars/feed.ts'
import { createRemoteWriter } from '../../main/calendars/remote-writer.ts'
import { createSync } from '../../main/calendars/sync.ts'
import { createOutboxWorker } from '../../main/delivery/outbox-worker.ts'
import { machineClock } from '../../main/host/machine.ts'
import { createReader } from '../../main/icalendar/reader.ts'
import { createGuardedFetch } from '../../main/network/guarded-fetch.ts'
import { networkPolicy } from '../../main/scheduling/allowed-hosts.ts'
import { chooseCalendars, connectCaldav } from '../../main/scheduling/connections.ts'
import { followCalendar } from '../../main/scheduling/follow-calendar.ts'
import { openMail } from '../../main/scheduling/mail.ts'
import type { Remote } from '../../main/scheduling/remote.ts'
import type { FaultyCaldav } from './faulty-caldav.ts'
import { testWorld } from './test-world.ts'

/** Connectors that a test holds in its hands; any other is the program's own. */
type Connectors = Partial<Record<ConnectionKind, Connector>>

/** A world whose calendars are on servers: sync, writer and outbox as the host puts them together, with its clock in hand. */
export function syncedWorld(options: { readonly nowMs?: number; readonly connectors?: Connectors } = {}) {
  const test = testWorld(options)
  const { world } = test
  const faults: unknown[] = []
  const onFault = (fault: unknown) => void faults.push(fault)
  const workerUrl = path.resolve(import.meta.dirname, '../../main/icalendar/worker.ts')
  const reader = createReader({ workerUrl, deadlineMs: 5_000, maxBytes: 16_000_000 })
  const fetch = createGuardedFetch()
  const clock = { ...machineClock, now: world.clock.now }
  const policy = () => networkPolicy(world)
  const caldav = createCaldavConnector({ fetch, policy, clock })
  const none = caldav as Connector
  const feed = createFeedConnector({ fetch, policy, maxBytes: 16_000_000 })
  const connectors = { feed, caldav, google: none, microsoft: none, ...options.connectors }
  const onStored = (change: { calendarId: string; uids: readonly string[] }) => followCalendar(world, change)
  const means = { store: world.store, connectors, sealer: world.sealer, reader, clock, onStored, onFault }
  const sync = createSync({ ...means, chance: () => 0, onChange: () => {} })
  const writer = createEventWriter(world.store, createRemoteWriter(means))
  const cover = createCoverage(world.store, reader, clock, sync.widen)
  const remote: Remote = {
    connectors,
    sync,
    signInCaldav: caldav.signInCaldav,
    beginSignIn: () => Promise.reject(new Error('nobody signs in at a provider here')),
  }
  const outbox = createOutboxWorker({
    ...{ store: world.store, writer, fetch, policy, clock, onFault },
    clientSecret: 'secret',
    mail: () => openMail(world),
    chance: () => 0,
    onChange: () => {},
  })
  return {
    ...test,
    ...{ reader, sync, writer, cover, remote, outbox, faults, connectors, fetch },
    /** Reads one calendar of a faulty server from now on. */
    async connect(server: FaultyCaldav, sub = test.sub): Promise<string> {
      const { username, password, url: address } = server
      const account = { sub, address, username, password, allowHost: true }
      const { connection, found } = await connectCaldav(world, remote, account)
      const ids = found.map(f => f.remoteId)
      const [calendar] = await chooseCalendars(world, remote, connection.connectionId, ids)
      if (calendar === undefined) throw new Error('the server has no calendar')
      await sync.now(calendar.calendarId)
      return calendar.calendarId
    },
    /** Tries what is due in the outbox until nothing is. */
    async deliver(): Promise<void> {
      outbox.wake()
      for (let i = 0; i < 200; i++) {
        const next = world.store.outbox.nextAttemptMs([])
        if (next === null || next > world.clock.now()) return
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      throw new Error('the outbox is not emptied')
    },
    async stop(): Promise<void> {
      await Promise.all([sync.stop(), outbox.stop()])
      await reader.close()
      world.store.close()
    },
  }
}

export type SyncedWorld = ReturnType<typeof syncedWorld>

/** An event as another program of the organizer writes it. */
export function foreignEvent(uid: string, startMs: number, endMs: number, lines: readonly string[] = []) {
  const stamp = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Somebody//Else//EN', 'BEGIN:VEVENT'],
    ...[`UID:${uid}`, 'DTSTAMP:20270101T000000Z', `SUMMARY:About ${uid}`],
    ...[`DTSTART:${stamp(startMs)}`, `DTEND:${stamp(endMs)}`, ...lines],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n')
}
