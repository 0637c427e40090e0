import { afterEach, expect, it } from 'vitest'
import { publishCalendar } from '../../main/scheduling/calendars.ts'
import { createEvent } from '../../main/scheduling/events.ts'
import { createSite } from '../../main/site/create-site.ts'
import { listenOnce } from '../support/listen-once.ts'
import { monday } from '../support/sample-link.ts'
import { testWorld } from '../support/test-world.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

it('a published calendar is read by its address alone, shows what is in it, and is gone when it is closed', async () => {
  const { world, calendarId } = testWorld()
  const probeSecret = Buffer.alloc(32)
  const none = async () => {}
  const site = await listenOnce(
    createSite({ world, cover: none, refresh: none, probeSecret, report: () => {} }),
  )
  ends.push(site.close)
  createEvent(world, {
    ...{ calendarId, summary: 'Dentist; urgent\nBEGIN:VEVENT', description: '', location: '' },
    ...{ startMs: monday.startMs, endMs: monday.endMs, allDay: false, status: 'busy' },
  })
  const at = (url: string | null) => fetch(site.url + new URL(url ?? '').pathname)
  const first = publishCalendar(world, calendarId, true).feedUrl
  const answer = await at(first)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const text = await answer.text()
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2)
  expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1)
  const second = publishCalendar(world, calendarId, true).feedUrl
  expect([(await at(first)).status, (await at(second)).status]).toEqual([404, 200])
  publishCalendar(world, calendarId, false)
  expect((await at(second)).status).toBe(404)
  expect(await (await at(second)).text()).not.toContain('Dentist')
})
