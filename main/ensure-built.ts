import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

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

/** Builds `dist` from the sources where it is older than they are. The build speaks on standard error only. */
export function ensureBuilt(): void {
  if (isBuilt()) return
  const vite = path.join(top, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--app', '--logLevel', 'warn', '-c', 'renderer/vite.config.ts']
  const startedAt = new Date()
  // Whoever calls may be a test runner, whose environment would build the development half of React.
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync(process.execPath, args, { cwd: top, stdio: ['ignore', 2, 2], env })
  if (status !== 0) throw new Error('Openslot could not be built; see above.')
  fs.writeFileSync(stamp, '')
  fs.utimesSync(stamp, startedAt, startedAt)
}
