import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findBrowser } from '../browser.ts'

interface Answer {
  readonly resolve: (result: any) => void
  readonly reject: (error: Error) => void
}

/** Chromium plus one raw DevTools connection with flat sessions. Events are named `method` or `session:method`. */
export class Chromium extends EventEmitter {
  readonly url: string
  readonly #guard: ChildProcess
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Answer>()
  #lastId = 0

  constructor(guard: ChildProcess, socket: WebSocket, url: string) {
    super()
    this.url = url
    this.#guard = guard
    this.#socket = socket
    this.setMaxListeners(0)
    socket.onmessage = message => this.#receive(JSON.parse(String(message.data)))
    socket.onclose = () => this.emit('closed')
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<any> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
  }

  /** Resolves when Chromium and its profile are gone. */
  async end(): Promise<void> {
    if (this.#guard.exitCode !== null) return
    const exited = once(this.#guard, 'exit')
    this.#guard.stdin?.end()
    await exited
  }

  #receive(message: any): void {
    if (message.id === undefined) {
      const name = message.sessionId ? `${message.sessionId}:${message.method}` : message.method
      this.emit(name, message.params)
      return
    }
    const answer = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error) answer?.reject(new Error(message.error.message))
    else answer?.resolve(message.result)
  }
}

let running: Chromium | undefined

/** @throws before `launchChromium` */
export function chromium(): Chromium {
  if (!running) throw new Error('fake electron: Chromium is not started yet')
  return running
}

export function chromiumIfStarted(): Chromium | undefined {
  return running
}

/**
 * Starts Chromium through its guard, which outlives this process just long enough to end Chromium and to delete its
 * profile, however this process ends.
 */
export async function launchChromium(): Promise<Chromium> {
  const isHeadful = process.env['FAKE_ELECTRON_HEADFUL'] === '1'
  const guard = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('./chromium-guard.ts', import.meta.url)),
      await findBrowser(),
      ...(isHeadful ? [] : ['--headless=new']),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-first-run',
      '--no-startup-window',
      '--disable-gpu',
      '--disable-extensions',
      '--disable-sync',
      '--disable-back-forward-cache',
      '--disable-breakpad',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-default-browser-check',
      '--remote-debugging-port=0',
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], detached: true },
  )
  guard.stdin?.on('error', () => undefined)
  const url = await debuggerUrl(guard)
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error('fake electron: no DevTools connection'))
  })
  running = new Chromium(guard, socket, url)
  return running
}

function debuggerUrl(guard: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    guard.stderr?.on('data', chunk => {
      text += chunk
      const [, url] = /^DevTools listening on (ws:\S+)$/m.exec(text) ?? []
      if (url) resolve(url)
    })
    guard.on('exit', code => reject(new Error(`fake electron: Chromium exited (${code})\n${text}`)))
  })
}
