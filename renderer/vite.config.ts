import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const top = path.resolve(import.meta.dirname, '..')
const at = (p: string) => path.join(top, p)

/** What the two Node-side bundles share: everything inlined but the two packages that cannot be. */
const node = {
  consumer: 'server' as const,
  resolve: { noExternal: true as const, external: ['electron', 'better-sqlite3'] },
  // Leaves React's and Express's development halves out of the bundle.
  define: { 'process.env.NODE_ENV': '"production"' },
}

/** The desk speaks English; React Aria's own words in thirty other languages would be a seventh of its bundle. */
function englishOnly(): Plugin {
  return {
    name: 'openslot:english-only',
    applyToEnvironment: environment => environment.name === 'client',
    load: id =>
      /\/react-(aria|stately|aria-components)\/.*\/intl\/.*\/(?!en-)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
        ? 'export default {}'
        : null,
  }
}

/**
 * `vite build --app` makes all four: the desk (client), main with its two entries, the preload, and the
 * iCalendar reader, which runs in a worker thread and therefore stands in one self-contained file.
 */
export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react(), englishOnly()],
  builder: {},
  environments: {
    client: {
      // The files are read from this machine's own disk: one larger chunk is nothing to warn of.
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome156',
        chunkSizeWarningLimit: 2000,
      },
    },
    main: {
      ...node,
      build: {
        outDir: at('dist/main'),
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        sourcemap: true,
        copyPublicDir: false,
        rolldownOptions: {
          platform: 'node',
          input: { electron: at('main/electron.ts'), headless: at('main/headless.ts') },
          output: {
            format: 'es',
            entryFileNames: '[name].js',
            chunkFileNames: 'openslot-[name].js',
            // Less to read and compile at each start; names stay, so that a fault can be told.
            minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
          },
        },
      },
    },
    reader: {
      ...node,
      build: {
        outDir: at('dist/reader'),
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        sourcemap: true,
        copyPublicDir: false,
        rolldownOptions: {
          platform: 'node',
          input: { worker: at('main/icalendar/worker.ts') },
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: at('dist/preload'),
        emptyOutDir: true,
        target: 'chrome156',
        minify: false,
        sourcemap: 'inline',
        copyPublicDir: false,
        rolldownOptions: {
          input: { bridge: at('preload/bridge.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
})
