import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Component, parameter, parseComponents, property } from '../../main/icalendar/content-lines.ts'
import { readCalendar } from '../../main/icalendar/read-calendar.ts'
import { unescapeText } from '../../main/icalendar/values.ts'
import {
  type EventToWrite,
  InvalidCalendarValue,
  writeCalendar,
} from '../../main/icalendar/write-calendar.ts'

const LONG = process.env['OPENSLOT_LONG'] !== undefined
const HOUR_MS = 3_600_000
const START = Date.parse('2026-03-20T09:00:00Z')

const plain: EventToWrite = {
  uid: 'booking-1@openslot',
  stampMs: Date.parse('2026-03-01T12:00:00Z'),
  sequence: 0,
  summary: 'Interview',
  startMs: START,
  endMs: START + HOUR_MS,
}

const ada = { name: 'Ada', email: 'ada@example.org' }
const grace = { name: 'Grace', email: 'grace@example.org' }

function write(
  event: Partial<EventToWrite> = {},
  method?: 'PUBLISH' | 'REQUEST' | 'REPLY' | 'CANCEL',
): string {
  return writeCalendar({ prodId: '-//Openslot//Openslot//EN', method, events: [{ ...plain, ...event }] })
}

function lines(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n')
}

function parse(text: string): { readonly calendar: Component; readonly event: Component } {
  const { root, faults } = parseComponents(text)
  expect(faults).toEqual([])
  const calendar = root.components[0]!
  return { calendar, event: calendar.components.find(({ name }) => name === 'VEVENT')! }
}

describe('an event as it is written', () => {
  it('says who, when and which version', () => {
    const text = write(
      {
        zone: 'Europe/Berlin',
        sequence: 2,
        status: 'CONFIRMED',
        transp: 'OPAQUE',
        url: 'https://example.org/b/1',
        organizer: ada,
        attendees: [
          {
            ...grace,
            role: 'REQ-PARTICIPANT',
            participation: 'NEEDS-ACTION',
            rsvp: true,
            scheduleAgent: 'NONE',
          },
        ],
      },
      'REQUEST',
    )
    expect(lines(text).filter(line => !/^(TZ|BEGIN|END|RRULE|DTSTART:)/.test(line))).toEqual([
      'VERSION:2.0',
      'PRODID:-//Openslot//Openslot//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:REQUEST',
      'UID:booking-1@openslot',
      'DTSTAMP:20260301T120000Z',
      'SEQUENCE:2',
      'DTSTART;TZID=Europe/Berlin:20260320T100000',
      'DTEND;TZID=Europe/Berlin:20260320T110000',
      'SUMMARY:Interview',
      'URL:https://example.org/b/1',
      'STATUS:CONFIRMED',
      'TRANSP:OPAQUE',
      'ORGANIZER;CN="Ada":mailto:ada@example.org',
      'ATTENDEE;CN="Grace";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;SCHEDULE-AGENT=NONE:mailto:grace@example.org',
      '',
    ])
  })

  it('is in UTC without a zone, and then needs no VTIMEZONE', () => {
    const text = write()
    expect(lines(text)).toContain('DTSTART:20260320T090000Z')
    expect(text).not.toContain('VTIMEZONE')
  })

  it('of whole days has dates', () => {
    const startMs = Date.parse('2026-03-28T23:00Z')
    const text = write({ allDay: true, zone: 'Europe/Berlin', startMs, endMs: startMs + 23 * HOUR_MS })
    expect(lines(text)).toEqual(
      expect.arrayContaining(['DTSTART;VALUE=DATE:20260329', 'DTEND;VALUE=DATE:20260330']),
    )
  })

  it('in the second of two equal hours is told in UTC, since its wall time would mean the first', () => {
    const startMs = Date.parse('2026-10-25T01:30Z')
    expect(lines(write({ zone: 'Europe/Berlin', startMs, endMs: startMs + HOUR_MS }))).toContain(
      'DTSTART:20261025T013000Z',
    )
    const first = write({ zone: 'Europe/Berlin', startMs: startMs - HOUR_MS, endMs: startMs + HOUR_MS })
    expect(lines(first)).toContain('DTSTART;TZID=Europe/Berlin:20261025T023000')
  })

  it('in a CANCEL is CANCELLED, whatever it was', () => {
    expect(lines(write({ organizer: ada, status: 'CONFIRMED' }, 'CANCEL'))).toContain('STATUS:CANCELLED')
  })

  it('in a PUBLISH has no attendees', () => {
    expect(write({ organizer: ada, attendees: [grace] }, 'PUBLISH')).not.toContain('ATTENDEE')
  })

  it('keeps its two names where the calendar has one', () => {
    const text = writeCalendar({ prodId: 'x', name: 'Bookings; mine', events: [] })
    expect(lines(text)).toEqual(
      expect.arrayContaining(['NAME:Bookings\\; mine', 'X-WR-CALNAME:Bookings\\; mine']),
    )
  })
})

