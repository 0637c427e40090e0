/**
 * What a program waits for: `POST /v1/availability` for 10 members over 60 days, the whole request, against the built
 * host in a process of its own. Fifty clients hold a connection each and ask at once, again and again, with a pause in
 * between that keeps the whole at a steady rate: a machine that is asked more than it can answer measures its queue.
 */
import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { ensureBuilt } from '../../main/ensure-built.ts'
import { RunningHost } from '../support/run-host.ts'
import { numbers, printRows } from './rows.ts'

const dayMs = 86_400_000
const startMs = Date.UTC(2027, 6, 5)
const [members, days, each] = [10, 60, 500]
const [clients, askedEach, pauseMs] = [50, 120, 400]
const wire = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')

ensureBuilt()
const host = await RunningHost.start({ args: ['--rate-limit', 'off'] })
const subs = await Promise.all(Array.from({ length: members }, (_, i) => makeMember(i)))
const body = JSON.stringify({
  participants: [{ members: subs.map(sub => ({ sub })), required: 5 }],
  required_duration: { minutes: 30 },
  query_periods: [{ start: wire(startMs), end: wire(startMs + days * dayMs) }],
  start_interval: { minutes: 15 },
  buffer: { before: { minutes: 10 }, after: { minutes: 10 } },
  response_format: 'slots',
  max_results: 100,
  tzid: 'Europe/London',
})
for (let i = 0; i < 200; i++) await ask()
const alone = sorted(await inTurn(300))
const together = sorted((await Promise.all(Array.from({ length: clients }, client))).flat())
await host.stop()

const rate = Math.round((clients * 1000) / pauseMs)
const name = `POST /v1/availability, ${members} members, ${days} days, ${each} events each`
const many = `${name}, ${clients} clients at once, ${rate} requests a second`
printRows([
  { work: `${name}, one client, p50`, measured: at(alone, 0.5), bound: 3, unit: 'ms' },
  { work: `${many}, p50`, measured: at(together, 0.5), bound: 3, unit: 'ms' },
  { work: `${many}, p99`, measured: at(together, 0.99), bound: 15, unit: 'ms' },
])

/** An account with its events in a calendar of its own, made as a program makes them. */
async function makeMember(index: number): Promise<string> {
  const post = async (place: string, sent: unknown, token?: string) => {
    const response = await host.api('POST', place, sent, token)
    if (!response.ok) throw new Error(`${place}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const made = await post('application_calendars', { application_calendar_id: `member-${index}` })
  const list = await host.api('GET', 'calendars', undefined, made.access_token)
  const [calendar] = (await list.json()).calendars
  const random = numbers(index + 1)
  const events = Array.from({ length: each }, (_, n) => {
    const from = startMs + Math.floor(random() * days * 96) * 900_000
    const times = { start: wire(from), end: wire(from + (1 + Math.floor(random() * 4)) * 900_000) }
    return { event_id: `event-${n}`, summary: 'Busy', description: '', ...times }
  })
  for (let n = 0; n < each; n += 50) {
    const relative_url = `/v1/calendars/${calendar.calendar_id}/events`
    const batch = events.slice(n, n + 50).map(data => ({ method: 'POST', relative_url, data }))
    await post('batch', { batch }, made.access_token)
  }
  return made.sub
}

/** Asks and takes in the whole answer; milliseconds. */
function ask(agent?: http.Agent): Promise<number> {
  const url = new URL(`${host.ready.apiUrl}/availability`)
  const headers = {
    authorization: `Bearer ${host.ready.clientSecret}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const before = performance.now()
    const request = http.request(url, { method: 'POST', headers, ...(agent && { agent }) }, response => {
      let bytes = 0
      response.on('data', chunk => {
        bytes += chunk.length
      })
      response.on('end', () => {
        const took = performance.now() - before
        if (response.statusCode === 200 && bytes > 1000) resolve(took)
        else reject(new Error(`answered ${response.statusCode} with ${bytes} bytes`))
      })
    })
    request.on('error', reject).end(body)
  })
}

async function inTurn(times: number): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const took: number[] = []
  for (let i = 0; i < times; i++) took.push(await ask(agent))
  agent.destroy()
  return took
}

/** One of the fifty: it begins at a moment of its own, then asks once in every pause. */
async function client(_: unknown, index: number): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const random = numbers(index + 100)
  await wait(random() * pauseMs)
  // Its connection is opened by a request that is not measured: a warm host has warm clients.
  await ask(agent)
  await wait(random() * pauseMs)
  const took: number[] = []
  for (let i = 0; i < askedEach; i++) {
    const ms = await ask(agent)
    took.push(ms)
    await wait(Math.max(0, pauseMs * (0.5 + random()) - ms))
  }
  agent.destroy()
  return took
}

function sorted(times: readonly number[]): number[] {
  return times.toSorted((a, b) => a - b)
}

function at(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
}
