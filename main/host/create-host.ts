import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { createApi } from '../api/create-api.ts'
import { cronofyLimits } from '../api/rate-limit.ts'
import type { Sealer } from '../calendars/accounts.ts'
import { createCoverage } from '../calendars/coverage.ts'
import { createOutboxWorker } from '../delivery/outbox-worker.ts'
import type { Desk } from '../desk/desk.ts'
import { createDispatch } from '../desk/dispatch.ts'
import { createFeed } from '../desk/feed.ts'
import { createDeskOverHttp } from '../desk/over-http.ts'
import { createReader } from '../icalendar/reader.ts'
import { createGuardedFetch } from '../network/guarded-fetch.ts'
import { callbackPolicy } from '../scheduling/allowed-hosts.ts'
import { growsOld, maximumAgeMs, refreshDeadlineMs } from '../scheduling/freshness.ts'
import type { LinkTemplate } from '../scheduling/link-template.ts'
import { openMail } from '../scheduling/mail.ts'
import { ensureOrganizer, readOrganizer, readOrganizerSub } from '../scheduling/organizer.ts'
import { createSignIns } from '../scheduling/sign-ins.ts'
import type { World } from '../scheduling/world.ts'
import { createSite } from '../site/create-site.ts'
import { openStore } from '../store/store.ts'
import { askOverHttp } from '../tunnel/http-asking.ts'
import { createLocaltunnel } from '../tunnel/localtunnel.ts'
import { createProbe } from '../tunnel/probe.ts'
import { ensureCredentials } from './credentials.ts'
import { createLocalServer, createSiteServer, listen } from './listen.ts'
import { chance, detectedTzid, machineClock, machineRandomness } from './machine.ts'
import type { Options } from './options.ts'
import { createReach } from './reach.ts'
import { createRemoteCalendars } from './remote-calendars.ts'
import { createKeySealer, readKey } from './sealer.ts'

export interface HostParts {
  /** Folders and files that the build made. */
  readonly files: { readonly desk: string; readonly readerWorker: URL | string }
  readonly version: string
  /** What the desktop seals with, given what seals where it cannot; absent: the key file seals. */
  readonly sealer?: (keySealer: Sealer) => Sealer
  /** A line for the log; never anything secret. */
  readonly log: (message: string, fault?: unknown) => void
}

const usualSitePort = 4100
const usualDeskPort = 4101

/**
 * Builds all of Openslot from its options and starts it; knows nothing of Electron. Everything listens when it
 * resolves.
 *
 * @throws DataFolderInUse, DatabaseNewer, PortUnavailable
 */
