import type { CaldavServer } from './caldav-server.ts'
import { startCyrus } from './cyrus.ts'
import { startRadicale } from './radicale.ts'
import { startXandikos } from './xandikos.ts'

/** The real servers that everything with CalDAV is tested against. */
export const caldavServers: readonly { readonly name: string; start(): Promise<CaldavServer> }[] = [
  { name: 'Radicale', start: startRadicale },
  { name: 'Xandikos', start: startXandikos },
  { name: 'Cyrus', start: startCyrus },
]
