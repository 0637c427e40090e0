import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { RunningHost } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'

let host: RunningHost

test.beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  const name = 'A person of a name so long that no line of any card would ever hold all of it'
  const { sub } = await host.ask('people.add', { name, email: '', tzid: 'Asia/Tokyo', hours: null })
  for (let i = 1; i <= 12; i++) await host.ask('calendars.create', { sub, name: `Calendar ${i}` })
  const link = await host.ask('links.create', sampleLink(host.ready.sub))
  await submitBooking(link.url, monday.startMs + 2 * 3_600_000, { name: 'Grace' })
  await host.ask('links.create', sampleLink(host.ready.sub))
})
test.afterAll(() => host?.stop())

/** All but what React Aria itself says to screen readers, which comes and goes outside of the desk. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)
}

/** Each place, and what is opened there before it is looked at. */
const places: readonly {
  readonly at: string
  readonly heading: RegExp
  readonly open?: readonly RegExp[]
}[] = [
  { at: 'today', heading: /^Good / },
  {
    at: 'new',
    heading: /^New link$/,
    open: [/^Buffers, notice and starts/, /^Limits and busy time/, /^After a time is chosen/],
  },
  { at: 'links', heading: /^Links$/ },
  { at: 'bookings', heading: /^Bookings$/ },
  { at: 'calendars', heading: /^Calendars and people$/, open: [/^Show \d+ more$/] },
  {
    at: 'settings',
    heading: /^Settings$/,
    open: [/^Days off and other hours/, /^Add dates$/, /^Set up mail$/],
  },
]

for (const { scheme, width } of [
  { scheme: 'light', width: 1440 },
  { scheme: 'dark', width: 1440 },
  { scheme: 'light', width: 360 },
] as const) {
  test(`every screen can be used by everybody, ${scheme} and ${width} wide`, async ({ browser }) => {
    test.setTimeout(240_000)
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
    })
    const page = await context.newPage()
    await page.goto(host.ready.deskUrl)
    for (const { at, heading, open = [] } of places) {
      await page.evaluate(place => {
        window.location.hash = `#/${place}`
      }, at)
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
      for (const name of open) await page.getByRole('button', { name }).first().click()
      expect.soft({ at, faults: await faultsOf(page) }).toEqual({ at, faults: [] })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect.soft({ at, overflow: Math.max(0, overflow) }).toEqual({ at, overflow: 0 })
    }
    await context.close()
  })
}
