/**
 * The row on CalDAV of the speed table: a sync that brings one change among five thousand events. The server is another
 * process, so that what is measured is the program's own work. Prints requests and CPU time with their bounds; exits
 * with 1 when one is missed.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createCaldavConnector } from '../../main/calendars/caldav/caldav-connector.ts'
import type { Account, RemoteCalendar } from '../../main/calendars/connector.ts'
import { createGuardedFetch } from '../../main/network/guarded-fetch.ts'
import { startFaultyCaldav } from '../support/faulty-caldav.ts'

const EVENTS = 5_000
const ROUNDS = 12
const bounds = { requests: 2, ms: 50 }

if (process.send === undefined) await measure()
else await serve()

/** The other process: a healthy server that changes one event whenever it is told to. */
async function serve(): Promise<void> {
  const server = await startFaultyCaldav()
  for (let i = 0; i < EVENTS; i++) server.put(`event-${i}`, event(i, 0))
  const { url, username, password } = server
  process.on('message', round => {
    server.put(`event-${Number(round) * 7}`, event(Number(round) * 7, Number(round) + 1))
    process.send?.('changed')
  })
  process.send?.({ url, username, password })
}

function event(number: number, version: number): string {
  const day = String(1 + (number % 28)).padStart(2, '0')
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Openslot//Bench//EN', 'BEGIN:VEVENT'],
    ...[
      `UID:event-${number}`,
      `SEQUENCE:${version}`,
      'DTSTAMP:20270101T000000Z',
      `SUMMARY:Meeting ${number}`,
    ],
    ...[`DTSTART;TZID=Europe/Berlin:202703${day}T090000`, `DTEND;TZID=Europe/Berlin:202703${day}T093000`],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n')
}

async function measure(): Promise<void> {
  const child = fork(import.meta.filename)
  const [told] = (await once(child, 'message')) as [{ url: string; username: string; password: string }]
  const rounds = await pullRounds(told, async round => {
    child.send(round)
    await once(child, 'message')
  })
  child.kill()
  report('requests', Math.max(...rounds.map(({ requests }) => requests)), bounds.requests, '')
  const best = Math.min(...rounds.map(({ ms }) => ms))
  report('own work (CPU)', best, bounds.ms, ' ms')
}

function report(what: string, measured: number, bound: number, unit: string): void {
  const verdict = measured <= bound ? 'ok' : 'MISSED'
  const work = `CalDAV, 1 change in ${EVENTS.toLocaleString('en')} events, ${what}`
  console.log(
    `${verdict.padEnd(6)}  ${work}: ${Number(measured.toFixed(2))}${unit} (at most ${bound}${unit})`,
  )
  if (measured > bound) process.exitCode = 1
}

interface Round {
  readonly requests: number
  readonly ms: number
}

async function pullRounds(
  input: { readonly url: string; readonly username: string; readonly password: string },
  change: (round: number) => Promise<void>,
): Promise<Round[]> {
  const { signal } = new AbortController()
  let requests = 0
  const guarded = createGuardedFetch()
  const caldav = createCaldavConnector({
    fetch: request => {
      requests += 1
      return guarded(request)
    },
    policy: () => ({ allowedHosts: ['127.0.0.1'], ownPorts: [] }),
    clock: { now: () => Date.now() },
  })
  const { details, secret } = await caldav.signInCaldav({ ...input, address: input.url }, signal)
  const account: Account = { connectionId: 'bench', kind: 'caldav', details, secret, keep() {} }
  const [found] = await caldav.list(account, signal)
  const calendar: RemoteCalendar = { calendarId: 'bench', remoteId: found!.remoteId, zone: 'Europe/Berlin' }
  const window = { fromMs: 0, toMs: 1 }
  const known = new Map<string, string | null>()
  const pull = async (cursor: string | null) => {
    const pulled = await caldav.pull(account, calendar, { cursor, window, known, signal })
    for (const { objectId, etag } of pulled.changed) known.set(objectId, etag)
    return pulled
  }
  let { cursor, changed } = await pull(null)
  if (changed.length !== EVENTS) throw new Error(`${changed.length} events were brought`)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await change(round)
    requests = 0
    const before = process.cpuUsage()
    ;({ cursor, changed } = await pull(cursor))
    const { user, system } = process.cpuUsage(before)
    if (changed.length !== 1) throw new Error(`${changed.length} changes were brought`)
    rounds.push({ requests, ms: (user + system) / 1_000 })
  }
  return rounds
}
