import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { boot, switchValue } from './boot.ts'
import { chromiumIfStarted } from './chromium.ts'
import { openWindows } from './open-windows.ts'
import { preventableEvent } from './preventable-event.ts'
import { SingleInstance } from './single-instance.ts'

const givenUserData = process.env['FAKE_ELECTRON_USER_DATA'] ?? switchValue('user-data-dir')
const userData = givenUserData ?? fs.mkdtempSync(path.join(os.tmpdir(), 'fake-electron-'))
const nothing = () => undefined

class App extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = {
    appendSwitch: nothing,
    appendArgument: nothing,
    removeSwitch: nothing,
    hasSwitch: (name: string) => boot.argv.some(arg => arg === `--${name}` || arg.startsWith(`--${name}=`)),
    getSwitchValue: (name: string) => switchValue(name) ?? '',
  }
  /** There is one on macOS alone. */
  readonly dock = undefined
  name = boot.manifest.productName ?? boot.manifest.name
  /** Read by the command line: an app that quits while it loads is never made ready. */
  isLeaving = false
  readonly #ready = Promise.withResolvers<void>()
  readonly #instance = new SingleInstance(
    () => this.getPath('userData'),
    (argv, cwd, data) => this.emit('second-instance', {}, argv, cwd, data),
  )
  readonly #paths: Record<string, string> = {
    userData,
    sessionData: userData,
    home: os.homedir(),
    temp: os.tmpdir(),
    appData: path.dirname(userData),
    logs: path.join(userData, 'logs'),
    downloads: path.join(userData, 'downloads'),
    documents: path.join(userData, 'documents'),
    desktop: path.join(userData, 'desktop'),
    exe: process.execPath,
  }
  #isReady: boolean
  #isQuitting: boolean

  constructor() {
    super()
    this.#isReady = false
    this.#isQuitting = false
  }

  setAppUserModelId = nothing
  setAboutPanelOptions = nothing
  setAsDefaultProtocolClient = () => true
  setBadgeCount = () => true
  setLoginItemSettings = nothing
  getLoginItemSettings = () => ({ openAtLogin: false })
  disableHardwareAcceleration = nothing
  focus = nothing
  hide = nothing
  relaunch = nothing

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }
  whenReady(): Promise<void> {
    return this.#ready.promise
  }
  isReady(): boolean {
    return this.#isReady
  }
  becomeReady(): void {
    this.#isReady = true
    this.emit('ready', {})
    this.#ready.resolve()
  }
  getName(): string {
    return this.name
  }
  setName(name: string): void {
    this.name = name
  }
  getVersion(): string {
    return boot.manifest.version
  }
  getAppPath(): string {
    return boot.appPath
  }
  getPath(name: string): string {
    const found = this.#paths[name]
    if (!found) throw new Error(`Failed to get '${name}' path`)
    if (name !== 'exe') fs.mkdirSync(found, { recursive: true })
    return found
  }
  setPath(name: string, value: string): void {
    this.#paths[name] = value
  }
  getLocale(): string {
    return 'en-US'
  }
  getSystemLocale(): string {
    return 'en-US'
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-US']
  }

  requestSingleInstanceLock(data: unknown = {}): boolean {
    return this.#instance.request(data)
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance.isHeld
  }
  releaseSingleInstanceLock(): void {
    this.#instance.release()
  }

  quit(): void {
    this.isLeaving = true
    if (this.#instance.isRefused) {
      this.#instance.tellTheFirst(() => this.exit())
      return
    }
    if (this.#isQuitting) return
    const event = preventableEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#isQuitting = true
    for (const window of [...openWindows]) window.close()
    // A window that said no to its close keeps the app.
    if (openWindows.size > 0) this.#isQuitting = false
    else this.#finish()
  }

  /** Called by the last window as it goes. */
  allWindowsClosed(): void {
    if (this.#isQuitting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  exit(code = 0): void {
    this.isLeaving = true
    this.releaseSingleInstanceLock()
    const giveUp = setTimeout(() => process.exit(code), 3_000)
    giveUp.unref()
    void (async () => {
      await chromiumIfStarted()?.end()
      if (givenUserData === undefined) fs.rmSync(userData, { recursive: true, force: true })
      // Node's last words to an attached inspector have to get through, or Playwright waits for them.
      setTimeout(() => process.exit(code), 50)
    })()
  }

  #finish(): void {
    const event = preventableEvent({})
    this.emit('will-quit', event)
    if (event.defaultPrevented) {
      this.#isQuitting = false
      return
    }
    this.emit('quit', {}, 0)
    this.exit(0)
  }
}

export const app = new App()
