import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { read, shown } from './reading-text.ts'

/** Files as the programs write them, with people that do not exist. Window: 16 March to 20 April 2026. */
const window = { fromMs: Date.UTC(2026, 2, 16), toMs: Date.UTC(2026, 3, 20) }

function fixture(name: string, zone: string) {
  const text = readFileSync(new URL(`../fixtures/icalendar/${name}`, import.meta.url), 'utf8')
  return read(text, { ...window, zone })
}

const exports: [string, string, string | null, readonly string[]][] = [
  [
    'google-secret-address.ics',
    'Europe/Berlin',
    'mira.larsen@example.org',
    [
      '2026-03-16T08:30/09:00 Planning',
      '2026-03-17T20:00/20:30 Call with New York',
      '2026-03-19T23:00/2026-03-20T23:00- Ana’s birthday 🎂',
      '2026-03-23T08:30/09:00 Planning',
      '2026-03-24T20:00/20:30 Call with New York',
      '2026-03-25T13:00/13:30? Dentist?',
      '2026-03-31T12:00/13:00 Planning (moved)',
      '2026-03-31T22:00/2026-04-02T22:00 Conference, Lisbon',
      '2026-04-13T07:30/08:00 Planning',
    ],
  ],
  [
    'apple-calendar-export.ics',
    'Europe/London',
    'Work',
    [
      '2026-03-18T10:30/11:30 One to one',
      '2026-03-25T10:30/11:30 One to one',
      '2026-03-27T00:00/2026-03-28T00:00 Out of office',
      '2026-03-30T17:00/18:00 Run (floating)',
      '2026-04-01T14:30/15:30 One to one',
      '2026-04-05T23:00/2026-04-06T23:00- Easter Monday',
      '2026-04-15T09:30/10:30 One to one',
    ],
  ],
  [
    'outlook-365-published.ics',
    'Europe/Berlin',
    'Calendar',
    [
      '2026-03-16T08:00/09:00 Busy',
      '2026-03-22T23:00/2026-03-23T23:00- Free',
      '2026-03-23T08:00/09:00 Busy',
      '2026-03-24T23:00/2026-03-25T23:00 Away',
      '2026-03-25T23:00/2026-03-26T23:00- Free',
      '2026-03-26T23:00/2026-03-27T23:00 Away',
      '2026-03-30T09:00/10:00? Tentative',
      '2026-03-31T16:00/16:30 Busy',
      '2026-04-13T07:00/08:00 Busy',
    ],
  ],
  [
    'outlook-desktop-invitation.ics',
    'Europe/Berlin',
    null,
    [
      '2026-03-19T18:00/18:30? Budget review',
      '2026-04-02T18:00/18:30? Budget review',
      '2026-04-16T18:00/18:30? Budget review',
    ],
  ],
  [
    'thunderbird-export.ics',
    'Australia/Sydney',
    null,
    [
      '2026-04-01T03:00/04:30 Lab meeting',
      '2026-04-04T12:00/18:00? Night run over the change',
      '2026-04-15T01:00/02:30 Lab meeting',
    ],
  ],
  [
    'nextcloud-shared-calendar.ics',
    'Europe/Paris',
    'Équipe',
    [
      '2026-03-16T16:00/17:00 Cours',
      '2026-03-19T18:00/19:30 Cours (plus tard)',
      '2026-03-23T18:00/19:30 Cours (plus tard)',
      '2026-03-26T18:00/19:30 Cours (plus tard)',
      '2026-03-30T17:00/18:30 Cours (plus tard)',
      '2026-04-02T17:00/18:30 Cours (plus tard)',
      '2026-04-06T17:00/18:30 Cours (plus tard)',
      '2026-04-09T17:00/18:30 Cours (plus tard)',
      '2026-04-13T17:00/18:30 Cours (plus tard)',
      '2026-04-16T17:00/18:30 Cours (plus tard)',
    ],
  ],
]

describe('an export as the program writes it', () => {
  it.each(exports)('%s blocks what the program shows as busy', (file, zone, name, expected) => {
    const reading = fixture(file, zone)
    expect(reading.problems).toEqual([])
    expect(reading.name).toBe(name)
    expect(reading.occurrences.map(one => `${shown(one)} ${one.summary}`)).toEqual(expected)
  })
})
