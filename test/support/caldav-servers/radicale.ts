import fs from 'node:fs'
import path from 'node:path'
import { type CaldavServer, makeCalendar } from './caldav-server.ts'
import { daemonFolder, freePort, startDaemon } from './daemon.ts'
import { demandCaldavServers } from './install.ts'

const password = 'wachtwoord-ünïcode'
const names = ['alice', 'bob']

/** Radicale: ignores expand and free-busy, knows no scheduling. */
export async function startRadicale(): Promise<CaldavServer> {
  demandCaldavServers()
  const folder = daemonFolder('radicale')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  fs.writeFileSync(path.join(folder, 'users'), names.map(name => `${name}:${password}\n`).join(''))
  fs.writeFileSync(path.join(folder, 'config'), config(folder, port))
  const command = ['/usr/bin/radicale', '--config', path.join(folder, 'config')]
  const daemon = await startDaemon(folder, command, async () => (await fetch(url)).ok)
  const users = names.map(name => ({
    name,
    email: `${name}@localhost`,
    calendarUrl: `${url}${name}/work/`,
  }))
  for (const { name, calendarUrl } of users) await makeCalendar({ password }, name, calendarUrl)
  return { url, allowedHost: '127.0.0.1', users, password, delivers: false, stop: daemon.stop }
}

function config(folder: string, port: number): string {
  return `[server]
hosts = 127.0.0.1:${port}
[auth]
type = htpasswd
htpasswd_filename = ${folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = ${folder}/collections
`
}
