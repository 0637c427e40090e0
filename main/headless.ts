import { enableCompileCache, flushCompileCache } from 'node:module'
import path from 'node:path'

/**
 * Openslot under plain Node. What was compiled at one start is kept for the next, which is why the program itself comes
 * by a second import: the cache has to be open before it is loaded.
 */
const keptMs = 5_000

enableCompileCache(path.resolve(import.meta.dirname, '../../node_modules/.cache/openslot'))
await import('./run-headless.ts')
// A process that is killed keeps nothing, so it is written down once the start is over.
setTimeout(flushCompileCache, keptMs).unref()
