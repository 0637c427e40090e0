import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'

export interface Daemon {
  readonly folder: string
  /** Ends it and all that it started, and removes its folder. */
  stop(): Promise<void>
}

/**
 * Holds the server in a process group of its own, and its folder, for as long as standard input stays open: which it
 * does only while the tests live, however they end.
 */
const guard = `
folder=$1; shift
"$@" </dev/null >>"$folder/log" 2>&1 &
cat >/dev/null
trap '' TERM
kill -TERM 0
wait
rm -rf "$folder"
kill -KILL 0
`

/** A folder of its own for a server, removed by the guard of {@link startDaemon}. */
export function daemonFolder(name: string): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `openslot-${name}-`))
}

/**
 * Starts a server and waits until `answers` says so.
 * @throws {Error} with the server's own log, when it does not answer in time
 */
export async function startDaemon(
  folder: string,
  command: readonly string[],
  answers: () => Promise<boolean>,
): Promise<Daemon> {
  const child = spawn('/bin/sh', ['-c', guard, 'guard', folder, ...command], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const daemon = { folder, stop: () => stop(child) }
  try {
    await waitFor(answers)
  } catch {
    const log = fs.readFileSync(path.join(folder, 'log'), 'utf8')
    await daemon.stop()
    throw new Error(`${command[0]} did not start: ${log.slice(-2000)}`)
  }
  return daemon
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    child.once('exit', () => resolve())
    child.stdin?.end()
  })
}

const patienceMs = 20_000

async function waitFor(answers: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + patienceMs
  while (!(await answers().catch(() => false))) {
    if (performance.now() > until) throw new Error('no answer')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
