import fs from 'node:fs'
import { expect, test } from '@playwright/test'
import { packOffline } from '../support/fake-electron-dist.ts'
import { launch, layOutPacked } from '../support/launch.ts'
import { temporaryFolder } from '../support/run-host.ts'

test('the packed app starts, takes its first run, brings a calendar in and makes a link', async () => {
  test.setTimeout(120_000)
  const app = layOutPacked(await packOffline(temporaryFolder()))
  const dataDir = temporaryFolder()
  const args = ['--data-dir', dataDir, '--port', '0', '--desk-port', '0']
  const electron = await launch({ userData: dataDir, app, args })
  const page = await electron.firstWindow()
  await page.waitForURL(/openslot/)
  await page.getByLabel('Your name').fill('Ada Books')
  await page.getByLabel('E-mail').fill('ada@example.org')
  await page.getByRole('button', { name: 'Continue' }).click()
  // Reading a file runs in a worker thread, which a package keeps outside of its archive.
  await page.locator('input[type=file]').setInputFiles('test/fixtures/calendars/ada-google.ics')
  await expect(page.getByText('2 events in')).toBeVisible()
  await page.getByRole('button', { name: 'Make your first link' }).click()
  await page.getByLabel('Title').fill('A coffee')
  await expect(page.getByRole('heading', { name: /\d+ times to offer/ })).toBeVisible()
  await page.getByRole('button', { name: 'Create link' }).click()
  const url = (await page.getByRole('status', { name: 'Link address' }).textContent()) ?? ''
  const response = await fetch(url)
  expect([response.status, (await response.text()).includes('A coffee')]).toEqual([200, true])
  await electron.close()
  fs.rmSync(app, { recursive: true, force: true })
})
