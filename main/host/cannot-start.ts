import { DatabaseNewer, DataFolderInUse, DataFolderUnusable } from '../store/open-database.ts'
import { PortUnavailable } from './listen.ts'
import { BadOption } from './options.ts'
import { UnusableKey } from './sealer.ts'

const told = [BadOption, DataFolderInUse, DataFolderUnusable, DatabaseNewer, PortUnavailable, UnusableKey]

/** What to tell whoever started Openslot when it could not start: a sentence that says what to do, or all we know. */
export function whyNotStarted(cause: unknown): string {
  if (told.some(kind => cause instanceof kind)) return (cause as Error).message
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
