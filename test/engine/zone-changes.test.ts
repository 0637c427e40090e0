import { expect, test } from 'vitest'
import { changesOf, expectRightAbout } from './zone-changes.ts'

/** Midnight changes, half-hour changes, changes of Ramadan and of the far south, and plain ones. */
const ZONES = [
  'Europe/London',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'America/Nuuk',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Antarctica/Troll',
]

test.each(ZONES)('hours and listings are right about the changes of %s', zone => {
  const changes = changesOf(zone)
  expect(changes.length).toBeGreaterThan(1)
  // A spring and an autumn; the long run takes every change of every zone.
  for (const change of changes.slice(1, 3)) expectRightAbout(change)
})