describe('what cannot be written', () => {
  const refused: [string, Partial<EventToWrite>, string][] = [
    ['an empty UID', { uid: ' ' }, 'UID'],
    ['a zone that is none', { zone: 'Nowhere/Land' }, 'TZID'],
    ['a zone with a line in it', { zone: 'UTC\r\nX:1' }, 'TZID'],
    ['an end before the start', { endMs: START - 1 }, 'DTEND'],
    ['a start that is no number', { startMs: Number.NaN }, 'DTSTART'],
    ['a start beyond four digits', { startMs: 9e15, endMs: 9e15 + 1 }, 'DTSTART'],
    ['a sequence below nothing', { sequence: -1 }, 'SEQUENCE'],
    ['an address to run', { url: 'javascript:alert(1)' }, 'URL'],
    ['an address with a line in it', { url: 'https://example.org/\r\nATTENDEE:x' }, 'URL'],
    ['an address with a blank', { url: 'https://example.org/a b' }, 'URL'],
    ['a word as an address', { url: 'example' }, 'URL'],
    ['an organizer without a domain', { organizer: { email: 'ada' } }, 'ORGANIZER'],
    ['an organizer with two addresses', { organizer: { email: 'a@b.org,c@d.org' } }, 'ORGANIZER'],
    ['an organizer with a display name', { organizer: { email: 'Ada <ada@example.org>' } }, 'ORGANIZER'],
    ['an organizer with a line in it', { organizer: { email: 'ada@example.org\r\nX:1' } }, 'ORGANIZER'],
    ['an organizer with a lone CR', { organizer: { email: 'a\rb@example.org' } }, 'ORGANIZER'],
    ['a domain with a gap', { organizer: { email: 'ada@exa..mple.org' } }, 'ORGANIZER'],
    ['a domain that is a path', { organizer: { email: 'ada@example.org/x?y' } }, 'ORGANIZER'],
    ['an attendee of 300 letters', { attendees: [{ email: `${'a'.repeat(300)}@example.org` }] }, 'ATTENDEE'],
    ['a status with a line in it', { status: 'CONFIRMED\r\nX:1' as 'CONFIRMED' }, 'STATUS'],
    ['a role that is no word', { attendees: [{ email: 'a@b.org', role: 'X;Y=1' as 'CHAIR' }] }, 'ROLE'],
  ]
  it.each(refused)('is %s', (_, event, name) => {
    const attempt = () => write(event)
    expect(attempt).toThrow(InvalidCalendarValue)
    expect(attempt).toThrow(new RegExp(`^${name}: `))
  })

  it.each(['REQUEST', 'REPLY', 'CANCEL'] as const)('is a %s without those whom RFC 5546 demands', method => {
    expect(() => write({}, method)).toThrow(/^ORGANIZER: missing/)
    if (method !== 'CANCEL') expect(() => write({ organizer: ada }, method)).toThrow(/^ATTENDEE: missing/)
  })
})

