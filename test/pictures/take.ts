/**
 * `npm run pictures`: takes the README's pictures of the program as it is. A desk with two people's calendars while a
 * link is composed, and that link's page as a recipient sees it on a phone.
 */
import fs from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { ensureBuilt } from '../../main/ensure-built.ts'
import { findBrowser } from '../support/browser.ts'
import { RunningHost } from '../support/run-host.ts'
import { sampleLink, setUpOrganizer } from '../support/sample-link.ts'

const folder = import.meta.dirname
const fixture = (name: string) => fs.readFileSync(path.join(folder, '../fixtures/calendars', name), 'utf8')
const weekMs = 7 * 86_400_000

async function furnish(host: RunningHost): Promise<void> {
  await setUpOrganizer(host)
  const person = { name: 'Ben Page', email: 'ben@example.org', tzid: 'Europe/London', hours: null }
  const { sub } = await host.ask('people.add', person)
  await host.ask('calendars.import', {
    sub: host.ready.sub,
    fileName: 'ada.ics',
    text: fixture('ada-google.ics'),
  })
  await host.ask('calendars.import', { sub, fileName: 'ben.ics', text: fixture('ben-outlook.ics') })
}

async function pictureOfDesk(browser: Browser, host: RunningHost): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1360, height: 850 },
    deviceScaleFactor: 1.5,
    timezoneId: 'Europe/London',
    locale: 'en-GB',
  })
  await page.goto(host.ready.deskUrl)
  await page.getByRole('link', { name: 'New link' }).click()
  await page.getByLabel('Title').fill('Interview: editor')
  await page.getByLabel('Description').fill('An hour about the role, and about you.')
  await page.getByRole('button', { name: 'Add a participant' }).click()
  await page.getByRole('menuitem', { name: /Ben Page/ }).click()
  await page.getByText('60 min', { exact: true }).click()
  await page.getByRole('button', { name: 'Next week' }).click()
  await page.getByText('Surgery').first().waitFor()
  await page.waitForTimeout(500)
  await page.screenshot({ path: path.join(folder, 'desk.png') })
}

async function pictureOfPage(browser: Browser, host: RunningHost): Promise<void> {
  const nowMs = Date.now()
  const base = sampleLink(host.ready.sub, {
    summary: 'Interview: editor',
    description: 'An hour about the role, and about you.',
  })
  const query = { ...base.query, queryPeriods: [{ startMs: nowMs + 86_400_000, endMs: nowMs + 4 * weekMs }] }
  const members = [{ sub: host.ready.sub, managedAvailability: true }]
  const { url } = await host.ask('links.create', {
    ...base,
    query: { ...query, participants: [{ members, required: 'all' }] },
  })
  const page = await browser.newPage({
    viewport: { width: 390, height: 850 },
    deviceScaleFactor: 1.5,
    timezoneId: 'America/New_York',
    locale: 'en-US',
  })
  await page.goto(url)
  await page.waitForURL(/tzid=/)
  await page.screenshot({ path: path.join(folder, 'booking-page.png') })
}

ensureBuilt()
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const host = await RunningHost.start()
await furnish(host)
await pictureOfDesk(browser, host)
await pictureOfPage(browser, host)
await browser.close()
await host.stop()
