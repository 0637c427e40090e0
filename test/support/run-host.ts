import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Outcome } from '../../preload/contract/errors.ts'
import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts'

const headless = path.resolve(import.meta.dirname, '../../dist/main/headless.js')

/** What `--json` prints. */
export interface Ready {
  readonly event: 'ready'
  readonly host: string
  readonly deskUrl: string
  readonly apiUrl: string
  readonly siteUrl: string
  readonly publicUrl: string | null
  readonly clientId: string
  readonly clientSecret: string
  readonly sub: string
  readonly accessToken: string
  readonly dataDir: string
  readonly startedInMs: number
}

export interface RunOptions {
  readonly dataDir?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The built headless host as users run it, in a process of its own, on free ports. */
export class RunningHost {
  readonly ready: Ready
  readonly output: { stdout: string; stderr: string }
  readonly #child: ChildProcess
  #cookie = ''

  private constructor(ready: Ready, child: ChildProcess, output: { stdout: string; stderr: string }) {
    this.ready = ready
    this.#child = child
    this.output = output
  }

  static async start(options: RunOptions = {}): Promise<RunningHost> {
    const dataDir = options.dataDir ?? temporaryFolder()
    const args = [
      headless,
      '--json',
      '--data-dir',
      dataDir,
      '--port',
      '0',
      '--desk-port',
      '0',
      ...(options.args ?? []),
    ]
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    })
    const output = { stdout: '', stderr: '' }
    child.stderr?.on('data', chunk => {
      output.stderr += chunk
    })
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', chunk => {
        output.stdout += chunk
        if (output.stdout.includes('\n')) resolve(output.stdout)
      })
      child.once('exit', code => reject(new Error(`the host ended with ${code}: ${output.stderr}`)))
    })
    return new RunningHost(JSON.parse(line) as Ready, child, output)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** The desk's own way in, signed in on first use. */
  async call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<Outcome<OutputOf<N>>> {
    if (this.#cookie === '') await this.#signIn()
    const response = await fetch(this.deskAddress(`rpc/${name}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify(input),
    })
    return (await response.json()) as Outcome<OutputOf<N>>
  }

  /** The value of a call that must succeed. */
  async ask<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const outcome = await this.call(name, input)
    if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.error)}`)
    return outcome.value
  }

  deskAddress(place: string): string {
    return new URL(place, this.ready.deskUrl.split('#')[0]).href
  }

  get cookie(): string {
    return this.#cookie
  }

  async #signIn(): Promise<void> {
    const key = new URLSearchParams(new URL(this.ready.deskUrl).hash.slice(1)).get('key')
    const response = await fetch(this.deskAddress('session'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key }),
    })
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  }

  /** `/v1` as a program calls it. */
  async api(
    method: string,
    place: string,
    body?: unknown,
    token = this.ready.clientSecret,
  ): Promise<Response> {
    return fetch(`${this.ready.apiUrl}/${place}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  /** Ends it with nothing said, as a crash does. */
  kill(): Promise<number | null> {
    return this.#end('SIGKILL')
  }

  #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      return Promise.resolve(this.#child.exitCode)
    return new Promise(resolve => {
      this.#child.once('exit', code => resolve(code))
      this.#child.kill(signal)
    })
  }
}

const folders: string[] = []

/** A folder of its own for a test; all of them go when the process ends. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-test-'))
  if (folders.length === 0)
    process.once('exit', () => {
      for (const f of folders) fs.rmSync(f, { recursive: true, force: true })
    })
  folders.push(folder)
  return folder
}
