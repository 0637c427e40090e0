import fs from 'node:fs'
import { createConnection, createServer } from 'node:net'
import path from 'node:path'

type OnSecondInstance = (argv: string[], workingDirectory: string, data: unknown) => void

/** Electron's single-instance lock: one process per user-data folder; a second hands over its arguments and leaves. */
export class SingleInstance {
  readonly #folder: () => string
  readonly #onSecond: OnSecondInstance
  #refusedData: unknown
  #heldFile: string | undefined

  constructor(folder: () => string, onSecond: OnSecondInstance) {
    this.#folder = folder
    this.#onSecond = onSecond
  }

  get isHeld(): boolean {
    return this.#heldFile !== undefined
  }
  get isRefused(): boolean {
    return this.#refusedData !== undefined
  }

  request(data: unknown): boolean {
    if (this.isHeld) return true
    const file = this.#file()
    if (isHeldByLivingProcess(file)) {
      this.#refusedData = data
      return false
    }
    fs.writeFileSync(file, String(process.pid))
    fs.rmSync(`${file}.sock`, { force: true })
    this.#heldFile = file
    createServer(socket =>
      socket.on('data', text => {
        const message = JSON.parse(String(text))
        this.#onSecond(message.argv, message.cwd, message.data)
        socket.end()
      }),
    )
      .listen(`${file}.sock`)
      .unref()
    return true
  }

  tellTheFirst(afterwards: () => void): void {
    const socket = createConnection(`${this.#file()}.sock`)
    socket.on('error', afterwards).on('close', afterwards)
    socket.write(JSON.stringify({ argv: process.argv, cwd: process.cwd(), data: this.#refusedData }))
  }

  release(): void {
    if (this.#heldFile === undefined) return
    fs.rmSync(this.#heldFile, { force: true })
    fs.rmSync(`${this.#heldFile}.sock`, { force: true })
    this.#heldFile = undefined
  }

  #file(): string {
    return path.join(this.#folder(), 'SingletonLock')
  }
}

function isHeldByLivingProcess(file: string): boolean {
  try {
    process.kill(Number(fs.readFileSync(file, 'utf8')), 0)
    return true
  } catch {
    return false
  }
}
