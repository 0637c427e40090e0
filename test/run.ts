/**
 * `npm test`: lint, types, the house's law, unit and integration tests, and end-to-end tests in a real browser over
 * both transports. Sets up what it needs (the build, a browser, CalDAV servers), runs everything even after a failure, and closes
 * with one line that counts.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBuilt } from '../main/ensure-built.ts'
import { findBrowser } from './support/browser.ts'
import { installCaldavServers } from './support/caldav-servers/install.ts'

const top = path.resolve(import.meta.dirname, '..')
const results = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-results-'))
const bin = (name: string) => path.join(top, 'node_modules/.bin', name)

interface Count {
  passed: number
  failed: number
}

function run(
  name: string,
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): boolean {
  const startedMs = performance.now()
  process.stdout.write(`\n== ${name}\n`)
  const { status } = spawnSync(command, args, { cwd: top, stdio: 'inherit', env: { ...process.env, ...env } })
  process.stdout.write(
    `   ${name}: ${status === 0 ? 'good' : 'failed'}, ${Math.round((performance.now() - startedMs) / 1000)} s\n`,
  )
  return status === 0
}

function read(file: string): unknown {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
}

/** A step that tests nothing by itself counts as one. */
const one = (good: boolean): Count => ({ passed: Number(good), failed: Number(!good) })

function vitest(name: string, config: string, env: Record<string, string> = {}): Count {
  const file = path.join(results, `${path.basename(config)}.json`)
  const args = [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const good = run(name, bin('vitest'), args, env)
  const found = read(file) as { numPassedTests: number; numFailedTests: number } | null
  const failed = found?.numFailedTests ?? 0
  return { passed: found?.numPassedTests ?? 0, failed: good ? failed : Math.max(1, failed) }
}

function browserTests(): Count {
  const file = path.join(results, 'e2e.json')
  const args = ['test', '-c', 'test/playwright.config.ts', '--reporter=list,json']
  const good = run('end-to-end tests', bin('playwright'), args, { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  const found = read(file) as { stats: { expected: number; unexpected: number } } | null
  const failed = found?.stats.unexpected ?? 0
  return { passed: found?.stats.expected ?? 0, failed: good ? failed : Math.max(1, failed) }
}

const browser = await findBrowser()
process.env['CHROMIUM'] = browser
installCaldavServers()
const counts = [
  one(run('lint and format', bin('biome'), ['ci', '--error-on-warnings', '.'])),
  one(run('types', bin('tsc'), ['-b'])),
]
ensureBuilt()
counts.push(
  vitest('unit and integration tests', 'test/vitest.config.ts', { TZ: 'UTC' }),
  vitest('rooms that reckon with time, in three zones more', 'test/zones.config.ts'),
  browserTests(),
)
fs.rmSync(results, { recursive: true, force: true })

const sum = (pick: (c: Count) => number) => counts.map(pick).reduce((a, b) => a + b, 0)
const failed = sum(c => c.failed)
process.stdout.write(`\n${sum(c => c.passed)} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
