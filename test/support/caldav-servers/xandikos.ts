import path from 'node:path'
import type { CaldavServer } from './caldav-server.ts'
import { daemonFolder, freePort, startDaemon } from './daemon.ts'
import { demandCaldavServers } from './install.ts'

/** Xandikos: asks for no password, has one user, and answers 500 to a sync token that it does not know. */
export async function startXandikos(): Promise<CaldavServer> {
  demandCaldavServers()
  const folder = daemonFolder('xandikos')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const command = [
    '/usr/bin/xandikos',
    ...['-d', path.join(folder, 'data'), '--defaults', '--current-user-principal', '/alice/'],
    ...['-l', '127.0.0.1', '-p', String(port)],
  ]
  const daemon = await startDaemon(folder, command, async () => (await fetch(url)).ok)
  const alice = { name: 'alice', email: 'alice@localhost', calendarUrl: `${url}alice/calendars/calendar/` }
  return {
    url,
    allowedHost: '127.0.0.1',
    users: [alice],
    password: 'any',
    delivers: false,
    stop: daemon.stop,
  }
}