export async function startHost(options: Options, parts: HostParts) {
  const clock = machineClock
  const report = (fault: unknown) => parts.log('a fault', fault)
  const store = openStore<LinkTemplate>(options.dataDir)
  const credentials = ensureCredentials(store, machineRandomness)
  const feed = createFeed(clock.now())
  const keySealer = createKeySealer(readKey(options.dataDir, process.env))
  const world: World = {
    store,
    clock,
    randomness: machineRandomness,
    announce: feed.publish,
    linkUrl: token => `${reach.linkBase()}/book/${token}`,
    ownPorts: () => [site.port, local.port],
    feedUrl: token => `${reach.linkBase()}/feed/${token}.ics`,
    sealer: parts.sealer?.(keySealer) ?? keySealer,
    isReading: calendarId => remote.sync.isReading(calendarId),
  }
  ensureOrganizer(world, detectedTzid())

  const reader = createReader({
    workerUrl: parts.files.readerWorker,
    deadlineMs: 5_000,
    maxBytes: 16_000_000,
  })
  const guardedFetch = createGuardedFetch()
  const remote = createRemoteCalendars({
    world,
    reader,
    fetch: guardedFetch,
    clock,
    chance,
    onChange: () => {
      feed.publish('changed', { noun: 'calendars' })
      feed.publish('changed', { noun: 'connections' })
      feed.publish('changed', { noun: 'bookings' })
      outbox.wake()
    },
    onFault: report,
  })
  const signIns = createSignIns(world, remote)
  const cover = createCoverage(store, reader, clock, remote.sync.widen)
  const outbox = createOutboxWorker({
    store,
    writer: remote.writer,
    fetch: guardedFetch,
    policy: () => callbackPolicy(world),
    clientSecret: credentials.clientSecret,
    mail: () => openMail(world),
    clock,
    chance,
    onChange: () => {
      feed.publish('changed', { noun: 'bookings' })
      feed.publish('changed', { noun: 'calendars' })
    },
    onFault: report,
  })
  feed.subscribe(push => {
    if (push.topic === 'booking.arrived' || push.topic === 'link.noTimes') outbox.wake()
  })

  const probeSecret = randomBytes(32)
  const siteApp = createSite({ world, cover, refresh: remote.sync.refresh, probeSecret, report })
  const site = await listen(createSiteServer(siteApp, clock.monotonic), options.port, usualSitePort, '--port')
  const reach = createReach({
    store,
    randomness: machineRandomness,
    clock,
    random: chance,
    probe: createProbe({ ask: askOverHttp, secret: probeSecret }),
    localtunnel: createLocaltunnel({ ask: askOverHttp, clock }),
    sitePort: site.port,
    fixedChoice: options.reach,
    onChange: now => {
      feed.publish('reach.changed', now)
      feed.publish('changed', { noun: 'links' })
    },
  })

  /** For programs: what is older than usual is asked for at its server first, as it is for a visitor. */
  const coverFresh: typeof cover = async (subs, fromMs, toMs) => {
    const onServers = [...new Set(subs)].flatMap(sub => store.calendars.of(sub)).filter(growsOld)
    const ids = onServers.map(c => c.calendarId)
    await remote.sync.refresh(ids, clock.now() - maximumAgeMs({}), refreshDeadlineMs)
    await cover(subs, fromMs, toMs)
  }

  const desk: Desk = {
    world,
    reader,
    cover,
    remote,
    signIns,
    monotonic: clock.monotonic,
    wakeOutbox: outbox.wake,
    reach,
    program: () => ({
      apiUrl: `http://127.0.0.1:${local.port}/v1`,
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      accessToken: credentials.accessToken,
      sub: readOrganizerSub(store),
      dataDir: options.dataDir,
      version: parts.version,
    }),
  }
  const dispatch = createDispatch(desk, report)
  const deskApp = createDeskOverHttp({
    dispatch,
    feed,
    deskKey: credentials.deskKey,
    port: () => local.port,
    files: parts.files.desk,
    report,
  })
  const apiApp = createApi({
    world,
    cover: coverFresh,
    credentials,
    report,
    limits: options.rateLimit === 'off' ? [] : cronofyLimits,
  })
  const localServer = createLocalServer(deskApp, apiApp)
  const local = await listen(localServer, options.deskPort, usualDeskPort, '--desk-port').catch(
    async cause => {
      await site.close()
      store.close()
      throw cause
    },
  )

  reach.begin()
  outbox.wake()
  remote.sync.wake()

  return {
    dispatch,
    feed,
    nudge: () => {
      reach.nudge()
      outbox.wake()
      remote.sync.wake()
    },
    /** Resolves once it is known whether the public address works, within some seconds. */
    reachSettled: () => reach.settled(20_000),
    addresses: () => ({
      /** The key stands behind `#`: browsers keep it to themselves. */
      deskUrl: `http://127.0.0.1:${local.port}/#key=${credentials.deskKey}`,
      apiUrl: `http://127.0.0.1:${local.port}/v1`,
      siteUrl: `http://127.0.0.1:${site.port}`,
      publicUrl: options.reach?.tunnel === 'fixed' ? options.reach.publicUrl : reach.read().publicUrl,
    }),
    credentials: { ...credentials, sub: readOrganizerSub(store) },
    organizerTzid: () => readOrganizer(world).tzid,
    /** Lets what is under way end, then lets go of everything. */
    async stop(): Promise<void> {
      await Promise.all([reach.stop(), site.close(), local.close()])
      signIns.stop()
      await Promise.all([outbox.stop(), remote.sync.stop()])
      await reader.close()
      store.close()
    },
  }
}

export type Host = Awaited<ReturnType<typeof startHost>>

/** Where the build put things, seen from the folder of the running bundle (`dist/main`). */
export function builtFiles(mainFolder: string): HostParts['files'] {
  const dist = path.resolve(mainFolder, '..')
  // The worker's file stands outside of the archive that a packed app is: threads cannot be started from inside it.
  const reader = path.join(dist, 'reader/worker.js').replace(/\bapp\.asar\b/, 'app.asar.unpacked')
  return { desk: path.join(dist, 'renderer'), readerWorker: reader }
}