describe('an e-mail address', () => {
  it.each([
    ['ada+work@example.org', 'mailto:ada+work@example.org'],
    ['o\u2019brien@example.org', null],
    ["o'brien@example.org", "mailto:o'brien@example.org"],
    ['50%off?x#y@example.org', 'mailto:50%25off%3Fx%23y@example.org'],
    ['jürgen@müller.example', 'mailto:j%C3%BCrgen@xn--mller-kva.example'],
    ['a@localhost', 'mailto:a@localhost'],
    ['a@[127.0.0.1]', null],
  ])('%s is written as %s', (email, expected) => {
    if (expected === null) expect(() => write({ organizer: { email } })).toThrow(InvalidCalendarValue)
    else expect(lines(write({ organizer: { email } }))).toContain(`ORGANIZER:${expected}`)
  })
})

describe('a line', () => {
  it.each(['€😀ä', 'x', 'é', '€', '😀'])('of %s is folded at 75 octets, between characters', letters => {
    const summary = letters.repeat(240)
    const text = write({ summary })
    const widths = text.split('\r\n').map(line => Buffer.byteLength(line))
    expect(Math.max(...widths)).toBeGreaterThan(71)
    expect(Math.max(...widths)).toBeLessThanOrEqual(75)
    expect(text).not.toContain('\u{fffd}')
    expect(lines(text)).toContain(`SUMMARY:${summary}`)
  })

  it('ends with CRLF, and nothing else ends one', () => {
    expect(write({ summary: 'a\nb', description: 'c\u2028d\u0085e' }).replaceAll('\r\n', '')).not.toMatch(
      /[\r\n\u2028\u2029\u0085]/,
    )
  })
})

/** What people type, and what people type who want to do harm. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...'\r\n\t\0\u000b\u000c\u0085\u2028\u2029\u007f\\;,:"^=n Aé€😀'),
    maxLength: 60,
  }),
  fc.constantFrom(
    'x\r\nATTENDEE:mailto:evil@example.org',
    'x\rEND:VEVENT\rBEGIN:VEVENT',
    'x\n END:VCALENDAR',
    'x\u2028RRULE:FREQ=DAILY',
    '\\',
    '\\n',
    '\\\\n',
    '^n^^n"^\'',
    '\ud800',
    '=1+2',
  ),
)

/** How a value comes back: one kind of line end, no control characters, whole characters. */
function settled(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/(?![\t\n])\p{Cc}/gu, '')
}

describe('no text', () => {
  const runs = LONG ? 100_000 : 2_000

  it('adds, changes or loses a property on the way out and back', () => {
    const people = fc.tuple(hostile, hostile, hostile, hostile, hostile)
    const names = [
      'UID',
      'DTSTAMP',
      'SEQUENCE',
      'DTSTART',
      'DTEND',
      'SUMMARY',
      'DESCRIPTION',
      'LOCATION',
      'ORGANIZER',
      'ATTENDEE',
    ]
    fc.assert(
      fc.property(people, ([summary, description, location, name, guest]) => {
        const organizer = { email: 'ada@example.org', name }
        const text = write({
          summary,
          description,
          location,
          organizer,
          attendees: [{ email: 'g@example.org', name: guest, rsvp: true }],
        })
        const { calendar, event } = parse(text)
        expect(calendar.properties.map(one => one.name)).toEqual(['VERSION', 'PRODID', 'CALSCALE'])
        expect(calendar.components).toHaveLength(1)
        expect(event.components).toEqual([])
        expect(event.properties.map(one => one.name)).toEqual(names)
        const value = (of: string) => unescapeText(property(event, of)!.value)
        expect([value('SUMMARY'), value('DESCRIPTION'), value('LOCATION')]).toEqual(
          [summary, description, location].map(settled),
        )
        expect(parameter(property(event, 'ORGANIZER')!, 'CN') ?? '').toBe(settled(name))
        expect(parameter(property(event, 'ATTENDEE')!, 'CN') ?? '').toBe(settled(guest))
        expect(property(event, 'ATTENDEE')!.value).toBe('mailto:g@example.org')
        expect(parameter(property(event, 'ATTENDEE')!, 'RSVP')).toBe('TRUE')
      }),
      { numRuns: runs },
    )
  }, 600_000)

  it('as an address gets through unless it is one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          hostile.map(text => `a@${text}`),
          hostile.map(text => `${text}@b.org`),
        ),
        email => {
          try {
            const { event } = parse(write({ organizer: { email } }))
            expect(event.properties).toHaveLength(7)
            expect(property(event, 'ORGANIZER')!.value).toMatch(/^mailto:[!-~]+@[a-z0-9.-]+$/)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidCalendarValue)
          }
        },
      ),
      { numRuns: runs },
    )
  }, 600_000)

  it('as a web address gets through unless it is one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          hostile.map(text => `https://example.org/${text}`),
          fc.webUrl(),
        ),
        url => {
          try {
            const { event } = parse(write({ url }))
            expect(event.properties).toHaveLength(7)
            expect(property(event, 'URL')!.value).toMatch(/^https?:[!-~]+$/)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidCalendarValue)
          }
        },
      ),
      { numRuns: runs },
    )
  }, 600_000)
})

