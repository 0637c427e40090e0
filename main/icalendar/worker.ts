/**
 * The worker thread in which calendars are read: one request at a time, one answer each. Self-contained, so that the
 * bundle is a single file. Its other end is `reader.ts`, which ends it when an answer takes too long.
 */
import { parentPort } from 'node:worker_threads'
import { readCalendar } from './read-calendar.ts'
import type { ReadingRequest } from './reading.ts'
import type { WorkerAnswer } from './worker-messages.ts'

/** What crosses at once: small enough that taking it in never holds up the other thread. */
const BATCH = 5_000

if (parentPort === null) throw new Error('The calendar worker must run in a worker thread')
const port = parentPort
let pending: WorkerAnswer[] = []

port.on('message', (message: ReadingRequest | 'next') => {
  if (message !== 'next') pending = answersTo(message)
  const answer = pending.shift()
  if (answer !== undefined) port.postMessage(answer)
})
port.postMessage({ kind: 'ready' } satisfies WorkerAnswer)

function answersTo(request: ReadingRequest): WorkerAnswer[] {
  try {
    const { occurrences, ...rest } = readCalendar(request)
    const batches: WorkerAnswer[] = []
    for (let start = 0; start < occurrences.length; start += BATCH) {
      batches.push({ kind: 'batch', occurrences: occurrences.slice(start, start + BATCH) })
    }
    return [...batches, { kind: 'done', reading: rest }]
  } catch (error) {
    return [{ kind: 'failed', message: error instanceof Error ? error.message : String(error) }]
  }
}
