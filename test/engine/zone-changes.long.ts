import { expect, test } from 'vitest'
import { changesOf, expectRightAbout } from './zone-changes.ts'

test('hours and listings are right about every change of 2026 to 2030 in all zones', () => {
  const changes = Intl.supportedValuesOf('timeZone').flatMap(changesOf)
  console.info(`${changes.length} changes`)
  expect(changes.length).toBeGreaterThan(1200)
  for (const change of changes) expectRightAbout(change)
}, 1_800_000)
