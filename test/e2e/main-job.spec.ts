import { createHmac } from 'node:crypto'
import path from 'node:path'
import { type Browser, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { launch } from '../support/launch.ts'
import { RunningHost, temporaryFolder } from '../support/run-host.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

/** The organizer's half, over either transport. The recipient's half is a browser in both. */
interface Desk {
  readonly page: Page
  /** What the desktop was told to show, as title and body. */
  notifications(): Promise<{ title: string; body: string }[]>
  clientSecret(): Promise<string>
  close(): Promise<void>
}

const fixture = (name: string) => path.resolve(import.meta.dirname, '../fixtures/calendars', name)

async function deskInBrowser(browser: Browser): Promise<Desk> {
  const host = await RunningHost.start()
  const context = await browser.newContext({
    timezoneId: 'Europe/London',
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write', 'notifications'],
  })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const shown: { title: string; body: string }[] = []
    Object.assign(window, { shownNotifications: shown })
    window.Notification = class extends window.Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        shown.push({ title, body: options?.body ?? '' })
      }
    }
  })
  await page.goto(host.ready.deskUrl)
  return {
    page,
    notifications: () =>
      page.evaluate(() => (window as never as { shownNotifications: [] }).shownNotifications),
    clientSecret: async () => host.ready.clientSecret,
    close: async () => {
      await context.close()
      await host.stop()
    },
  }
}

async function deskInElectron(): Promise<Desk> {
  const dataDir = temporaryFolder()
  const app: ElectronApplication = await launch({
    userData: dataDir,
    args: ['--data-dir', dataDir, '--port', '0', '--desk-port', '0'],
    env: { TZ: 'Europe/London' },
  })
  const page = await app.firstWindow()
  await page.waitForURL(/openslot/)
  await app.evaluate(({ Notification }) => {
    const shown: { title: string; body: string }[] = []
    Object.assign(globalThis, { shownNotifications: shown })
    Notification.prototype.show = function show() {
      shown.push({ title: this.title, body: this.body })
    }
  })
  return {
    page,
    notifications: () =>
      app.evaluate(() => (globalThis as never as { shownNotifications: [] }).shownNotifications),
    clientSecret: () =>
      page.evaluate(async () => {
        const { openslot } = window as never as {
          openslot: { call(n: string, i: object): Promise<{ value: { clientSecret: string } }> }
        }
        return (await openslot.call('program.read', {})).value.clientSecret
      }),
    close: () => app.close(),
  }
}

/** The next change of London's clocks that lies more than ten days ahead: a Sunday, as its date. */
function nextClockChange(nowMs: number): number {
  const offset = (ms: number) =>
    new Intl.DateTimeFormat('en', { timeZone: 'Europe/London', timeZoneName: 'longOffset' })
      .format(ms)
      .split('GMT')[1]
  const dayMs = 86_400_000
  let ms = Math.ceil(nowMs / dayMs) * dayMs + 10 * dayMs
  while (offset(ms) === offset(ms + dayMs)) ms += dayMs
  return ms
}

const dayMs = 86_400_000
const isoDate = (ms: number) => new Date(ms).toISOString().slice(0, 10)

async function typeDate(page: Page, which: 'Start Date' | 'End Date', date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-')
  for (const [part, digits] of [
    ['day', day],
    ['month', month],
    ['year', year],
  ]) {
    await page.getByRole('spinbutton', { name: `${part}, ${which}` }).click()
    await page.keyboard.type(digits ?? '')
  }
}

/** What the page puts on the clipboard next. Reading it back is a permission that the desktop app never gives. */
function copiedText(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>(resolve => {
        const write = navigator.clipboard.writeText.bind(navigator.clipboard)
        navigator.clipboard.writeText = async text => {
          await write(text)
          resolve(text)
        }
      }),
  )
}

