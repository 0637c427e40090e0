/** Holds the stand-in to Electron's behaviour; under real Electron the same tests hold Electron to what we assume. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { isRealElectron, launch } from '../support/launch.ts'

declare const api: any
declare const seen: any

const fixture = path.resolve(import.meta.dirname, '../fidelity')
let userData: string
let app: ElectronApplication
let page: Page

test.beforeAll(async () => {
  userData = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-fidelity-'))
  app = await launch({ userData, app: fixture })
  page = await app.firstWindow()
  await page.waitForURL(/index\.html/)
  await page.waitForLoadState()
})
test.afterAll(async () => {
  await app.close()
  fs.rmSync(userData, { recursive: true, force: true })
})

const messageOf = (action: () => unknown) =>
  page.evaluate(action).then(
    () => 'no error',
    error => String(error.message),
  )

test.describe('between preload and page', () => {
  test('the API is there before the first script of the page, and not in frames', async () => {
    const kinds = await page.evaluate(() => [(window as any).early, (window as any).frameApi])
    expect(kinds).toEqual(['object', 'undefined'])
  })

  test('values are copied, not shared, and the DOM is shared', async () => {
    const copied = await page.evaluate(() => {
      const object: any = { a: 1 }
      const returned = api.mutate(object)
      return [object.changed, returned.changed, api.number, api.nested.deep.date.getTime()]
    })
    expect(copied).toEqual([undefined, true, 3, 7])
    expect(await page.evaluate(() => api.touchDom())).toBe('undefined')
    expect(await page.evaluate(() => document.body.dataset['touched'])).toBe('1')
  })

  test('callbacks and promises cross, and the API is frozen', async () => {
    const called = await page.evaluate(() => {
      const got: number[] = []
      api.each([1, 2], (item: number) => got.push(item))
      return got
    })
    expect(called).toEqual([1, 2])
    const later = await page.evaluate(
      () => new Promise(resolve => api.later((value: any) => resolve(value.map.get(1).has(2)))),
    )
    expect(later).toBe(true)
    expect(await page.evaluate(() => Object.isFrozen(api) && Object.isFrozen(api.nested.deep))).toBe(true)
  })

  test('what is thrown and refused says so in Electron’s words', async () => {
    expect(await messageOf(() => api.throws())).toContain('from preload')
    expect(await messageOf(() => api.rejects())).toContain('nah')
    expect(await page.evaluate(() => api.fsError)).toContain('module not found: node:fs')
    const twice = await page.evaluate(() => api.exposeTwice())
    expect(twice).toContain('Cannot bind an API on top of an existing property')
  })
})

test.describe('over IPC', () => {
  test('all that structured clone knows arrives as it was', async () => {
    const arrived = await page.evaluate(async () => {
      const cycle: any = { n: 1 }
      cycle.self = cycle
      const sent = {
        date: new Date(1),
        map: new Map([['k', new Date(2)]]),
        set: new Set([1]),
        missing: undefined,
        nan: NaN,
        zero: -0,
        big: 10n,
        pattern: /x/gi,
        bytes: new Uint8Array([1, 2, 255]),
        error: new RangeError('r'),
        cycle,
        $: 'dollar',
      }
      const [got] = await api.invoke('echo', sent)
      return [
        got.date instanceof Date,
        got.map.get('k') instanceof Date,
        got.set.has(1),
        'missing' in got && got.missing === undefined,
        Number.isNaN(got.nan),
        Object.is(got.zero, -0),
        got.big === 10n,
        String(got.pattern),
        [...got.bytes],
        got.error.message,
        got.cycle.self === got.cycle,
        got.$,
      ]
    })
    const yes = Array.from({ length: 7 }, () => true)
    expect(arrived).toEqual([...yes, '/x/gi', [1, 2, 255], 'r', true, 'dollar'])
    const kinds = await page.evaluate(() =>
      api.invoke('kinds', { d: new Date(), m: new Map(), b: new Uint8Array(2), big: 1n }),
    )
    expect(kinds).toEqual({
      d: '[object Date]',
      m: '[object Map]',
      b: '[object Uint8Array]',
      big: '[object BigInt]',
    })
  })

  test('errors come in Electron’s words, and functions do not pass', async () => {
    expect(await messageOf(() => api.invoke('boom'))).toContain(
      "Error invoking remote method 'boom': TypeError: bad thing",
    )
    expect(await messageOf(() => api.invoke('missing'))).toContain(
      "Error invoking remote method 'missing': Error: No handler registered for 'missing'",
    )
    expect(await messageOf(() => api.invoke('function'))).toContain('could not be cloned')
    expect(await messageOf(() => api.invoke('echo', () => 1))).toContain('could not be cloned')
  })

  test('the program can answer a message, and knows who sent it', async () => {
    const answered = await page.evaluate(() => api.ping(4).then((a: any) => [a[0], a[1] instanceof Date]))
    expect(answered).toEqual([5, true])
    expect(await page.evaluate(() => api.invoke('who'))).toMatchObject({
      url: expect.stringMatching(/^app:\/\/x\/index\.html/),
      origin: 'app://x',
      hasWindow: true,
    })
  })

  test('a call costs a few milliseconds, and five thousand rows less than a second', async () => {
    const callMs = await page.evaluate(async () => {
      const start = performance.now()
      for (let call = 0; call < 100; call++) await api.invoke('echo', call)
      return (performance.now() - start) / 100
    })
    expect(callMs).toBeLessThan(50)
    const bulkMs = await page.evaluate(async () => {
      const rows = Array.from({ length: 5000 }, (_, id) => ({ id, at: new Date(id), name: 'x'.repeat(40) }))
      const start = performance.now()
      await api.invoke('echo', rows)
      return performance.now() - start
    })
    expect(bulkMs).toBeLessThan(2_000)
  })
})

test.describe('the scheme of the app', () => {
  test('answers fetches with method, headers and bytes intact', async () => {
    const answer = await page.evaluate(() =>
      fetch('/data?x=1', {
        method: 'POST',
        headers: { 'x-a': 'b' },
        body: new Uint8Array([0, 200, 255]),
      }).then(response => response.json()),
    )
    expect(answer).toEqual({ method: 'POST', search: '?x=1', header: 'b', bytes: [0, 200, 255] })
    expect(await page.evaluate(() => fetch('/none').then(response => response.status))).toBe(404)
  })

  test('another place in the same page is gone to without loading it again', async () => {
    await page.evaluate(() => Object.assign(window, { isStillHere: true }))
    const url = await app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      await window?.loadURL('app://x/index.html#/bookings/1')
      return window?.webContents.getURL()
    })
    expect(url).toBe('app://x/index.html#/bookings/1')
    expect(await page.evaluate(() => (window as any).isStillHere && location.hash)).toBe('#/bookings/1')
  })

  test('survives a reload, and a second window has a sender of its own', async () => {
    await page.reload()
    expect(await page.evaluate(() => api.invoke('echo', 1))).toEqual([1])
    const [other] = await Promise.all([
      app.waitForEvent('window'),
      app.evaluate(() => (globalThis as any).openWindow()),
    ])
    await other.waitForURL(/index/)
    const senders = await Promise.all(
      [page, other].map(one => one.evaluate(() => api.invoke('who').then((who: any) => who.id))),
    )
    expect(new Set(senders).size).toBe(2)
    await other.close()
    await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
})

test.describe('what a page may not do', () => {
  const events = () => app.evaluate(() => seen.events.splice(0) as string[])

  test('leaving the app is asked about, frame event first, and refused', async () => {
    await events()
    await page.click('#away')
    await expect.poll(() => app.evaluate(() => seen.events.length)).toBeGreaterThan(0)
    // The second only comes where the first did not refuse already.
    expect((await events())[0]).toBe('will-frame-navigate https://elsewhere.invalid/')
    expect(await page.evaluate(() => location.href.includes('index.html'))).toBe(true)
    expect(await page.evaluate(() => api.invoke('echo', 1))).toEqual([1])
  })

  test('a redirect inside the app is told after the navigation that met it', async () => {
    await events()
    await page.click('#hop')
    await expect(page).toHaveTitle('Landed')
    expect(await events()).toEqual([
      'will-frame-navigate app://x/hop',
      'will-navigate app://x/hop',
      'will-redirect app://x/landed.html',
    ])
    await page.goBack()
    await expect(page).toHaveTitle('Fidelity')
  })

  test('new windows are asked about', async () => {
    await page.click('#popup')
    await page.evaluate(() => window.open('https://elsewhere.invalid/opened'))
    await expect
      .poll(() => app.evaluate(() => seen.openings))
      .toEqual(['https://elsewhere.invalid/popup', 'https://elsewhere.invalid/opened'])
    expect(app.windows()).toHaveLength(1)
  })

  test('permissions are what the handlers say', async () => {
    const state = (name: string) =>
      page.evaluate(
        wanted =>
          navigator.permissions.query({ name: wanted as PermissionName }).then(status => status.state),
        name,
      )
    expect(await state('notifications')).toBe('granted')
    expect(await state('geolocation')).toBe('denied')
    expect(await state('camera')).toBe('denied')
    expect(await state('clipboard-write')).toBe('denied')
  })
})

test.describe('the desktop', () => {
  test('a window is shown, hidden and brought to the front, and says so', async () => {
    const said = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (!window) throw new Error('no window')
      const events: string[] = []
      for (const name of ['show', 'hide']) window.on(name as 'show', () => events.push(name))
      window.hide()
      const wasVisible = window.isVisible()
      window.show()
      return [...events, wasVisible, window.isVisible()]
    })
    expect(said).toEqual(['hide', 'show', false, true])
  })

  test('a notification can be clicked', async () => {
    const clicked = await app.evaluate(({ Notification }) => {
      const notification = new Notification({ title: 'Booked', body: 'Ada, Monday 10:00' })
      let clicks = 0
      notification.on('click', () => clicks++)
      notification.emit('click', {})
      return [clicks, notification.title, notification.body]
    })
    expect(clicked).toEqual([1, 'Booked', 'Ada, Monday 10:00'])
  })

  test('menu items are found by id and clicked', async () => {
    const clicked = await app.evaluate(({ Menu }) => {
      const clicks: string[] = []
      const menu = Menu.buildFromTemplate([
        {
          label: 'File',
          submenu: [{ id: 'new', label: 'New link', click: item => clicks.push(item.label) }],
        },
      ])
      menu.getMenuItemById('new')?.click()
      return clicks
    })
    expect(clicked).toEqual(['New link'])
  })

  test('sleep and wake-up reach the program', async () => {
    const heard = await app.evaluate(({ powerMonitor }) => {
      const events: string[] = []
      powerMonitor.once('suspend', () => events.push('suspend'))
      powerMonitor.once('resume', () => events.push('resume'))
      powerMonitor.emit('suspend')
      powerMonitor.emit('resume')
      return events
    })
    expect(heard).toEqual(['suspend', 'resume'])
  })

  test('the theme of the program can be set, and is told', async () => {
    const told = await app.evaluate(async ({ nativeTheme }) => {
      const updated = new Promise<boolean>(resolve => nativeTheme.once('updated', () => resolve(true)))
      nativeTheme.themeSource = 'dark'
      const isDark = nativeTheme.shouldUseDarkColors
      const wasTold = await updated
      nativeTheme.themeSource = 'system'
      return [wasTold, isDark]
    })
    expect(told).toEqual([true, true])
  })
})

test.describe('the life of the program', () => {
  test('the sandbox can only be asked for before it is ready', async () => {
    const message = await app.evaluate(({ app: program }) => {
      try {
        program.enableSandbox()
        return 'no error'
      } catch (error) {
        return String(error)
      }
    })
    expect(message).toContain('before app is ready')
    expect(await app.evaluate(() => seen.contentsCreated)).toBeGreaterThan(0)
  })

  test('a second start over the same data hands over to the first and leaves', async () => {
    await expect(launch({ userData, app: fixture, args: ['openslot://second'] })).rejects.toThrow()
    await expect.poll(() => app.evaluate(() => seen.secondInstance)).toBe('openslot://second')
  })
})

if (!isRealElectron) {
  test.describe('the stand-in', () => {
    let folder: string
    let program: ChildProcess

    test.beforeEach(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-fidelity-'))
    })
    test.afterEach(() => {
      program.kill('SIGKILL')
      fs.rmSync(folder, { recursive: true, force: true })
    })

    /** Starts the fixture without Playwright, in a process group of its own; resolves once Chromium runs. */
    async function startAlone(): Promise<{ chromium: number; profile: string }> {
      const cli = path.resolve(import.meta.dirname, '../support/fake-electron/electron-cli.ts')
      const args = [cli, fixture, `--user-data-dir=${folder}`]
      program = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
      if (program.stderr) await once(program.stderr, 'data')
      const children = (parent: number) => processes().filter(one => one.parent === parent)
      const guard = children(program.pid ?? 0)[0]
      const chromium = children(guard?.id ?? 0)[0]
      const profile = /--user-data-dir=(\S+)/.exec(chromium?.command ?? '')?.[1] ?? ''
      expect(fs.existsSync(profile)).toBe(true)
      return { chromium: chromium?.id ?? 0, profile }
    }

    function processes(): { id: number; parent: number; command: string }[] {
      const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
      return lines.map(line => {
        const [, id, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
        return { id: Number(id), parent: Number(parent), command }
      })
    }

    const endings: [string, () => void][] = [
      ['is asked to end', () => program.kill('SIGTERM')],
      ['is killed', () => program.kill('SIGKILL')],
      ['is killed with its whole group', () => process.kill(-(program.pid ?? 0), 'SIGKILL')],
    ]
    for (const [what, end] of endings) {
      test(`leaves no browser and no profile behind when it ${what}`, async () => {
        const { profile } = await startAlone()
        end()
        await expect.poll(() => processes().filter(one => one.command.includes(profile))).toEqual([])
        await expect.poll(() => fs.existsSync(profile)).toBe(false)
      })
    }

    test('keeps secrets over a restart on the same data', async () => {
      const first = await launch({ userData: folder, app: fixture })
      const sealed = await first.evaluate(({ safeStorage }) =>
        safeStorage.encryptString('token').toString('base64'),
      )
      await first.close()
      const second = await launch({ userData: folder, app: fixture })
      const opened = await second.evaluate(
        ({ safeStorage }, text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
        sealed,
      )
      await second.close()
      expect(opened).toBe('token')
    })
  })
}
