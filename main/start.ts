/**
 * `npm start`: builds what changed, then runs Openslot. The desktop app where Electron's binary and a display are to
 * be had; otherwise one line says what is missing, and the same program serves the desk to a browser.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './ensure-built.ts'

const top = path.resolve(import.meta.dirname, '..')

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

/**
 * npm passes a signal on to the shell it runs us in, and that shell dies of it without a word to us. So being left
 * by it is taken for the signal: whoever ends `npm start` ends Openslot.
 */
function endWithShell(): void {
  if (process.env['npm_lifecycle_event'] !== 'start') return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

const args = process.argv.slice(2)
endWithShell()
ensureBuilt()
const missing = args.includes('--headless') || args.includes('--help') ? '' : whyNoWindow()
if (missing === null) runElectron(args)
else {
  if (missing !== '')
    process.stderr.write(`No desktop window: ${missing}. Serving the desk to a browser instead.\n`)
  await import(pathToFileURL(path.join(top, 'dist/main/headless.js')).href)
}
