/**
 * `chromium-guard.ts <chromium> [switches]`: runs Chromium on a profile of its own and ends both when standard input
 * closes. That happens however the process that holds the other end comes to its end, a SIGKILL included, so no
 * Chromium and no profile outlives a test. It runs in a process group of its own, out of reach of what kills the
 * test's group.
 */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const [executable = '', ...switches] = process.argv.slice(2)
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-chromium-'))
const chromium = spawn(executable, [...switches, `--user-data-dir=${profile}`], {
  stdio: ['ignore', 'ignore', 'inherit'],
  detached: true,
})
let isEnding = false

chromium.once('error', error => {
  console.error(error.message)
  end(1)
})
chromium.once('exit', code => end(code ?? 1))
process.stdin.resume()
process.stdin.once('end', () => end(0))
process.stdin.once('error', () => end(0))
// A Ctrl-C in the terminal is for the one in front, who then closes our input.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

function end(code: number): void {
  if (isEnding) return
  isEnding = true
  killTree()
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  process.exit(code)
}

function killTree(): void {
  if (chromium.pid === undefined) return
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(chromium.pid), '/t', '/f'])
    return
  }
  try {
    process.kill(-chromium.pid, 'SIGKILL')
  } catch {
    // The whole group is gone already.
  }
}
