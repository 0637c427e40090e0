import { describe, expect, test } from 'vitest'
import { isThisBooking, mergeBooking, writeBooking } from '../../main/calendars/caldav/booking-event.ts'
import { isCalendarText } from '../../main/calendars/caldav/calendar-text.ts'
import { comparable, createMatcher, fileNameOf, pathOf } from '../../main/calendars/caldav/hrefs.ts'
import { readRetryAfter } from '../../main/calendars/caldav/retry-after.ts'
import { parseXml, UnreadableXml } from '../../main/calendars/caldav/xml.ts'
import { booking, ics } from './caldav-account.ts'

const hourMs = 3_600_000

test.each<[Record<string, string>, number | null]>([
  [{}, null],
  [{ 'retry-after': '120' }, 120_000],
  [{ 'retry-after': '999999999' }, 24 * hourMs],
  [{ 'retry-after': 'Tue, 24 Nov 2026 10:01:00 GMT' }, 60_000],
  [{ 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 60_000],
  [{ 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
])('%j asks for %s ms of patience', (headers, ms) => {
  expect(readRetryAfter(headers, Date.UTC(2026, 10, 24, 10))).toBe(ms)
})

describe('addresses of objects', () => {
  test.each([
    ['/a/b@c/%C3%A4.ics', '/a/b%40c/ä.ics'],
    ['/a/x%2fy.ics', '/a/x%2Fy.ics'],
    ['/a/b/', '/a/b'],
    ['/a/100%.ics', '/a/100%25.ics'],
  ])('%s and %s are one', (one, other) => {
    expect(comparable(one)).toBe(comparable(other))
  })

  test('a slash inside a name is not one between names', () => {
    expect(comparable('/a/x%2Fy.ics')).not.toBe(comparable('/a/x/y.ics'))
  })

  test.each([
    ['e.ics', '/dav/work/e.ics'],
    ['https://other.example/x/e.ics', '/x/e.ics'],
    ['http%3A//h%3A1/x/e.ics', '/x/e.ics'],
    ['http://[', null],
  ])('%s is %s', (href, path) => {
    expect(pathOf(href, 'https://example.org/dav/work/')).toBe(path)
  })

  test('the spelling that is kept is found by any other', () => {
    const match = createMatcher(['/a/ä.ics', '/a/b%40c.ics'])
    expect([match('/a/%c3%a4.ics'), match('/a/b@c.ics'), match('/a/d.ics')]).toEqual([
      '/a/ä.ics',
      '/a/b%40c.ics',
      null,
    ])
  })

  test.each(['', '..', '.hidden', 'a/b', 'ä', 'x'.repeat(200)])('%j becomes no file name as it is', uid => {
    expect(fileNameOf(uid, () => 'digest')).toBe('digest.ics')
  })
})

describe('XML', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['a DOCTYPE from elsewhere', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an entity of nobody’s', '<a>&nbsp;</a>'],
    ['what is cut off', '<a><b>'],
    ['nothing', ''],
    ['a prefix of nobody’s', '<x:a/>'],
    ['depth without end', '<a>'.repeat(50) + '</a>'.repeat(50)],
    ['two roots', '<a/><b/>'],
  ])('%s is refused', async (_what, text) => {
    await expect(parseXml(text)).rejects.toThrow(UnreadableXml)
  })

  test('namespaces count, prefixes do not; CDATA and text are one', async () => {
    const root = await parseXml('<x:a xmlns:x="DAV:"><b xmlns="DAV:">1<![CDATA[<2>]]>&amp;&#x33;</b></x:a>')
    expect(root).toMatchObject({ name: 'DAV: a', children: [{ name: 'DAV: b', text: '1<2>&3' }] })
  })

  test('a control character of one event does not cost the others', async () => {
    expect((await parseXml('<a>x\u000by&#11;z&#x1F;</a>')).text).toBe('x y z ')
  })

  test('others have their turn while a long answer is read', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    await parseXml(`<a>${'<b>text</b>'.repeat(100_000)}</a>`)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
  })
})

describe('the text of a booking', () => {
  const lines = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

  test('with an invitation the organizer is an address of the account, and guests are asked', () => {
    const text = lines(
      writeBooking(booking('u', { invite: true }), ['alice@work.example', 'ALICE@localhost']),
    )
    expect(text).toContain('ORGANIZER;CN="Alice":mailto:ALICE@localhost')
    expect(text).toContain(
      'ATTENDEE;CN="Bob";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@localhost',
    )
    const other = { email: 'alice@elsewhere.example', name: 'Alice' }
    const stranger = writeBooking(booking('u', { invite: true, organizer: other }), ['alice@work.example'])
    expect(lines(stranger)).toContain('ORGANIZER;CN="Alice":mailto:alice@work.example')
  })

  test('without one it names nobody, and says so whatever the server can do', () => {
    expect(writeBooking(booking('u', { invite: false }), ['alice@localhost'])).not.toMatch(
      /ORGANIZER|ATTENDEE|mailto/,
    )
  })

  test('tentative and free bookings say so', () => {
    expect(lines(writeBooking(booking('u', { status: 'tentative' }), []))).toContain('STATUS:TENTATIVE')
    expect(lines(writeBooking(booking('u', { status: 'free' }), []))).toContain('TRANSP:TRANSPARENT')
  })

  test('what cannot be said in iCalendar is refused with a sentence', () => {
    expect(() => writeBooking(booking('u', { url: 'javascript:alert(1)' }), [])).toThrow(
      /Correct it and try again\.$/,
    )
  })

  test('merging keeps the lines of others, the organizer’s own guests, and a SEQUENCE that is higher', () => {
    const stored = ics('u', [
      'SEQUENCE:7',
      'DURATION:PT2H',
      'ORGANIZER:mailto:alice@localhost',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:carol@localhost',
      'X-ALT-DESC;FMTTYPE=text/html:<b>old</b>',
      'X-NOTE;X-P="a:b;c":kept\\, as it is',
    ])
    const merged = lines(mergeBooking(stored, writeBooking(booking('u', { sequence: 2 }), []), 'u'))
    for (const kept of [
      'SEQUENCE:7',
      'ORGANIZER:mailto:alice@localhost',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:carol@localhost',
      'X-NOTE;X-P="a:b;c":kept\\, as it is',
      'PRODID:-//Somebody//Else//EN',
      'TZID:Europe/Berlin',
    ])
      expect(merged.filter(line => line === kept)).toHaveLength(1)
    expect(merged.join('\n')).not.toMatch(/DURATION|X-ALT-DESC|Standup/)
    expect(merged.filter(line => line.startsWith('DTSTART;TZID'))).toEqual([
      'DTSTART;TZID=Europe/Berlin:20270302T100000',
    ])
  })

  test('a server that drops the mark and tells the time in UTC still has this booking', () => {
    const event = booking('u')
    const text = writeBooking(event, [])
    const rewritten = ics('u', ['SEQUENCE:0', 'DTSTART:20270302T090000Z', 'DTEND:20270302T100000Z'])
    expect(isThisBooking(rewritten, text, event)).toBe(true)
    expect(isThisBooking(rewritten.replace('T090000Z', 'T093000Z'), text, event)).toBe(false)
    expect(isThisBooking(rewritten.replace('UID:u', 'UID:other'), text, event)).toBe(false)
    expect(isThisBooking(text, text, { ...event, sequence: 1 })).toBe(false)
  })

  test.each([
    '',
    '<!doctype html>',
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n',
    'x BEGIN:VCALENDAR\nEND:VCALENDAR',
  ])('%j is no calendar object', text => {
    expect(isCalendarText(text)).toBe(false)
  })
})
