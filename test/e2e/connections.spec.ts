import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { askCaldav, type CaldavServer } from '../support/caldav-servers/caldav-server.ts'
import { startRadicale } from '../support/caldav-servers/radicale.ts'
import { RunningHost, temporaryFolder } from '../support/run-host.ts'
import { setUpOrganizer } from '../support/sample-link.ts'

const HOUR = 3_600_000

function eventText(uid: string, summary: string): string {
  const utc = (ms: number) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const startMs = Math.ceil(Date.now() / HOUR) * HOUR + 48 * HOUR
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${utc(startMs)}`,
    `DTEND:${utc(startMs + HOUR)}`,
    `SUMMARY:${summary}`,
    'END:VEVENT',
  ].join('\r\n')
}

const calendarText = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...events, 'END:VCALENDAR', ''].join('\r\n')

async function openCalendars(browser: Browser, host: RunningHost, width = 1280): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    timezoneId: 'Europe/London',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await goToCalendars(page, host)
  return page
}

async function goToCalendars(page: Page, host: RunningHost): Promise<void> {
  await page.goto(host.ready.deskUrl)
  await page.getByRole('link', { name: 'Calendars' }).click()
  await expect(page.getByRole('heading', { name: 'Calendars and people' })).toBeVisible()
}

/** All but what React Aria itself says to screen readers, which comes and goes outside of the desk. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)).toEqual([])
}

const rowOf = (page: Page, name: string): Locator => page.locator('.calendar-row').filter({ hasText: name })

/** As if the machine had slept: what was read last was read so long ago. */
function ageReadings(dataDir: string, byMs: number): void {
  const db = new Database(path.join(dataDir, 'openslot.sqlite'))
  db.prepare('UPDATE calendar_source SET confirmed_ms = confirmed_ms - ?').run(byMs)
  db.close()
}

test.describe('an account at a CalDAV server', () => {
  let server: CaldavServer
  let host: RunningHost

  test.beforeAll(async () => {
    server = await startRadicale()
    const [alice] = server.users
    await askCaldav(server, alice!.name, {
      method: 'PUT',
      url: `${alice!.calendarUrl}one.ics`,
      headers: { 'content-type': 'text/calendar; charset=utf-8' },
      body: calendarText(eventText('one', 'Dentist')),
    })
  })
  test.afterAll(async () => {
    await host?.stop()
    await server.stop()
  })

  test('is connected by hand, read, and told plainly when it cannot be read', async ({ browser }) => {
    test.setTimeout(90_000)
    const dataDir = temporaryFolder()
    host = await RunningHost.start({ dataDir })
    await setUpOrganizer(host)
    const page = await openCalendars(browser, host)
    await page.getByRole('button', { name: 'Add a calendar', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: /^Google/ })).toBeFocused()
    await expectAccessible(page)

    await dialog.getByRole('button', { name: /^Other account/ }).click()
    await dialog.getByLabel('E-mail address or server').fill(server.url)
    await dialog.getByRole('textbox', { name: 'User' }).fill('alice')
    await dialog.getByRole('textbox', { name: 'Password' }).fill('wrong')
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await expect(dialog.getByText('Is this host yours?')).toBeVisible()
    await expectAccessible(page)

    await dialog.getByRole('checkbox', { name: /This host is mine/ }).click()
    await dialog.getByRole('button', { name: 'Connect' }).click()
    const password = dialog.getByRole('textbox', { name: 'Password' })
    await expect(password).toBeFocused()
    await expect(password).toHaveAccessibleDescription(/password/i)

    await password.fill(server.password)
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await expect(dialog.getByRole('heading', { name: 'Which calendars should be read?' })).toBeVisible()
    await expect(dialog.getByRole('checkbox', { name: 'Work' })).toBeChecked()
    await expect(dialog.getByText('Takes bookings')).toBeVisible()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Add 1 calendar' }).click()
    await expect(dialog).toHaveCount(0)

    const work = rowOf(page, 'Work')
    await expect(work).toContainText('1 event · read just now')
    await expect(page.getByRole('region', { name: /alice.*CalDAV/ })).toBeVisible()
    await expectAccessible(page)

    await server.stop()
    await page.getByRole('button', { name: 'Work: more' }).click()
    await page.getByRole('menuitem', { name: 'Read now' }).click()
    const account = page.getByRole('region', { name: /alice.*CalDAV/ })
    await expect(account).toContainText('Not reached')
    await expect(work).not.toContainText('Unread')

    await host.stop()
    ageReadings(dataDir, HOUR)
    host = await RunningHost.start({ dataDir })
    await page.goto(host.ready.deskUrl)
    await expect(page.getByRole('region', { name: 'Needs your attention' })).toContainText(
      'Work counts as busy until then.',
    )
    await page.getByRole('link', { name: 'Calendars' }).click()
    await expect(work).toContainText('Unread')
    await expect(account).toContainText('One calendar counts as busy until then.')
    await expectAccessible(page)
    await page.context().close()
  })

  test('that was not wanted after all leaves nothing behind', async ({ browser }) => {
    const own = await startRadicale()
    const fresh = await RunningHost.start()
    await setUpOrganizer(fresh)
    const page = await openCalendars(browser, fresh, 390)
    await page.getByRole('button', { name: 'Add a calendar', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Nextcloud/ }).click()
    await dialog.getByRole('button', { name: 'Back' }).click()
    await expect(dialog.getByRole('button', { name: /^Nextcloud/ })).toBeFocused()
    await dialog.getByRole('button', { name: /^Other account/ }).click()
    await dialog.getByLabel('E-mail address or server').fill(own.url)
    await dialog.getByRole('textbox', { name: 'User' }).fill('alice')
    await dialog.getByRole('textbox', { name: 'Password' }).fill(own.password)
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await dialog.getByRole('checkbox', { name: /This host is mine/ }).click()
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await expect(dialog.getByRole('checkbox', { name: 'Work' })).toBeVisible()
    expect(await fresh.ask('connections.list', {})).toHaveLength(1)
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect.poll(() => fresh.ask('connections.list', {})).toEqual([])
    await page.context().close()
    await fresh.stop()
    await own.stop()
  })
})

test.describe('a feed', () => {
  let host: RunningHost
  let feed: Server
  let answer: { status: number; text: string }
  let url = ''

  test.beforeAll(async () => {
    host = await RunningHost.start()
    await setUpOrganizer(host)
    feed = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': 'text/calendar' }).end(answer.text)
    })
    await new Promise<void>(resolve => feed.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/holidays.ics`
  })
  test.afterAll(async () => {
    await host?.stop()
    feed?.close()
  })

  test('is subscribed to, read again, and tried again', async ({ browser }) => {
    test.setTimeout(60_000)
    answer = { status: 200, text: calendarText(eventText('one', 'Holiday')) }
    const page = await openCalendars(browser, host)
    await page.getByRole('button', { name: 'Add a calendar', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Feed address/ }).click()
    await dialog.getByRole('textbox', { name: 'Address' }).fill(url)
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('Holidays')
    await dialog.getByRole('button', { name: 'Where do I find the address?' }).click()
    await expect(dialog).toContainText('Secret address in iCal format')
    await dialog.getByRole('button', { name: 'Subscribe' }).click()
    await dialog.getByRole('checkbox', { name: /This host is mine/ }).click()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Subscribe' }).click()

    const holidays = rowOf(page, 'Holidays')
    await expect(holidays).toContainText('1 event · read just now')

    answer = { status: 200, text: calendarText(eventText('one', 'Holiday'), eventText('two', 'Bridge day')) }
    await page.getByRole('button', { name: 'Holidays: more' }).click()
    await page.getByRole('menuitem', { name: 'Read now' }).click()
    await expect(holidays).toContainText('2 events')

    answer = { status: 503, text: '' }
    await page.getByRole('button', { name: 'Holidays: more' }).click()
    await page.getByRole('menuitem', { name: 'Read now' }).click()
    const tryNow = page.getByRole('button', { name: 'Try now: Holidays' })
    await expect(tryNow).toBeVisible()
    await expectAccessible(page)

    answer = { status: 200, text: calendarText(eventText('one', 'Holiday')) }
    await tryNow.click()
    await expect(holidays).toContainText('1 event · read just now')
    await expect(tryNow).toHaveCount(0)
    await page.context().close()
  })
})

test('a calendar of one’s own is published, moved to a new address, and closed', async ({ browser }) => {
  const host = await RunningHost.start()
  await setUpOrganizer(host)
  const page = await openCalendars(browser, host)
  await page.getByRole('button', { name: 'Openslot: more' }).click()
  await page.getByRole('menuitem', { name: 'Private feed…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Whoever has the address sees its events')
  await dialog.getByRole('button', { name: 'Publish' }).click()
  const address = dialog.getByRole('status', { name: 'Feed address' })
  const first = (await address.textContent()) ?? ''
  expect((await fetch(first)).status).toBe(200)
  await expectAccessible(page)

  await dialog.getByRole('button', { name: 'New address' }).click()
  await expect(address).not.toHaveText(first)
  const second = (await address.textContent()) ?? ''
  expect((await fetch(first)).status).toBe(404)
  expect((await fetch(second)).status).toBe(200)

  await dialog.getByRole('button', { name: 'Stop publishing' }).click()
  await expect(dialog.getByRole('button', { name: 'Publish' })).toBeVisible()
  expect((await fetch(second)).status).toBe(404)
  await page.context().close()
  await host.stop()
})
