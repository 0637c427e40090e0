/**
 * The two rows on reading iCalendar of the speed table: parsing against an unfold-and-split pass over the same text,
 * and five hundred old recurring series to a busy list. Prints each with its bound; exits with 1 when one is missed.
 */
import { parseComponents } from '../../main/icalendar/content-lines.ts'
import { readCalendar } from '../../main/icalendar/read-calendar.ts'

const PARSE_RATIO = 6
const MASTERS_MS = 50
const FROM_MS = Date.UTC(2026, 10, 2)
const TO_MS = FROM_MS + 60 * 86_400_000

interface Row {
  readonly work: string
  readonly measured: number
  readonly bound: number
  readonly unit: string
}

const rows = [parseRow(), mastersRow()]
for (const { work, measured, bound, unit } of rows) {
  const verdict = measured <= bound ? 'ok' : 'MISSED'
  console.log(`${verdict.padEnd(6)}  ${work}: ${measured.toFixed(2)} ${unit} (at most ${bound} ${unit})`)
}
if (rows.some(({ measured, bound }) => measured > bound)) process.exitCode = 1

function parseRow(): Row {
  const text = plainEvents(10_000)
  const floor = best(() => unfoldAndSplit(text))
  const parsed = best(() => parseComponents(text).root)
  const size = (text.length / 1e6).toFixed(1)
  const work = `parse 10,000 events (${size} MB; ${parsed.toFixed(1)} ms against ${floor.toFixed(1)} ms)`
  return { work, measured: parsed / floor, bound: PARSE_RATIO, unit: '× unfold and split' }
}

function mastersRow(): Row {
  const text = oldMasters(500)
  const measured = best(() => readCalendar({ text, zone: 'Europe/Berlin', fromMs: FROM_MS, toMs: TO_MS }))
  return {
    work: '500 masters of 2016, a 60-day window, text to busy list',
    measured,
    bound: MASTERS_MS,
    unit: 'ms',
  }
}

/** Milliseconds of the best of several runs; what a run makes is kept until the clock has stopped. */
function best(run: () => unknown): number {
  let shortest = Number.POSITIVE_INFINITY
  for (let i = 0; i < 12; i++) {
    const started = performance.now()
    const made = run()
    const elapsed = performance.now() - started
    if (made !== undefined && i > 1) shortest = Math.min(shortest, elapsed)
  }
  return shortest
}

function unfoldAndSplit(text: string): string[] {
  return text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
}

function calendar(events: readonly string[]): string {
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Openslot//Bench//EN']
  return [...head, ...events, 'END:VCALENDAR', ''].join('\r\n')
}

function plainEvents(count: number): string {
  return calendar(
    Array.from({ length: count }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 1) + (i % 1500) * 86_400_000)
        .toISOString()
        .slice(0, 10)
        .replaceAll('-', '')
      return [
        'BEGIN:VEVENT',
        `DTSTART;TZID=Europe/Berlin:${day}T090000`,
        `DTEND;TZID=Europe/Berlin:${day}T093000`,
        'DTSTAMP:20261102T080000Z',
        'ORGANIZER;CN="Ada Lovelace":mailto:ada@example.org',
        `UID:event-${i}@example.org`,
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Grace',
        '  Hopper;X-NUM-GUESTS=0:mailto:grace@example.org',
        'CREATED:20240101T080000Z',
        'DESCRIPTION:',
        'LAST-MODIFIED:20240102T080000Z',
        'LOCATION:Room 3',
        'SEQUENCE:0',
        'STATUS:CONFIRMED',
        `SUMMARY:Meeting number ${i}`,
        'TRANSP:OPAQUE',
        'END:VEVENT',
      ].join('\r\n')
    }),
  )
}

function oldMasters(count: number): string {
  const rules = [
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'FREQ=DAILY',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=WEEKLY;INTERVAL=2',
    'FREQ=DAILY;COUNT=5000',
  ]
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo']
  return calendar(
    Array.from({ length: count }, (_, i) => {
      const day = 20160101 + (i % 28)
      const zone = zones[i % zones.length]
      const hour = String(8 + (i % 9)).padStart(2, '0')
      return [
        'BEGIN:VEVENT',
        `UID:series-${i}@example.org`,
        'DTSTAMP:20160101T080000Z',
        `DTSTART;TZID=${zone}:${day}T${hour}0000`,
        `DTEND;TZID=${zone}:${day}T${hour}3000`,
        `RRULE:${rules[i % rules.length]}`,
        `SUMMARY:Series ${i}`,
        'END:VEVENT',
      ].join('\r\n')
    }),
  )
}
