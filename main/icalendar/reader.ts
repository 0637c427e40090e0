import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import type { Occurrence, Reading, ReadingRequest } from './reading.ts'
import type { WorkerAnswer } from './worker-messages.ts'

export interface ReaderOptions {
  /** `worker.ts` in development, `dist/reader/worker.js` in the bundle. */
  readonly workerUrl: URL | string
  /** From handing a text to the worker until its answer is complete. */
  readonly deadlineMs: number
  /** UTF-8 bytes of text; a larger one is refused without being looked at. */
  readonly maxBytes: number
}

export interface Reader {
  /**
   * Reads off this thread. Rejects with {@link ReadingTimedOut} past the deadline and with {@link ReadingFailed}
   * when the worker breaks; always settles. Requests wait for each other.
   */
  read(request: ReadingRequest): Promise<Reading>
  /** Ends the worker; what still waits is rejected with {@link ReadingFailed}. */
  close(): Promise<void>
}

/** The text took longer to read than the deadline allows: nothing is known about what it says. */
export class ReadingTimedOut extends Error {
  override readonly name = 'ReadingTimedOut'
  readonly problem: string
  constructor(deadlineMs: number) {
    super(`The calendar could not be read within ${deadlineMs} ms`)
    this.problem = 'The calendar takes too long to read. It may be damaged, or made to do harm.'
  }
}

/** The worker ended before it answered: out of memory, closed, or a fault in it. */
export class ReadingFailed extends Error {
  override readonly name = 'ReadingFailed'
}

/** A worker that starts at all does so in a fraction of this, even on a busy machine. */
const START_DEADLINE_MS = 20_000
/** An idle worker gives its memory back after this. */
const IDLE_MS = 60_000
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64 }

export function createReader(options: ReaderOptions): Reader {
  return new WorkerReader(options)
}

interface Job {
  readonly request: ReadingRequest
  readonly resolve: (reading: Reading) => void
  readonly reject: (error: Error) => void
  readonly occurrences: Occurrence[]
}

class WorkerReader implements Reader {
  readonly #options: ReaderOptions
  readonly #queue: Job[] = []
  #worker: Worker | null = null
  #state: 'starting' | 'ready' = 'starting'
  #job: Job | null = null
  #timer: NodeJS.Timeout | null = null
  #life: 'open' | 'closed' = 'open'

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  async read(request: ReadingRequest): Promise<Reading> {
    if (this.#life === 'closed') throw new ReadingFailed('The reader is closed')
    if (Buffer.byteLength(request.text) > this.#options.maxBytes) return tooLarge(request)
    return await new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject, occurrences: [] })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#life = 'closed'
    const waiting = [...(this.#job === null ? [] : [this.#job]), ...this.#queue.splice(0)]
    this.#job = null
    const ended = this.#drop()
    for (const job of waiting) job.reject(new ReadingFailed('The reader was closed'))
    await ended
  }

  #next() {
    if (this.#job !== null) return
    const job = this.#queue.shift()
    if (job === undefined) return this.#rest()
    this.#job = job
    this.#worker ??= this.#start()
    const worker = this.#worker
    worker.ref()
    if (this.#state === 'ready') this.#hand(worker, job)
    else
      this.#arm(START_DEADLINE_MS, () => this.#fail(new ReadingFailed('The calendar worker does not start')))
  }

  #hand(worker: Worker, job: Job) {
    const { deadlineMs } = this.#options
    this.#arm(deadlineMs, () => this.#fail(new ReadingTimedOut(deadlineMs)))
    worker.postMessage(job.request)
  }

  #start(): Worker {
    // Flags of this process (an inspector, --eval) are none of the worker's business.
    const settings = { resourceLimits: MEMORY_LIMITS, execArgv: [], name: 'icalendar' }
    const worker = new Worker(this.#options.workerUrl, settings)
    worker.on('message', (answer: WorkerAnswer) => {
      if (worker === this.#worker) this.#take(worker, answer)
    })
    const broken = (reason: unknown) => {
      if (worker === this.#worker)
        this.#fail(new ReadingFailed('The calendar worker broke', { cause: reason }))
    }
    worker.on('error', broken)
    worker.on('exit', broken)
    return worker
  }

  #take(worker: Worker, answer: WorkerAnswer) {
    const job = this.#job
    if (answer.kind === 'ready') {
      this.#state = 'ready'
      if (job !== null) this.#hand(worker, job)
    } else if (job !== null) {
      this.#takeAnswer(worker, job, answer)
    }
  }

  #takeAnswer(worker: Worker, job: Job, answer: Exclude<WorkerAnswer, { kind: 'ready' }>) {
    if (answer.kind === 'batch') {
      for (const occurrence of answer.occurrences) job.occurrences.push(occurrence)
      // Asked for in a later turn, so that a large answer arrives in pieces with room between them.
      setImmediate(() => {
        if (worker === this.#worker && job === this.#job) worker.postMessage('next')
      })
      return
    }
    this.#settle()
    if (answer.kind === 'done') job.resolve({ ...answer.reading, occurrences: job.occurrences })
    else job.reject(new ReadingFailed(answer.message))
    this.#next()
  }

  #settle() {
    this.#disarm()
    this.#job = null
  }

  /** Ends the worker and with it the job at hand; the next one gets a fresh worker. */
  #fail(error: Error) {
    const job = this.#job
    this.#settle()
    void this.#drop()
    job?.reject(error)
    this.#next()
  }

  #rest() {
    const worker = this.#worker
    if (worker === null) return
    worker.unref()
    this.#arm(IDLE_MS, () => void this.#drop())
    this.#timer?.unref()
  }

  async #drop(): Promise<void> {
    const worker = this.#worker
    this.#disarm()
    this.#worker = null
    this.#state = 'starting'
    await worker?.terminate()
  }

  #arm(afterMs: number, act: () => void) {
    this.#disarm()
    this.#timer = setTimeout(act, afterMs)
  }

  #disarm() {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}

function tooLarge(request: ReadingRequest): Reading {
  const problem = { uid: null, summary: null, line: 1, message: 'The calendar is too large to be read.' }
  return {
    name: null,
    zone: request.zone,
    occurrences: [],
    problems: [problem],
    eventCount: 0,
    refused: 'too_large',
  }
}
