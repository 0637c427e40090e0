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
 * does only while the tests live, however they end. Cyrus does not always end when it is asked to.
 */
const guard = `
folder=$1; shift
setsid "$@" </dev/null >>"$folder/log" 2>&1 &
server=$!
cat >/dev/null
kill -TERM -$server
for wait in 1 2 3 4 5 6 7 8 9 10; do kill -0 -$server 2>/dev/null || break; sleep 0.2; done
kill -KILL -$server 2>/dev/null
rm -rf "$folder"
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
