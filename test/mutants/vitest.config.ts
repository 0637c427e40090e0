import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** The engine's own tests and nothing else: no build, no host, and fewer random queries for each mutant. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/engine/**/*.test.ts'],
    env: { OPENSLOT_RUNS: '300' },
    testTimeout: 30_000,
  },
})
