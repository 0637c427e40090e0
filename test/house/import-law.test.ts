import { expect, test } from 'vitest'
import { findBreaches } from './law.ts'
import { importsOf, readSource, sourceFiles } from './read-imports.ts'

const files = ['main', 'preload', 'renderer'].flatMap(sourceFiles)

test('every import of the house keeps the law', () => {
  const imports = files.flatMap(file => importsOf(file, readSource(file)))
  expect(imports.length).toBeGreaterThan(200)
  expect(findBreaches(imports)).toEqual([])
})

test.each([
  ['main/engine/grid.ts', `import fs from 'node:fs'`],
  ['main/engine/grid.ts', `import { openStore } from '../store/store.ts'`],
  ['main/store/links.ts', `import type { World } from '../scheduling/world.ts'`],
  ['main/network/judge-address.ts', `import type { Store } from '../store/store.ts'`],
  ['main/scheduling/book.ts', `import Database from 'better-sqlite3'`],
  ['main/scheduling/book.ts', `import { createSite } from '../site/create-site.ts'`],
  ['main/site/visit.ts', `import { createApi } from '../api/create-api.ts'`],
  ['main/host/create-host.ts', `import { app } from 'electron'`],
  ['main/calendars/event-writer.ts', `export { probeAnswer } from '../tunnel/probe.ts'`],
  ['main/delivery/send-webhook.ts', `const later = await import('../scheduling/book.ts')`],
  ['main/site/visit.ts', `type Copied = import('../../renderer/client/client.ts').Client`],
  ['renderer/state/links.ts', `import { book } from '../../main/scheduling/book.ts'`],
  ['renderer/components/button.tsx', `import { useLinks } from '../state/links.ts'`],
  ['renderer/client/client.ts', `import { chromium } from '@playwright/test'`],
  ['preload/contract/links.ts', `import { readFileSync } from 'node:fs'`],
  ['main/scheduling/book.ts', `import { RunningHost } from '../../test/support/run-host.ts'`],
  ['main/utilities/mixed.ts', `import path from 'node:path'`],
])('the law finds that %s may not say: %s', (file, text) => {
  expect(findBreaches(importsOf(file, text))).toHaveLength(1)
})

test('clock and dice are read in main/host and the two entries only', () => {
  const reading =
    /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bperformance\.now\(|\brandom(Bytes|UUID|Int)\(/
  const keepers = /^main\/(host\/|electron\.ts|(run-)?headless\.ts|start\.ts|ensure-built\.ts)/
  const readers = files.filter(f => f.startsWith('main/') && !keepers.test(f) && reading.test(readSource(f)))
  expect(readers).toEqual([])
})

test('no file of the program imports a test', () => {
  const imports = files.flatMap(file => importsOf(file, readSource(file)))
  expect(imports.filter(i => i.to.startsWith('test/'))).toEqual([])
})
