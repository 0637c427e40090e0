import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** Unit and integration tests: every `*.test.ts` beside the room it mirrors. Browsers are driven by Playwright. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    reporters: process.env['CI'] ? ['default'] : ['default'],
  },
})
