import { execFile } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { readCalendar } from '../../main/icalendar/read-calendar.ts'
import {
  createReader,
  type Reader,
  type ReaderOptions,
  ReadingFailed,
  ReadingTimedOut,
} from '../../main/icalendar/reader.ts'
import type { ReadingRequest } from '../../main/icalendar/reading.ts'
import { calendarText, event } from './reading-text.ts'

const workerUrl = new URL('../../main/icalendar/worker.ts', import.meta.url)
const open: Reader[] = []

function reader(options: Partial<ReaderOptions> = {}): Reader {
  const made = createReader({ workerUrl, deadlineMs: 10_000, maxBytes: 20_000_000, ...options })
  open.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()))
})

function request(text: string, days = 31): ReadingRequest {
  const fromMs = Date.UTC(2026, 2, 1)
  return { text, zone: 'Europe/Berlin', fromMs, toMs: fromMs + days * 86_400_000 }
}

function daily(uid: string): string {
  return calendarText(event(`UID:${uid} | DTSTART:20260301T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY`))
}

/** A worker of a few words, to misbehave in ways that the real one must not. */
function strange(script: string): URL {
  const start =
    "const { parentPort } = require('node:worker_threads'); parentPort.postMessage({ kind: 'ready' });"
  const module = `import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${start} ${script}`
  return new URL(`data:text/javascript,${encodeURIComponent(module)}`)
}

describe('the reader', () => {
  it('answers what reading on this thread would answer', async () => {
    const asked = request(
      calendarText(event('UID:a | DTSTART:20260302T090000Z | DURATION:PT1H'), event('UID:b')),
    )
    expect(await reader().read(asked)).toEqual(readCalendar(asked))
  })

  it('answers many requests at once, each with its own', async () => {
    const one = reader()
    const uids = Array.from({ length: 20 }, (_, i) => `series-${i}`)
    const readings = await Promise.all(uids.map(uid => one.read(request(daily(uid)))))
    expect(readings.map(({ occurrences }) => occurrences[30]?.uid)).toEqual(uids)
  })

  it('gives up on a text at the deadline, tells that apart, and reads the next with a fresh worker', async () => {
    const spins = strange("parentPort.on('message', () => { while (true) {} })")
    const one = reader({ deadlineMs: 100, workerUrl: spins })
    const started = performance.now()
    const both = await Promise.allSettled([one.read(request(daily('a'))), one.read(request(daily('b')))])
    expect(both.map(result => (result.status === 'rejected' ? result.reason : null))).toEqual([
      expect.any(ReadingTimedOut),
      expect.any(ReadingTimedOut),
    ])
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('goes on after a text that takes too long', async () => {
    const endless = 'RRULE:FREQ=SECONDLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;COUNT=100000000000'
    const text = calendarText(event(`DTSTART:19700101T000000Z | DURATION:PT1S | ${endless}`))
    const one = reader({ deadlineMs: 500 })
    const unlimited = { maxSteps: 1e12, maxStepsPerEvent: 1e12, maxOccurrencesPerEvent: 1e9 }
    const slow = one.read({ ...request(text), limits: unlimited })
    const quick = one.read(request(daily('quick')))
    await expect(slow).rejects.toBeInstanceOf(ReadingTimedOut)
    expect((await quick).occurrences).toHaveLength(31)
  })

  it('refuses a text that is too large without handing it over', async () => {
    const never = strange("parentPort.on('message', () => process.exit(1))")
    const reading = await reader({ maxBytes: 100, workerUrl: never }).read(request('é'.repeat(51)))
    expect(reading).toMatchObject({ refused: 'too_large', occurrences: [], problems: [{ line: 1 }] })
  })

  it('fails what was asked when the worker breaks, and tells why', async () => {
    const breaks = strange("parentPort.on('message', () => { throw new Error('broken inside') })")
    const failure = await reader({ workerUrl: breaks })
      .read(request(daily('a')))
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ReadingFailed)
    expect(failure).toMatchObject({ cause: { message: 'broken inside' } })
  })

  it('fails what was asked when there is no worker to start', async () => {
    const nowhere = new URL('nowhere.js', import.meta.url)
    await expect(reader({ workerUrl: nowhere }).read(request(daily('a')))).rejects.toBeInstanceOf(
      ReadingFailed,
    )
  })

  it('fails a question that is wrong in itself, and stays usable', async () => {
    const one = reader()
    await expect(one.read({ ...request(daily('a')), zone: 'Nowhere/Land' })).rejects.toThrow(
      /Unknown time zone/,
    )
    expect((await one.read(request(daily('a')))).occurrences).toHaveLength(31)
  })

  it('rejects what waits when it is closed, and what comes after', async () => {
    const one = reader()
    const waiting = [one.read(request(daily('a'))), one.read(request(daily('b')))]
    const settled = Promise.allSettled(waiting)
    await one.close()
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(one.read(request(daily('c')))).rejects.toBeInstanceOf(ReadingFailed)
  })

  it('leaves this thread free while a large answer comes in', async () => {
    const series = Array.from({ length: 300 }, (_, i) =>
      event(`UID:${i} | DTSTART:20160101T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY`),
    )
    const one = reader()
    await one.read(request(daily('warm')))
    const text = calendarText(...series)
    const delays: number[] = []
    // The test machine has its own pauses; the best of a few runs shows what reading alone does.
    while (delays.length < 4 && Math.min(...delays, 1000) >= 50) {
      const delay = monitorEventLoopDelay({ resolution: 5 })
      delay.enable()
      const { occurrences } = await one.read(request(text, 365))
      delay.disable()
      expect(occurrences).toHaveLength(300 * 365)
      delays.push(delay.max / 1e6)
    }
    expect(Math.min(...delays), 'milliseconds').toBeLessThan(50)
  })

  it('does not keep the process alive when it has nothing to do', async () => {
    const script = `
      import { createReader } from ${JSON.stringify(new URL('../../main/icalendar/reader.ts', import.meta.url).href)}
      const reader = createReader({ workerUrl: new URL(${JSON.stringify(workerUrl.href)}), deadlineMs: 5000, maxBytes: 1000 })
      const { refused } = await reader.read({ text: 'x', zone: 'UTC', fromMs: 0, toMs: 1 })
      console.log(refused)`
    const run = promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', script], {
      timeout: 20_000,
    })
    expect((await run).stdout.trim()).toBe('not_a_calendar')
  })
})
