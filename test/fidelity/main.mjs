/** The small app that the stand-in is held to Electron's behaviour with; it runs in the real one alike. */
import path from 'node:path'
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron'

const page = `<!doctype html><title>Fidelity</title>
<script>globalThis.early = typeof api</script>
<iframe src="/frame.html"></iframe>
<a id="away" href="https://elsewhere.invalid/">away</a>
<a id="popup" href="https://elsewhere.invalid/popup" target="_blank">popup</a>
<a id="hop" href="/hop">hop</a>`
const policy = "default-src 'self' 'unsafe-inline'"

app.enableSandbox()
app.setAppUserModelId('app.openslot.fidelity')
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

/** What the tests ask for, by `app.evaluate(() => globalThis.seen)`. */
const seen = { contentsCreated: 0, events: [], permissions: [], openings: [] }
globalThis.seen = seen

app.on('web-contents-created', (_event, contents) => {
  seen.contentsCreated++
  contents.on('will-attach-webview', event => event.preventDefault())
  for (const name of ['will-frame-navigate', 'will-navigate', 'will-redirect']) {
    contents.on(name, event => {
      seen.events.push(`${name} ${event.url}`)
      if (!event.url.startsWith('app://')) event.preventDefault()
    })
  }
  contents.setWindowOpenHandler(({ url }) => {
    seen.openings.push(url)
    return { action: 'deny' }
  })
})

ipcMain.handle('echo', (_event, ...args) => args)
ipcMain.handle('kinds', (_event, value) =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, Object.prototype.toString.call(member)]),
  ),
)
ipcMain.handle('boom', () => {
  throw Object.assign(new TypeError('bad thing'), { code: 'X' })
})
ipcMain.handle('function', () => () => 1)
ipcMain.handle('who', ({ sender, senderFrame }) => ({
  url: senderFrame.url,
  origin: senderFrame.origin,
  id: sender.id,
  hasWindow: BrowserWindow.fromWebContents(sender) !== null,
}))
ipcMain.on('ping', (event, number) => event.reply('pong', number + 1, new Date(5)))

async function answer(request) {
  const { pathname, search } = new URL(request.url)
  const html = { 'content-type': 'text/html' }
  if (pathname === '/index.html') {
    return new Response(page, { headers: { ...html, 'content-security-policy': policy } })
  }
  if (pathname === '/frame.html') {
    return new Response('<script>parent.frameApi = typeof api</script>', { headers: html })
  }
  if (pathname === '/hop') return new Response(null, { status: 302, headers: { location: '/landed.html' } })
  if (pathname === '/landed.html') return new Response('<title>Landed</title>', { headers: html })
  if (pathname === '/data') {
    const bytes = [...new Uint8Array(await request.arrayBuffer())]
    return Response.json({ method: request.method, search, header: request.headers.get('x-a'), bytes })
  }
  return new Response('nope', { status: 404 })
}

globalThis.openWindow = async () => {
  const preload = path.join(import.meta.dirname, 'preload.cjs')
  const window = new BrowserWindow({ webPreferences: { preload, sandbox: true } })
  await window.loadURL('app://x/index.html')
  return window.id
}

app.on('second-instance', (_event, argv) => {
  seen.secondInstance = argv.at(-1)
})

function start() {
  session.defaultSession.setPermissionRequestHandler((contents, permission, callback) => {
    seen.permissions.push(permission)
    callback(contents !== null && permission === 'notifications')
  })
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === 'notifications' && origin.startsWith('app://x'),
  )
  protocol.handle('app', answer)
  return globalThis.openWindow()
}

// No `await app.whenReady()` up here: Electron is not ready before this file has run to its end.
if (app.requestSingleInstanceLock()) app.whenReady().then(start)
else app.quit()
