import { expect, test } from 'vitest'

/** The offset of January 2027, in minutes east of UTC, of each zone that the rooms are run in. */
const offsets: Readonly<Record<string, number>> = {
  UTC: 0,
  'Pacific/Apia': 780,
  'Australia/Lord_Howe': 660,
  'America/St_Johns': -210,
}

test('the clock of this process stands in the zone that the run was told', () => {
  const zone = process.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone)
  const offset = offsets[zone]
  if (offset !== undefined) expect(new Date(2027, 0, 15).getTimezoneOffset() + offset).toBe(0)
})
