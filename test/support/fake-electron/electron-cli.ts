#!/usr/bin/env node
/**
 * Stands where the Electron executable would: `electron-cli.ts [switches] <app folder or file> [arguments]`.
 * Playwright's `_electron.launch({ executablePath })` drives it as it drives the real one.
 */
import inspector from 'node:inspector'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { boot } from './boot.ts'

const electronUrl = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electronUrl, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
dressProcessAsElectron()

/** Playwright calls this once it is attached; `ready` has to wait, or it would miss the first window. */
const attached = Promise.withResolvers<void>()
Object.assign(globalThis, { __playwright_run: attached.resolve })
if (!boot.isDrivenByPlaywright) attached.resolve()

const { app, start } = await import('./electron.ts')
// Not before the module stands: the first thing Playwright does is to `require` it.
if (boot.argv.some(arg => arg.startsWith('--inspect'))) inspector.open(0)
await import(pathToFileURL(boot.main).href)
if (!app.isLeaving) {
  await start()
  await attached.promise
  app.becomeReady()
}

function dressProcessAsElectron(): void {
  const define = (object: object, name: string, value: unknown) =>
    Object.defineProperty(object, name, { value, enumerable: true })
  define(process, 'type', 'browser')
  define(process.versions, 'electron', process.env['FAKE_ELECTRON_VERSION'] ?? '0.0.0-fake')
  define(process.versions, 'chrome', 'system')
  Object.assign(process, { defaultApp: true, resourcesPath: path.join(boot.appPath, 'resources') })
  const isElectronsOwn = (arg: string) =>
    arg === '--no-sandbox' || arg === '--remote-debugging-port=0' || arg.startsWith('--inspect')
  const rest = boot.argv.filter(arg => !isElectronsOwn(arg) && path.resolve(arg) !== boot.entry)
  process.argv = [process.argv[0] ?? '', boot.entry, ...rest]
}
