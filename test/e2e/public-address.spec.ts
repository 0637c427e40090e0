import { expect, test } from '@playwright/test'
import { RunningHost } from '../support/run-host.ts'
import { sampleLink, setUpOrganizer } from '../support/sample-link.ts'
import { startTunnelServer } from '../support/tunnel-server.ts'

test.setTimeout(90_000)

test('through a tunnel a recipient books at the public address, and the desk says that anyone can', async ({
  page,
}) => {
  const server = await startTunnelServer()
  const host = await RunningHost.start({ args: ['--tunnel', 'localtunnel', '--tunnel-host', server.origin] })
  await setUpOrganizer(host)
  expect(host.ready.publicUrl).toMatch(/^http:\/\/openslot-[0-9a-f]+\.localhost:\d+$/)
  expect(await host.ask('reach.read', {})).toMatchObject({
    audience: 'anyone',
    publicUrl: host.ready.publicUrl,
    fixedByOption: true,
  })
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  expect(link.url.startsWith(`${host.ready.publicUrl}/book/`)).toBe(true)

  await page.goto(link.url)
  await page.locator('.times a').first().click()
  await page.getByRole('button', { name: 'Book this time' }).click()
  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible()
  expect(new URL(page.url()).origin).toBe(host.ready.publicUrl)
  expect(await host.ask('bookings.list', {})).toHaveLength(1)

  // Nothing of the desk or of /v1 is behind the public address.
  const other = await page.context().newPage()
  for (const place of ['/', '/rpc/people.list', '/events', '/v1/calendars', '/session'])
    expect([place, (await other.goto(`${host.ready.publicUrl}${place}`))?.status()]).toEqual([place, 404])

  await server.kill()
  await expect
    .poll(async () => (await host.ask('reach.read', {})).audience, { timeout: 20_000 })
    .toBe('this_machine')
  expect((await host.ask('links.read', { linkId: link.linkId })).url).toBe(link.url)
  await server.restart()
  await expect
    .poll(async () => (await host.ask('reach.read', {})).audience, { timeout: 25_000 })
    .toBe('anyone')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible()
  await host.stop()
  await server.kill()
})
