/**
 * `npm start`: builds what changed, then runs Openslot. The desktop app where Electron's binary and a display are to
 * be had; otherwise one line says what is missing, and the same program serves the desk to a browser.
 */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const top = path.resolve(import.meta.dirname, '..')
const stamp = path.join(top, 'dist/built')
const sources = ['main', 'preload', 'renderer', 'package.json', 'package-lock.json']

/** The time of the latest change below a file or folder. */
function latestChange(place: string): number {
  const stat = fs.statSync(place)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...fs.readdirSync(place).map(name => latestChange(path.join(place, name))))
}

function isBuilt(): boolean {
  if (!fs.existsSync(stamp)) return false
  const builtMs = fs.statSync(stamp).mtimeMs
  return sources.every(place => latestChange(path.join(top, place)) < builtMs)
}

/** The build speaks on standard error: standard output belongs to the program. */
function build(): void {
  const vite = path.join(top, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--app', '--logLevel', 'warn', '-c', 'renderer/vite.config.ts']
  const startedMs = new Date()
  const { status } = spawnSync(process.execPath, args, { cwd: top, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
  fs.writeFileSync(stamp, '')
  fs.utimesSync(stamp, startedMs, startedMs)
}

/** Why no window can be opened, or null when it can. */
function whyNoWindow(): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override === undefined && !fs.existsSync(path.join(top, 'node_modules/electron/path.txt')))
    return 'Electron’s binary is not installed (npx electron --version fetches it)'
  const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  return display ? null : 'there is no display'
}

function runElectron(args: readonly string[]): void {
  const cli = path.join(top, 'node_modules/electron/cli.js')
  const child = spawn(process.execPath, [cli, '.', ...args], { cwd: top, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 0))
}

const args = process.argv.slice(2)
if (!isBuilt()) build()
const missing = args.includes('--headless') || args.includes('--help') ? '' : whyNoWindow()
if (missing === null) runElectron(args)
else {
  if (missing !== '') process.stderr.write(`No desktop window: ${missing}. Serving the desk to a browser instead.\n`)
  await import(pathToFileURL(path.join(top, 'dist/main/headless.js')).href)
}