/** Steps 2 to 5: first run, busy time from files, a participant, the link. Returns its address. */
async function composeLink(desk: Desk, callbackUrl: string, from: string, to: string): Promise<string> {
  const { page } = desk
  await page.getByLabel('Your name').fill('Ada Books')
  await page.getByLabel('E-mail').fill('ada@example.org')
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue(/London/)
  await expect(page.getByRole('heading', { name: /Working hours/ })).toContainText(
    /Mon–Fri (09:00–17:00|9:00.AM–5:00.PM)/,
  )
  await page.getByRole('button', { name: 'Continue' }).click()

  await page.locator('input[type=file]').setInputFiles(fixture('ada-google.ics'))
  await expect(page.getByText('2 events in')).toBeVisible()
  await page.getByRole('button', { name: 'Go to the desk' }).click()

  await page.getByRole('link', { name: 'Calendars' }).click()
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Ben Page')
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(dialog.getByRole('heading', { name: 'When is Ben Page busy?' })).toBeVisible()
  await dialog.locator('input[type=file]').setInputFiles(fixture('ben-outlook.ics'))
  await expect(dialog.getByText('1 event in')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Ben Page' }).first()).toBeVisible()

  await page.getByRole('link', { name: 'New link' }).click()
  await page.getByLabel('Title').fill('Interview at Globex')
  await page.getByLabel('Description').fill('An hour about the role.')
  await page.getByRole('button', { name: 'Add a participant' }).click()
  await page.getByRole('menuitem', { name: /Ben Page/ }).click()
  await page.getByText('60 min', { exact: true }).click()
  await page.getByText('Other dates', { exact: true }).click()
  await typeDate(page, 'End Date', to)
  await typeDate(page, 'Start Date', from)
  await page.getByRole('button', { name: /After a time is chosen/ }).click()
  await page.getByLabel('Callback address').fill(callbackUrl)
  await expect(page.getByRole('heading', { name: /\d+ times to offer/ })).toBeVisible()
  await page.getByRole('button', { name: 'Create link' }).click()
  await expect(page.getByRole('heading', { name: 'Your link is ready' })).toBeVisible()
  await expect(page.getByText('It opens on this machine only')).toBeVisible()
  const copied = copiedText(page)
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const url = (await page.getByRole('status', { name: 'Link address' }).textContent()) ?? ''
  expect(await copied).toBe(url)
  const turnOn = page.getByRole('button', { name: 'Turn on notifications' })
  if (await turnOn.isVisible()) await turnOn.click()
  return url
}

/** The times that the recipient's page lists for a day, in London, without any script. */
async function timesOf(browser: Browser, url: string, day: string): Promise<string[]> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${url}?tzid=Europe/London&clock=24&day=${day}`)
  const times = await page.locator('.times a').allTextContents()
  const isThatDay =
    (await page.locator('.days a[aria-current=date]').getAttribute('href'))?.includes(day) ?? false
  await context.close()
  return isThatDay ? times : []
}

async function walk(browser: Browser, desk: Desk): Promise<void> {
  const receiver = await startWebhookReceiver()
  const change = nextClockChange(Date.now())
  const url = await composeLink(desk, receiver.url, isoDate(change - 6 * dayMs), isoDate(change + 5 * dayMs))

  // The Sunday is when clocks change: the Tuesdays are five days before and two after, Wednesdays one later.
  for (const offset of [-5, 2]) {
    const tuesday = await timesOf(browser, url, isoDate(change + offset * dayMs))
    expect(tuesday).toEqual([
      '09:00',
      '11:30',
      '12:00',
      '12:30',
      '13:00',
      '13:30',
      '14:00',
      '14:30',
      '15:00',
      '15:30',
      '16:00',
    ])
    const wednesday = await timesOf(browser, url, isoDate(change + (offset + 1) * dayMs))
    expect(wednesday[0]).toBe('12:00')
    expect(await timesOf(browser, url, isoDate(change + (offset + 2) * dayMs))).toEqual([])
  }

  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    timezoneId: 'America/New_York',
    locale: 'en-US',
  })
  const page = await phone.newPage()
  await page.goto(url)
  await page.waitForURL(/tzid=America/)
  const monday = isoDate(change + dayMs)
  const dayLink = page.locator(`.days a[href*="day=${monday}"]`)
  if (!(await dayLink.isVisible())) await page.getByRole('link', { name: /^Later month/ }).click()
  await dayLink.click()
  await desk.page.getByRole('link', { name: 'Bookings' }).click()
  await page.locator('.times a').first().click()
  await page.getByLabel('Your name').fill('Grace Hopper')
  await page.getByRole('button', { name: 'Book this time' }).click()
  await page.waitForURL(u => !u.search.includes('start='))
  const bookedAt = Date.now()
  await expect(desk.page.getByRole('link', { name: /Interview at Globex/ }).first()).toBeVisible({
    timeout: 1000,
  })
  expect(Date.now() - bookedAt).toBeLessThan(1000)
  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Calendar file (.ics)' })).toBeVisible()
  await phone.close()

  await expect.poll(() => desk.notifications()).toHaveLength(1)
  const [notice] = await desk.notifications()
  expect(notice?.title).toContain('Interview at Globex')
  expect(`${notice?.title} ${notice?.body}`).toContain('Grace Hopper')

  await expect.poll(() => receiver.received.length).toBe(1)
  const [hook] = receiver.received
  const signature = createHmac('sha256', await desk.clientSecret())
    .update(hook?.body ?? '')
    .digest('base64')
  expect(hook?.headers['cronofy-hmac-sha256']).toBe(signature)
  const { event } = JSON.parse(hook?.body ?? '{}')
  expect(event).toMatchObject({ summary: 'Interview at Globex', start: { tzid: 'Europe/London' } })

  await desk.page
    .getByRole('link', { name: /Interview at Globex/ })
    .first()
    .click()
  await expect(desk.page.getByText(/Openslot/).first()).toBeVisible()
  await expect(desk.page.getByText(receiver.url)).toBeVisible()
  await desk.page.getByRole('link', { name: 'Calendars' }).click()
  for (let ahead = isoWeek(change + dayMs) - isoWeek(Date.now()); ahead > 0; ahead--)
    await desk.page.getByRole('button', { name: 'Next week' }).click()
  await expect(desk.page.getByRole('region', { name: 'Events of the week' })).toContainText(
    'Interview at Globex',
  )

  const again = await browser.newPage()
  await again.goto(url)
  await expect(again.getByText('This link has been used')).toBeVisible()
  await again.close()
  await receiver.close()
}

/** Weeks since a Monday long ago. */
const isoWeek = (ms: number) => Math.floor((ms / dayMs + 3) / 7)

test('from the first run to the booking, the desk in a browser over HTTP', async ({ browser }) => {
  test.setTimeout(90_000)
  const desk = await deskInBrowser(browser)
  await walk(browser, desk).finally(() => desk.close())
})

test('from the first run to the booking, the desk in the desktop app over IPC', async ({ browser }) => {
  test.setTimeout(90_000)
  const desk = await deskInElectron()
  await walk(browser, desk).finally(() => desk.close())
})
