import path from 'node:path'
import { BrowserWindow } from 'electron'
import { deskOrigin } from './desk-scheme.ts'

export interface DeskWindowOptions {
  /** Folder with the built preload. */
  readonly preloadFolder: string
  /** False while the program goes on in the tray: closing the window then only hides it. */
  readonly isQuitting: () => boolean
  readonly onHide: () => void
}

/** The one window with the desk. Closing it hides it, because the booking site must stay open. */
export function createDeskWindow(options: DeskWindowOptions) {
  let window: BrowserWindow | null = null

  function open(): BrowserWindow {
    const opened = new BrowserWindow({
      title: 'Openslot',
      width: 1280,
      height: 860,
      minWidth: 360,
      minHeight: 480,
      show: false,
      backgroundColor: '#f7f5f0',
      autoHideMenuBar: true,
      webPreferences: {
        preload: path.join(options.preloadFolder, 'bridge.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    })
    opened.once('ready-to-show', () => opened.show())
    opened.on('close', event => {
      if (options.isQuitting()) return
      event.preventDefault()
      opened.hide()
      options.onHide()
    })
    opened.on('closed', () => {
      window = null
    })
    return opened
  }

  return {
    /** Brings the desk to the front, at a place in it if one is given (`#/bookings/…`). */
    async show(place = ''): Promise<void> {
      const fresh = window === null
      window ??= open()
      if (fresh || place !== '') await window.loadURL(`${deskOrigin}/index.html${place}`)
      if (!fresh) {
        if (window.isMinimized()) window.restore()
        window.show()
        window.focus()
      }
    },
    contents: () => (window === null || window.isDestroyed() ? [] : [window.webContents]),
  }
}
