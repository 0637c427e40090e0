import { EventEmitter } from 'node:events'
import { chromiumIfStarted } from './chromium.ts'
import { originOf, protocol, toChromiumUrl } from './protocol.ts'

type RequestHandler = (
  contents: any,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void
type CheckHandler = (contents: any, permission: string, origin: string, details: object) => boolean
type BeforeRequest = (details: object, callback: (answer: { cancel?: boolean }) => void) => void

/** Electron's names of permissions, and those of the DevTools protocol. */
const permissions: Readonly<Record<string, string>> = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  media: 'camera',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
}

class Session extends EventEmitter {
  #onRequest: RequestHandler | null = null
  #onCheck: CheckHandler | null = null
  #beforeRequest: BeforeRequest | null = null
  readonly protocol = protocol
  readonly webRequest = {
    /** Filters are not looked at: the listener hears of every request. */
    onBeforeRequest: (filterOrListener: object | BeforeRequest | null, listener?: BeforeRequest | null) => {
      this.#beforeRequest =
        typeof filterOrListener === 'function' ? (filterOrListener as BeforeRequest) : (listener ?? null)
    },
    onHeadersReceived: () => undefined,
    onBeforeSendHeaders: () => undefined,
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#onRequest = handler
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#onCheck = handler
  }
  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}
  async clearStorageData(): Promise<void> {}

  /**
   * Chromium asks nobody over DevTools. So the handlers are asked for each origin before it loads, and their answers
   * set in advance; with no handler everything is granted, as in Electron.
   */
  async applyPermissions(contents: object, url: string): Promise<void> {
    if (originOf(url) === 'null') return
    for (const [permission, name] of Object.entries(permissions)) {
      const isGranted = await this.#decide(contents, permission, url)
      await chromiumIfStarted()
        ?.send('Browser.setPermission', {
          permission: { name },
          setting: isGranted ? 'granted' : 'denied',
          origin: new URL(toChromiumUrl(url)).origin,
        })
        .catch(error => console.error('fake electron: permission', permission, error.message))
    }
  }

  async isCancelled(details: object): Promise<boolean> {
    const listener = this.#beforeRequest
    if (!listener) return false
    return new Promise(resolve => listener(details, answer => resolve(answer.cancel === true)))
  }

  async #decide(contents: object, permission: string, url: string): Promise<boolean> {
    const details = { requestingUrl: url, isMainFrame: true, securityOrigin: url }
    try {
      if (this.#onCheck && !this.#onCheck(contents, permission, originOf(url), details)) return false
      const ask = this.#onRequest
      return ask ? await new Promise<boolean>(resolve => ask(contents, permission, resolve, details)) : true
    } catch (error) {
      console.error('fake electron: permission handler', error)
      return false
    }
  }
}

const defaultSession = new Session()
export const session = { defaultSession, fromPartition: () => defaultSession }
