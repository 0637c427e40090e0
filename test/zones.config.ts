import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** One that skipped a day, one whose clocks change by half an hour, one that stands on the half hour. */
const zones = ['Pacific/Apia', 'Australia/Lord_Howe', 'America/St_Johns']

/**
 * The rooms that reckon with time, once for each of these zones as the machine's own: nothing in them may depend on it.
 * The main run stands in UTC, and makes all of its random queries there.
 */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    projects: zones.map(TZ => ({
      test: {
        name: TZ,
        env: { TZ, OPENSLOT_RUNS: '100' },
        testTimeout: 30_000,
        include: [
          'test/zones/*.test.ts',
          'test/engine/{brute-force,check-start,find-slots,open-spans,zone-changes,zone-table}.test.ts',
          'test/icalendar/{free-time,read-calendar,recurrence,vtimezone,write-calendar,zones}.test.ts',
          'test/renderer/{day-column,format,periods,start-grid,week,weekly-hours,zones}.test.ts',
        ],
      },
    })),
  },
})
