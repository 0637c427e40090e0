/** The `electron` module of the stand-in: what main processes import. Over Chromium's DevTools protocol; tests only. */
import { app } from './app.ts'
import { BrowserWindow, closeWindowOfTarget } from './browser-window.ts'
import { launchChromium } from './chromium.ts'

export { app } from './app.ts'
export { BrowserWindow, webContents } from './browser-window.ts'
export { clipboard, dialog, shell } from './desktop.ts'
export { fake } from './fake.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu, MenuItem } from './menu.ts'
export { nativeImage } from './native-image.ts'
export { Notification } from './notification.ts'
export { net, protocol } from './protocol.ts'
export { safeStorage } from './safe-storage.ts'
export { session } from './session.ts'
export { crashReporter, nativeTheme, powerMonitor, powerSaveBlocker, screen } from './system.ts'
export { Tray } from './tray.ts'
export { WebContents } from './web-contents.ts'

/** Starts Chromium. The line on standard error is what Playwright waits for. */
export async function start(): Promise<void> {
  const chromium = await launchChromium()
  chromium.on('Target.targetDestroyed', ({ targetId }) => closeWindowOfTarget(targetId))
  await chromium.send('Target.setDiscoverTargets', { discover: true })
  process.stderr.write(`DevTools listening on ${chromium.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  app.on('activate', () => BrowserWindow.getAllWindows()[0]?.focus())
}
