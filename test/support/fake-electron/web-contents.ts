import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import { app } from './app.ts'
import { chromium } from './chromium.ts'
import { makeCodec } from './codec.ts'
import { copyPlain } from './copy-plain.ts'
import { ipcMain } from './ipc-main.ts'
import { isolatedWorld } from './isolated-world.ts'
import { mainWorld } from './main-world.ts'
import { answerRequest, type PausedRequest } from './network.ts'
import { originOf, toChromiumUrl, toElectronUrl } from './protocol.ts'
import { session } from './session.ts'

/** The window around the contents, as far as they need it. */
export interface ContentsOwner {
  readonly bounds: { readonly width: number; readonly height: number }
  contentsPainted(): void
  close(): void
  openPopup(url: string, options: object | undefined): void
}

type OpenDetails = { url: string; frameName: string; features: string; disposition: string }
type OpenHandler = (details: OpenDetails) => { action: string; overrideBrowserWindowOptions?: object }

const preloadWorld = 'electron-preload'
const codec = makeCodec()
let lastId = 0

/** One DevTools target, dressed as Electron's WebContents. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId
  readonly session = session.defaultSession
  readonly owner: ContentsOwner
  targetId = ''
  readonly #key = `e${randomBytes(8).toString('hex')}`
  readonly #setUp: Promise<void>
  #sessionId = ''
  #contextId = 0
  #url = ''
  #loading = ''
  #isGone: boolean
  #onOpen: OpenHandler = () => ({ action: 'allow' })

  openDevTools = () => undefined
  closeDevTools = () => undefined
  setZoomFactor = () => undefined
  setBackgroundThrottling = () => undefined

  constructor(owner: ContentsOwner, preferences: { preload?: string; sandbox?: boolean }) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.owner = owner
    this.#isGone = false
    this.#setUp = this.#attach(preferences)
    this.#setUp.catch(error => {
      if (!this.#isGone) console.error('fake electron: window failed', error)
    })
    app.emit('web-contents-created', {}, this)
  }

  get mainFrame() {
    return this.#frame(this.#url)
  }
  getURL(): string {
    return this.#url
  }
  getType(): string {
    return 'window'
  }
  isDestroyed(): boolean {
    return this.#isGone
  }
  isLoading(): boolean {
    return this.#loading !== ''
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#onOpen = handler
  }
  reload(): void {
    void this.devtools('Page.reload')
  }
  close(): void {
    this.owner.close()
  }

  devtools(method: string, params: object = {}): Promise<any> {
    return chromium().send(method, params, this.#sessionId)
  }

  async load(url: string): Promise<void> {
    this.#loading = url
    await this.#setUp
    await this.session.applyPermissions(this, url)
    const loaded = new Promise<void>(resolve => this.once('did-finish-load', () => resolve()))
    const { errorText, loaderId } = await this.devtools('Page.navigate', { url: toChromiumUrl(url) })
    this.#loading = ''
    // Another place in the same document: nothing is loaded.
    if (!errorText && loaderId === undefined) {
      this.#url = url
      return
    }
    if (errorText) {
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw new Error(`${errorText} loading '${url}'`)
    }
    await loaded
  }

  send(channel: string, ...args: unknown[]): void {
    const text = codec.encode({ t: 'event', channel, args })
    void this.#setUp.then(() => this.#toPage(text))
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const parameters = { expression: code, awaitPromise: true, returnByValue: true }
    const { exceptionDetails, result } = await this.devtools('Runtime.evaluate', parameters)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description)
    return result.value
  }

  /** Called by the window as it closes. */
  markGone(): void {
    this.#isGone = true
    this.emit('destroyed')
  }

  async #attach(preferences: { preload?: string; sandbox?: boolean }): Promise<void> {
    const { width, height } = this.owner.bounds
    const page = { url: 'about:blank', newWindow: true, width, height }
    this.targetId = (await chromium().send('Target.createTarget', page)).targetId
    const attached = await chromium().send('Target.attachToTarget', {
      targetId: this.targetId,
      flatten: true,
    })
    this.#sessionId = attached.sessionId
    this.#listen()
    await Promise.all([
      this.devtools('Page.enable'),
      this.devtools('Runtime.enable'),
      this.devtools('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.devtools('Runtime.addBinding', { name: '__fakeElectronSend', executionContextName: preloadWorld }),
    ])
    const inPages = 'Page.addScriptToEvaluateOnNewDocument'
    await this.devtools(inPages, { source: `(${mainWorld})(${JSON.stringify(this.#key)},${copyPlain})` })
    await this.devtools(inPages, { worldName: preloadWorld, source: this.#preloadSource(preferences) })
  }

  /** The preload runs in a world of its own: the page shares its DOM, none of its variables. */
  #preloadSource({ preload, sandbox }: { preload?: string; sandbox?: boolean }): string {
    const text = preload ? fs.readFileSync(preload, 'utf8') : ''
    if (sandbox !== false && /^\s*(import|export)\s/m.test(text)) {
      console.error('fake electron: a sandboxed preload must be CommonJS')
    }
    const { electron, node } = process.versions
    const versions = JSON.stringify({ electron, node, chrome: '' })
    const wrapped = `function(require,module,exports,process){${text}\n}`
    return `(${isolatedWorld})(${JSON.stringify(this.#key)},${copyPlain},(${makeCodec})(),${wrapped},${versions})\n//# sourceURL=preload`
  }

  #listen(): void {
    const on = (method: string, listener: (event: any) => void) =>
      chromium().on(`${this.#sessionId}:${method}`, listener)
    on('Runtime.bindingCalled', event => {
      if (event.executionContextId === this.#contextId) void this.#fromPage(codec.decode(event.payload))
    })
    on('Runtime.executionContextCreated', ({ context }) => {
      const isOurs = context.name === preloadWorld && context.auxData.frameId === this.targetId
      if (isOurs) this.#contextId = context.id
    })
    on('Runtime.executionContextDestroyed', event => {
      if (event.executionContextId === this.#contextId) this.#contextId = 0
    })
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return
      this.#url = toElectronUrl(frame.url)
      this.emit('did-navigate', {}, this.#url)
    })
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.targetId) return
      this.#url = toElectronUrl(url)
      this.emit('did-navigate-in-page', {}, this.#url, true)
    })
    on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    on('Page.loadEventFired', () => {
      this.emit('did-finish-load', {})
      this.owner.contentsPainted()
    })
    on('Fetch.requestPaused', (paused: PausedRequest) => {
      const program = { loading: this.#loading, isMainFrame: paused.frameId === this.targetId }
      answerRequest(this, paused, program).catch(error => {
        // A page that was left or closed meanwhile no longer waits for its requests.
        if (!this.#isGone && !/Invalid InterceptionId/.test(error.message)) console.error(error)
      })
    })
  }

  #frame(url: string) {
    return {
      url,
      origin: originOf(url),
      parent: null,
      top: null,
      send: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    }
  }

  async #fromPage(message: any): Promise<void> {
    const event = {
      sender: this,
      senderFrame: this.#frame(toElectronUrl(message.url)),
      processId: 1,
      frameId: 1,
      type: 'frame',
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    }
    if (message.t === 'send') ipcMain.emit(message.channel, event, ...message.args)
    else if (message.t === 'preload-error') this.emit('preload-error', {}, '', new Error(message.message))
    else if (message.t === 'open') this.#openWindow(toElectronUrl(message.target))
    else if (message.t === 'invoke') await this.#toPage(await this.#invoke(message, event))
  }

  #openWindow(url: string): void {
    const details = { url, frameName: '', features: '', disposition: 'foreground-tab' }
    const answer = this.#onOpen(details)
    if (answer.action === 'allow') this.owner.openPopup(url, answer.overrideBrowserWindowOptions)
  }

  async #invoke({ id, channel, args }: any, event: object): Promise<string> {
    try {
      return codec.encode({ t: 'reply', id, v: await ipcMain.invoke(channel, event, args) })
    } catch (error) {
      return codec.encode({ t: 'reply', id, err: `Error invoking remote method '${channel}': ${error}` })
    }
  }

  async #toPage(text: string): Promise<void> {
    if (this.#isGone || this.#contextId === 0) return
    const call = {
      functionDeclaration: 's=>__fakeElectronReceive(s)',
      executionContextId: this.#contextId,
      arguments: [{ value: text }],
      silent: true,
    }
    await this.devtools('Runtime.callFunctionOn', call).catch(() => undefined)
  }
}
