import fs from 'node:fs'
import path from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer } from '../support/sample-link.ts'

const fixture = (name: string) =>
  fs.readFileSync(path.resolve(import.meta.dirname, '../fixtures/calendars', name), 'utf8')

let host: RunningHost

test.beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  const person = { name: 'Ben Page', email: '', tzid: 'Europe/London', hours: null }
  const { sub } = await host.ask('people.add', person)
  const ofAda = { sub: host.ready.sub, fileName: 'ada.ics', text: fixture('ada-google.ics') }
  await host.ask('calendars.import', ofAda)
  await host.ask('calendars.import', { sub, fileName: 'ben.ics', text: fixture('ben-outlook.ics') })
})
test.afterAll(() => host?.stop())

async function openDesk(browser: Browser, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    timezoneId: 'Europe/London',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(host.ready.deskUrl)
  await expect(page.getByRole('link', { name: 'New link' })).toBeVisible()
  return page
}

/** An hour with Ada and Ben, in the week after the one with the first time: wholly ahead, within two weeks. */
async function compose(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New link' }).click()
  await page.getByRole('button', { name: 'Add a participant' }).click()
  await page.getByRole('menuitem', { name: /Ben Page/ }).click()
  await page.getByText('60 min', { exact: true }).click()
  await expect(page.getByRole('heading', { name: /\d+ times to offer/ })).toBeVisible()
  await page.getByRole('button', { name: 'Next week' }).click()
  await expect(page.getByText("Editors' meeting").first()).toBeVisible()
}

const countOf = async (page: Page) =>
  Number.parseInt((await page.getByRole('heading', { name: /times to offer/ }).textContent()) ?? '', 10)

const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.className)

test('a half hour inside a meeting, clicked, tells whose meeting it is and from when to when', async ({
  browser,
}) => {
  const page = await openDesk(browser, 1440, 900)
  await compose(page)
  const meeting = await page.getByText("Editors' meeting").first().boundingBox()
  // The meeting begins at 10:00; an hour is 48 pixels tall.
  await page.mouse.click(meeting!.x + 20, meeting!.y + 40)
  const answer = page.getByRole('dialog', { name: /^Why not Tue \d+ \w+, 10:30\?$/ })
  await expect(answer).toContainText("Ada Books is at “Editors' meeting”, 10:00")
  await expect(answer).toContainText('(calendar ada@example.org)')
  await expect(answer.getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(answer).toBeHidden()
  expect(await focusedName(page)).toMatch(/^Tue \d+ \w+, 10:30, not offered: why\?$/)
  await page.context().close()
})

test('a time on offer, clicked, says who is free, and asks nothing', async ({ browser }) => {
  const page = await openDesk(browser, 1440, 900)
  await compose(page)
  await page.getByRole('button', { name: /^Mon .* 09:00–10:00, offered$/ }).click()
  await expect(page.getByText(/Ada Books and Ben Page are free/)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.context().close()
})

test('with the keyboard alone: to the half hour, the reason, what loosens it, and back again', async ({
  browser,
}) => {
  const page = await openDesk(browser, 1440, 900)
  await compose(page)
  await page.getByRole('button', { name: 'Next week' }).focus()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await press('Tab', 'Tab', 'Tab')
  expect(await focusedName(page)).toMatch(/^Mon \d+ \w+, 09:00–10:00, offered$/)
  await press('ArrowRight', 'ArrowDown')
  expect(await focusedName(page)).toMatch(/^Tue \d+ \w+, 09:30, not offered: why\?$/)
  await press('ArrowDown', 'Enter')
  const answer = page.getByRole('dialog', { name: /^Why not Tue .* 10:00\?$/ })
  await expect(answer).toContainText("Editors' meeting")
  await press('Escape')
  await expect(answer).toBeHidden()

  await press('PageUp', 'ArrowUp', 'Enter')
  const early = page.getByRole('dialog', { name: /^Why not Tue .* 08:30\?$/ })
  await expect(early).toContainText('Outside the weekly hours of Ada Books: Mon–Fri 09:00–17:00')
  const before = await countOf(page)
  await press('Tab', 'Enter')
  await expect(early).toBeHidden()
  await expect.poll(() => focusedName(page)).toMatch(/^Tue \d+ \w+, 08:30–09:30, offered$/)
  expect(await countOf(page)).toBeGreaterThan(before)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect.poll(() => countOf(page)).toBe(before)
  await page.context().close()
})

test('what would give more is told with how many, and brings exactly that', async ({ browser }) => {
  const page = await openDesk(browser, 1440, 900)
  await compose(page)
  const before = await countOf(page)
  await page.getByRole('button', { name: 'What would give more?' }).click()
  const without = page.getByRole('button', { name: /without Ben Page/ })
  const more = Number.parseInt((await without.textContent()) ?? '', 10)
  expect(more).toBeGreaterThan(0)
  await without.click()
  await expect.poll(() => countOf(page)).toBe(before + more)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => countOf(page)).toBe(before)
  await page.context().close()
})

test('on a phone a tap on a half hour that is not offered opens the reason as a sheet', async ({
  browser,
}) => {
  const page = await openDesk(browser, 390, 844)
  await compose(page)
  const tuesday = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /^Tuesday/ }) })
  await tuesday.getByRole('button', { name: 'Why not another time?' }).click()
  const half = tuesday.getByRole('button', { name: /10:00, not offered: why\?$/ })
  await half.click()
  const sheet = page.getByRole('dialog', { name: /^Why not Tue .* 10:00\?$/ })
  await expect(sheet).toContainText("Editors' meeting")
  await page.keyboard.press('Escape')
  await expect(half).toBeFocused()
  await page.keyboard.press('ArrowRight')
  expect(await focusedName(page)).toMatch(/10:30, not offered: why\?$/)
  await page.context().close()
})