describe('the zone definition', () => {
  const zones = Intl.supportedValuesOf('timeZone')

  it('is right by itself for every zone there is, years before and after a change of its rules', () => {
    const wrong: string[] = []
    for (const zone of zones) {
      for (const day of LONG
        ? ['2021-03-27', '2024-10-26', '2026-03-28', '2027-11-06']
        : ['2024-10-26', '2026-03-28']) {
        const startMs = Date.parse(`${day}T21:45:00Z`)
        const endMs = startMs + 30 * HOUR_MS
        // Under a name that nobody knows, so that the definition has to be read.
        const text = write({ zone, startMs, endMs }).replaceAll(zone, 'Elsewhere')
        const reading = readCalendar({ text, zone: 'UTC', fromMs: startMs - HOUR_MS, toMs: endMs + HOUR_MS })
        const [found] = reading.occurrences
        if (found?.startMs !== startMs || found.endMs !== endMs || reading.problems.length > 0)
          wrong.push(`${zone} ${day}`)
      }
    }
    expect(zones.length).toBeGreaterThan(400)
    expect(wrong).toEqual([])
  })

  it('is a yearly rule where there is one, and a list of dates where not', () => {
    const definition = (zone: string) =>
      lines(write({ zone })).filter(line => /^(RRULE|BEGIN:(ST|DA))/.test(line))
    expect(definition('Europe/Berlin')).toEqual([
      'BEGIN:DAYLIGHT',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'BEGIN:STANDARD',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    ])
    expect(definition('America/New_York')).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU')
    expect(definition('Asia/Tokyo')).toEqual(['BEGIN:STANDARD'])
    expect(definition('Asia/Jerusalem').filter(line => line.startsWith('RRULE'))).toEqual([])
  })

  it('stands once for each zone in use', () => {
    const zoned = ['Europe/Berlin', 'Europe/Berlin', 'Asia/Tokyo', undefined].map((zone, i) => ({
      ...plain,
      uid: `e${i}`,
      zone,
    }))
    const text = writeCalendar({ prodId: 'x', events: zoned })
    expect(lines(text).filter(line => line.startsWith('TZID'))).toEqual([
      'TZID:Europe/Berlin',
      'TZID:Asia/Tokyo',
    ])
  })

  it('brings every event back to its instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2036, 0, 1) / 1000 }),
        fc.integer({ min: 1, max: 300_000 }),
        fc.boolean(),
        (zone, startSeconds, lengthSeconds, renamed) => {
          const startMs = startSeconds * 1000
          const endMs = startMs + lengthSeconds * 1000
          const written = write({ zone, startMs, endMs })
          const text = renamed ? written.replaceAll(zone, 'Elsewhere') : written
          const { occurrences } = readCalendar({ text, zone: 'UTC', fromMs: startMs, toMs: endMs })
          expect(occurrences.map(one => [one.startMs, one.endMs])).toEqual([[startMs, endMs]])
        },
      ),
      { numRuns: LONG ? 3_000 : 150 },
    )
  }, 600_000)
})
