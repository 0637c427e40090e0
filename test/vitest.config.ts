import os from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** Unit and integration tests: every `*.test.ts` beside the room it mirrors. Browsers are driven by Playwright. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    include: [
      'test/**/*.test.{ts,tsx}',
      ...(process.env['OPENSLOT_LONG'] === '1' ? ['test/**/*.long.ts'] : []),
    ],
    globalSetup: ['test/support/global-setup.ts'],
    // Many tests wait for servers and deadlines: one worker for each core, where the default would leave one idle.
    maxWorkers: os.availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
