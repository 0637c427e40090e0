import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningHost } from '../support/run-host.ts'
import { monday, sampleLink, setUpOrganizer, submitBooking } from '../support/sample-link.ts'

let host: RunningHost
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
})
afterAll(() => host.stop())

const open = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const link = (change = {}) => host.ask('links.create', sampleLink(host.ready.sub, change))
const timesOf = (html: string) =>
  [...html.matchAll(/<a href="[^"]*start=[^"]*"><span>([^<]*)/g)].map(m => m[1])

test('the page is one request under 50 kB, says what it is about, and its times are links', async () => {
  const { url } = await link()
  const page = await open(url)
  expect(page.status).toBe(200)
  expect(Buffer.byteLength(page.text)).toBeLessThan(50_000)
  expect(page.text).toContain('Product Manager Interview at Globex')
  expect(page.text).not.toMatch(/<(link|script|img)[^>]*(src|href)="(?!data:)/)
  expect(timesOf(page.text)[0]).toBe('09:00')
})

test.each([
  ['Europe/London', '24', '09:00'],
  ['America/New_York', '12', '4:00 am'],
  ['Asia/Kathmandu', '24', '13:45'],
  ['no such zone', '24', '09:00'],
])('in %s with a %s-hour clock the first time reads so', async (tzid, clock, first) => {
  const { url } = await link()
  const page = await open(`${url}?${new URLSearchParams({ tzid, clock })}`)
  expect(timesOf(page.text)[0]).toBe(first)
})

test('a time of another zone’s day stands under that day', async () => {
  const { url } = await link()
  const page = await open(`${url}?tzid=Pacific/Auckland&clock=24`)
  expect(page.text).toContain('Monday 19 July 2027')
  expect(timesOf(page.text)[0]).toBe('20:00')
  const next = await open(`${url}?tzid=Pacific/Auckland&clock=24&day=2027-07-20`)
  expect(timesOf(next.text)[0]).toBe('00:00')
})

describe('a link that cannot be booked says so kindly', () => {
  test('one that never existed', async () => {
    const page = await open(`${host.ready.siteUrl}/book/AAAAAAAAAAAAAAAAAAAAAA`)
    expect(page.status).toBe(404)
    expect(page.text).toContain('There is nothing at this address')
  })

  test('one that was disabled', async () => {
    const { url, linkId } = await link()
    await host.ask('links.disable', { linkId, displayMessage: '' })
    const page = await open(url)
    expect(page.status).toBe(410)
    expect(page.text).toContain('Ada Books no longer offers times through it.')
  })

  test('one that was used shows what was booked, with a file and links for calendars', async () => {
    const { url } = await link({ redirectUrl: 'https://example.org/next' })
    await submitBooking(url, monday.startMs, { name: 'Grace' })
    const page = await open(url)
    expect(page.status).toBe(200)
    expect(page.text).toContain('You are booked')
    expect(page.text).toContain('09:00')
    expect(page.text).toContain('https://calendar.google.com/calendar/render?')
    expect(page.text).toContain('Continue to example.org')
    const file = await open(`${url}/event.ics`)
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(file.text).toContain('DTSTART;TZID=Europe/London:20270719T090000\r\n')
  })

  test('one whose booking was called off', async () => {
    const { url, linkId } = await link()
    await submitBooking(url, monday.startMs + 5 * 3_600_000)
    const booking = (await host.ask('links.read', { linkId })).booking
    await host.ask('bookings.cancel', { bookingId: booking?.bookingId ?? '' })
    expect((await open(url)).text).toContain('This meeting was called off.')
    expect((await open(`${url}/event.ics`)).status).toBe(404)
  })
})

test('a time that went between looking and confirming is told with fresh ones', async () => {
  const [first, second] = [await link(), await link()]
  const startMs = monday.startMs + 2 * 3_600_000
  await submitBooking(first.url, startMs)
  const look = await open(`${second.url}?start=${new Date(startMs).toISOString()}`)
  expect(look.status).toBe(409)
  expect(look.text).toContain('That time is not free any more.')
  expect(timesOf(look.text).length).toBeGreaterThan(3)
})

test('a wrong e-mail address is told beside its field, keeps what was typed, and books nothing', async () => {
  const { url, linkId } = await link()
  const answer = await submitBooking(url, monday.startMs + 4 * 3_600_000, {
    name: 'Grace <b>',
    email: 'not an address',
  })
  expect(answer.status).toBe(422)
  const text = await answer.text()
  expect(text).toContain('This does not look like an e-mail address.')
  expect(text).toContain('value="Grace &lt;b&gt;"')
  expect((await host.ask('links.read', { linkId })).status).toBe('open')
})

test.each([
  ['a start that is no time', 'start=whenever'],
  ['no start at all', 'name=Grace'],
  ['a start in the past', 'start=2001-01-01T09:00:00Z'],
  ['a start between minutes', 'start=2027-07-19T08:00:30Z'],
  ['two starts', 'start=2027-07-19T08:00:00Z&start=2027-07-19T09:00:00Z'],
])('a form with %s books nothing and is no fault', async (_what, body) => {
  const { url, linkId } = await link()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
  expect(answer.status).toBeLessThan(500)
  expect((await host.ask('links.read', { linkId })).status).toBe('open')
})

test('text from people is text, wherever it stands', async () => {
  const evil = '</title><img src=x onerror=alert(1)>'
  const { url } = await link({ summary: evil, description: evil, location: 'javascript:alert(1)' })
  const page = await open(url)
  expect(page.text).not.toContain('<img')
  expect(page.text).not.toContain('href="javascript:')
})

test('with redirect_urls the browser goes on to the program’s page, with the token', async () => {
  const body = {
    oauth: { redirect_uri: 'https://example.org/done' },
    event: { event_id: 'e1', summary: 'Interview', tzid: 'Europe/London' },
    availability: {
      participants: [{ members: [{ sub: host.ready.sub }], required: 'all' }],
      required_duration: { minutes: 30 },
      query_periods: [{ start: '2027-07-20T08:00:00Z', end: '2027-07-20T12:00:00Z' }],
    },
    redirect_urls: { completed_url: 'https://example.org/completed?a=1' },
    selection_mode: 'no_confirm',
    formatting: { hour_format: 'h' },
  }
  const { url } = await (await host.api('POST', 'real_time_scheduling', body)).json()
  const page = await open(url)
  expect(page.text).toMatch(/<button type="submit"><span>9:00 am/)
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https: http:")
  const answer = await submitBooking(url, Date.parse('2027-07-20T08:00:00Z'))
  const token = url.split('/').at(-1)
  expect(answer.headers.get('location')).toBe(`https://example.org/completed?a=1&token=${token}`)
})

test.each(['', '/book/nothing', '/robots.txt', '/.well-known/openslot-probe', '/%', '/book/%E0%A4%A'])(
  'the headers of %s let nothing foreign in and tell nobody where it was',
  async place => {
    const { headers, status, text } = await open(`${host.ready.siteUrl}${place}`)
    expect(status).toBeLessThan(500)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(text).not.toMatch(/node_modules|\bat \w+ \(/)
    if (headers.get('content-type')?.includes('html'))
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  },
)
