import { EventEmitter } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './app.ts'
import { boot } from './boot.ts'
import { chromium } from './chromium.ts'
import { openWindows } from './open-windows.ts'
import { preventableEvent } from './preventable-event.ts'
import { type ContentsOwner, WebContents } from './web-contents.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

interface WindowFlags {
  visible: boolean
  focused: boolean
  minimized: boolean
  maximized: boolean
  fullScreen: boolean
  painted: boolean
  gone: boolean
}

const newWindow: WindowFlags = {
  visible: true,
  focused: false,
  minimized: false,
  maximized: false,
  fullScreen: false,
  painted: false,
  gone: false,
}
const nothing = () => undefined
let lastId = 0

/** A window whose place, size and visibility are book-keeping only; its contents are a real page. */
export class BrowserWindow extends EventEmitter implements ContentsOwner {
  readonly id = ++lastId
  readonly bounds: Bounds
  readonly webContents: WebContents
  readonly #options: any
  readonly #is: WindowFlags

  setMenu = nothing
  removeMenu = nothing
  setMenuBarVisibility = nothing
  setAutoHideMenuBar = nothing
  setIcon = nothing
  setMinimumSize = nothing
  setBackgroundColor = nothing
  setSkipTaskbar = nothing
  setProgressBar = nothing
  setOverlayIcon = nothing
  setTitleBarOverlay = nothing
  flashFrame = nothing
  center = nothing
  moveTop = nothing

  constructor(options: any = {}) {
    super()
    this.#options = options
    this.bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    }
    this.#is = { ...newWindow, visible: options.show !== false }
    this.webContents = new WebContents(this, options.webPreferences ?? {})
    openWindows.add(this)
    app.emit('browser-window-created', {}, this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows] as BrowserWindow[]
  }
  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find(window => window.webContents === contents) ?? null
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find(window => window.#is.focused) ?? null
  }
  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find(window => window.id === id) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url)
  }
  loadFile(file: string): Promise<void> {
    return this.webContents.load(pathToFileURL(path.resolve(boot.appPath, file)).href)
  }
  reload(): void {
    this.webContents.reload()
  }
  contentsPainted(): void {
    if (this.#is.painted) return
    this.#is.painted = true
    this.emit('ready-to-show')
  }
  openPopup(url: string, options: object | undefined): void {
    void new BrowserWindow(options ?? {}).loadURL(url)
  }

  show(): void {
    this.#setVisible(true)
    this.focus()
  }
  showInactive(): void {
    this.#setVisible(true)
  }
  hide(): void {
    this.blur()
    this.#setVisible(false)
  }
  focus(): void {
    if (this.#is.focused) return
    BrowserWindow.getFocusedWindow()?.blur()
    this.#is.focused = true
    this.emit('focus')
    app.emit('browser-window-focus', {}, this)
  }
  blur(): void {
    if (!this.#is.focused) return
    this.#is.focused = false
    this.emit('blur')
  }
  minimize(): void {
    this.#is.minimized = true
    this.emit('minimize')
  }
  restore(): void {
    this.#is.minimized = false
    this.emit('restore')
  }
  maximize(): void {
    this.#is.maximized = true
    this.emit('maximize')
  }
  unmaximize(): void {
    this.#is.maximized = false
    this.emit('unmaximize')
  }
  setFullScreen(isFullScreen: boolean): void {
    this.#is.fullScreen = isFullScreen
    this.emit(isFullScreen ? 'enter-full-screen' : 'leave-full-screen')
  }
  isVisible(): boolean {
    return this.#is.visible
  }
  isFocused(): boolean {
    return this.#is.focused
  }
  isMinimized(): boolean {
    return this.#is.minimized
  }
  isMaximized(): boolean {
    return this.#is.maximized
  }
  isFullScreen(): boolean {
    return this.#is.fullScreen
  }
  isDestroyed(): boolean {
    return this.#is.gone
  }

  getBounds(): Bounds {
    return { ...this.bounds }
  }
  getNormalBounds(): Bounds {
    return { ...this.bounds }
  }
  setBounds(bounds: Partial<Bounds>): void {
    Object.assign(this.bounds, bounds)
    this.emit('resize')
  }
  getSize(): [number, number] {
    return [this.bounds.width, this.bounds.height]
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  getTitle(): string {
    return this.#options.title ?? app.name
  }
  setTitle(title: string): void {
    this.#options.title = title
  }

  close(): void {
    if (this.#is.gone) return
    const event = preventableEvent({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#is.gone) return
    this.#is.gone = true
    openWindows.delete(this)
    const { targetId } = this.webContents
    chromium()
      .send('Target.closeTarget', { targetId })
      .catch(() => undefined)
    this.webContents.markGone()
    this.emit('closed')
    if (openWindows.size === 0) app.allWindowsClosed()
  }

  #setVisible(isVisible: boolean): void {
    if (this.#is.visible === isVisible) return
    this.#is.visible = isVisible
    this.emit(isVisible ? 'show' : 'hide')
  }
}

const allContents = () => BrowserWindow.getAllWindows().map(window => window.webContents)

export const webContents = {
  getAllWebContents: allContents,
  getFocusedWebContents: () => BrowserWindow.getFocusedWindow()?.webContents ?? null,
  fromId: (id: number) => allContents().find(contents => contents.id === id),
  /** How Playwright finds the window of a page. */
  fromDevToolsTargetId: (targetId: string) => allContents().find(contents => contents.targetId === targetId),
}

/** A page that Chromium closed takes its window along. */
export function closeWindowOfTarget(targetId: string): void {
  BrowserWindow.fromWebContents(webContents.fromDevToolsTargetId(targetId))?.destroy()
}
