import path from 'node:path'
import { app, dialog, ipcMain, powerMonitor, protocol, session } from 'electron'
import { serveDeskOverIpc } from './desk/over-ipc.ts'
import { whyNotStarted } from './host/cannot-start.ts'
import { builtFiles, type Host, startHost } from './host/create-host.ts'
import { createLog, keepRunning } from './host/log.ts'
import { machineClock } from './host/machine.ts'
import { type Options, readOptions, usage } from './host/options.ts'
import { readyLine } from './host/ready-line.ts'
import { version } from './host/version.ts'
import { showBookingNotice } from './shell/booking-notice.ts'
import { deskScheme, serveDeskFiles } from './shell/desk-scheme.ts'
import { createDeskWindow } from './shell/desk-window.ts'
import { createDesktopSealer } from './shell/desktop-sealer.ts'
import { guardContents, guardSession, isDeskUrl } from './shell/guards.ts'
import { createTrayIcon } from './shell/tray-icon.ts'

/** Openslot as a desktop app: the same host as without a screen, and a window, a tray and notifications around it. */

const files = builtFiles(import.meta.dirname)
const log = createLog(line => void process.stderr.write(line), machineClock.now)
keepRunning(log)

function prepare(): Options | null {
  try {
    const options = readOptions(ownArguments(process.argv), process.env)
    if (options !== 'help') return options
    process.stdout.write(`${usage}\n`)
  } catch (cause) {
    process.stderr.write(`${whyNotStarted(cause)}\n`)
    process.exitCode = 2
  }
  return null
}

/** Chromium's own switches stand among ours; what is not ours is left to it. */
function ownArguments(argv: readonly string[]): string[] {
  const names = [...usage.matchAll(/--[a-z-]+/g)].map(m => m[0])
  const rest = argv.slice(app.isPackaged ? 1 : 2)
  return rest.filter((word, i) => {
    const name = word.split('=', 1)[0] ?? ''
    const before = rest[i - 1] ?? ''
    return names.includes(name) || (!word.startsWith('-') && names.includes(before))
  })
}

function failStart(cause: unknown): void {
  const message = whyNotStarted(cause)
  process.stderr.write(`${message}\n`)
  dialog.showErrorBox('Openslot cannot start', message)
  process.exitCode = 1
  app.exit(1)
}

async function run(options: Options): Promise<void> {
  let quitting = false
  const desk = createDeskWindow({
    preloadFolder: path.join(import.meta.dirname, '../preload'),
    isQuitting: () => quitting,
    onHide: () => {},
  })
  app.on('second-instance', () => void desk.show())
  app.on('activate', () => void desk.show())
  app.on('window-all-closed', () => {})
  await app.whenReady()
  guardSession(session.defaultSession)
  protocol.handle(deskScheme.scheme, serveDeskFiles(files.desk))
  const host = await startHost(options, { files, version, log, sealer: createDesktopSealer })
  app.on('before-quit', event => {
    if (quitting) return
    quitting = true
    event.preventDefault()
    void host.stop().finally(() => app.quit())
  })
  powerMonitor.on('resume', host.nudge)
  serveDesk(host, desk)
  createTrayIcon({ open: () => void desk.show(), quit: () => app.quit() })
  await desk.show()
  if (!options.json) return
  await host.reachSettled()
  const run = { host: 'electron', dataDir: options.dataDir, startedInMs: performance.now() } as const
  process.stdout.write(`${JSON.stringify(readyLine(host, run))}\n`)
}

function serveDesk(host: Host, desk: ReturnType<typeof createDeskWindow>): void {
  serveDeskOverIpc({
    ipcMain,
    dispatch: host.dispatch,
    feed: host.feed,
    isOurs: ({ sender, senderFrame }) =>
      senderFrame !== null &&
      senderFrame.parent === null &&
      isDeskUrl(senderFrame.url) &&
      desk.contents().includes(sender),
    windows: desk.contents,
  })
  host.feed.subscribe(push => {
    if (push.topic !== 'booking.arrived') return
    const place = `#/bookings/${push.payload.bookingId}`
    showBookingNotice(push.payload, host.organizerTzid(), () => void desk.show(place))
  })
}

const options = prepare()
if (options === null) app.exit(Number(process.exitCode ?? 0))
else {
  app.enableSandbox()
  app.setAppUserModelId('app.openslot.desktop')
  app.setPath('userData', path.join(options.dataDir, 'electron'))
  protocol.registerSchemesAsPrivileged([deskScheme])
  guardContents(app)
  if (app.requestSingleInstanceLock()) run(options).catch(failStart)
  else app.quit()
}
