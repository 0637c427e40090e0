/**
 * Finds a Chrome or Chromium for the tests, or installs one. As a script it prints the path and nothing else on
 * standard output: `node test/support/browser.ts`.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * An executable Chrome or Chromium: the one that the variable CHROMIUM names, one in a usual place, Debian's (installed
 * now, when root), or Playwright's own (downloaded now). What takes long is announced in one line on standard error.
 * The answer is left in CHROMIUM for the processes started from here.
 * @throws {Error} naming what was tried, when none can be had
 */
export async function findBrowser(): Promise<string> {
  const named = process.env['CHROMIUM']
  if (named !== undefined && !isExecutable(named)) {
    throw new Error(`CHROMIUM names ${named}, which cannot be run.`)
  }
  const found = named ?? usualPlaces().find(isExecutable) ?? installDebians() ?? (await installPlaywrights())
  process.env['CHROMIUM'] = found
  return found
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['/Applications', path.join(os.homedir(), 'Applications')]
    const names = ['Google Chrome', 'Chromium']
    return apps.flatMap(folder => names.map(name => path.join(folder, `${name}.app/Contents/MacOS/${name}`)))
  }
  if (process.platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(name => process.env[name])
    const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe']
    return folders.flatMap(folder => (folder ? programs.map(program => path.join(folder, program)) : []))
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ]
  return names.flatMap(name => folders.map(folder => path.join(folder, name)))
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}

function installDebians(): string | null {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return null
  console.error('No browser is installed: installing Debian’s chromium (apt-get, about a minute).')
  try {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  } catch {
    return null
  }
  return usualPlaces().find(isExecutable) ?? null
}

async function installPlaywrights(): Promise<string> {
  const { chromium } = await import('@playwright/test')
  const file = chromium.executablePath()
  if (isExecutable(file)) return file
  console.error('No browser is installed: downloading Playwright’s Chromium.')
  try {
    const command = path.resolve(import.meta.dirname, '../../node_modules/@playwright/test/cli.js')
    run(process.execPath, [command, 'install', 'chromium'])
  } catch (cause) {
    throw new Error(
      'No browser could be found, nor installed by apt-get or by Playwright. Install Chrome or Chromium, or name one in CHROMIUM.',
      { cause },
    )
  }
  return file
}

/** Quiet unless it fails; then what it printed is in the error. */
function run(command: string, args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // No await up here: the stand-in for Electron, which imports this file, is loaded by `require` too.
  void findBrowser().then(file => console.log(file))
}
