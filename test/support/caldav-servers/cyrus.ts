import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { vtimezoneLines } from '../../../main/icalendar/write-vtimezone.ts'
import { askCaldav, type CaldavServer } from './caldav-server.ts'
import { daemonFolder, freePort, startDaemon } from './daemon.ts'
import { demandCaldavServers } from './install.ts'

const password = 'geheim'
const administrator = 'cyrus'
const names = ['alice', 'bob']
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe']

/** Cyrus, the code that Fastmail runs: all of CalDAV, and invitations to its own users (RFC 6638). */
export async function startCyrus(): Promise<CaldavServer> {
  demandCaldavServers()
  const folder = daemonFolder('cyrus')
  const [httpPort, imapPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${httpPort}/`
  prepare(folder, httpPort, imapPort)
  const files = ['-C', `${folder}/imapd.conf`, '-M', `${folder}/cyrus.conf`, '-p', `${folder}/pid`]
  const command = ['/usr/sbin/cyrmaster', ...files, '-D']
  const daemon = await startDaemon(folder, command, async () => (await fetch(url)).status > 0)
  await makeMailboxes(imapPort)
  const users = names.map(name => ({
    name,
    email: `${name}@localhost`,
    calendarUrl: `${url}dav/calendars/user/${name}/Default/`,
  }))
  for (const { name, calendarUrl } of users) await lookAt(name, calendarUrl)
  return { url, allowedHost: '127.0.0.1', users, password, delivers: true, stop: daemon.stop }
}

function prepare(folder: string, httpPort: number, imapPort: number): void {
  for (const name of ['config/db', 'proc', 'lock', 'mail', 'sockets', 'zoneinfo'])
    fs.mkdirSync(path.join(folder, name), { recursive: true })
  fs.writeFileSync(path.join(folder, 'imapd.conf'), imapdConf(folder))
  fs.writeFileSync(path.join(folder, 'cyrus.conf'), cyrusConf(folder, httpPort, imapPort))
  writeZones(path.join(folder, 'zoneinfo'))
  for (const name of [administrator, ...names]) addUser(folder, name)
  execFileSync('chown', ['-R', 'cyrus', folder])
  const index = ['/usr/lib/cyrus/bin/ctl_zoneinfo', '-C', `${folder}/imapd.conf`, '-r', 'IANA:2026a']
  execFileSync('runuser', ['-u', 'cyrus', '--', ...index], { stdio: 'ignore' })
}

function addUser(folder: string, name: string): void {
  const args = ['-p', '-c', '-f', `${folder}/sasldb2`, '-u', 'localhost', name]
  execFileSync('/usr/sbin/saslpasswd2', args, { input: password })
}

/** Without `unixhierarchysep` and `virtdomains: off` names with dots and domains would name other mailboxes. */
function imapdConf(folder: string): string {
  return `configdirectory: ${folder}/config
proc_path: ${folder}/proc
mboxname_lockpath: ${folder}/lock
defaultpartition: default
partition-default: ${folder}/mail
zoneinfo_dir: ${folder}/zoneinfo
lmtpsocket: ${folder}/sockets/lmtp
idlesocket: ${folder}/sockets/idle
notifysocket: ${folder}/sockets/notify
sasl_sasldb_path: ${folder}/sasldb2
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_mech_list: PLAIN
allowplaintext: yes
admins: ${administrator}
servername: localhost
virtdomains: off
unixhierarchysep: yes
altnamespace: yes
httpmodules: caldav tzdist
caldav_allowscheduling: on
calendar_user_address_set: localhost
`
}

function cyrusConf(folder: string, httpPort: number, imapPort: number): string {
  return `START {
  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C ${folder}/imapd.conf -r"
}
SERVICES {
  imap cmd="imapd -C ${folder}/imapd.conf" listen="127.0.0.1:${imapPort}" prefork=0
  http cmd="httpd -C ${folder}/imapd.conf" listen="127.0.0.1:${httpPort}" prefork=2
}
EVENTS {
}
`
}

/** Its web server does not start without zones, and Debian's libical brings none in the form that it reads. */
function writeZones(folder: string): void {
  fs.writeFileSync(path.join(folder, 'zones.tab'), zones.map(zone => `${zone}\n`).join(''))
  for (const zone of zones) {
    const lines = vtimezoneLines(zone, Date.UTC(1990, 0), Date.UTC(2036, 0)).flatMap(described)
    const text = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Openslot//Tests//EN',
      ...lines,
      'END:VCALENDAR',
      '',
    ]
    fs.mkdirSync(path.dirname(path.join(folder, zone)), { recursive: true })
    fs.writeFileSync(path.join(folder, `${zone}.ics`), text.join('\r\n'))
  }
}

/** Without a name for each of its clocks Cyrus ends at the first event that is told by a zone. */
function described(line: string): string[] {
  if (line.startsWith('TZID:')) return [line, `X-LIC-LOCATION:${line.slice(5)}`]
  return line.startsWith('TZOFFSETTO:') ? [line, `TZNAME:${line.slice(11)}`] : [line]
}

/** A calendar comes into being when its user first looks at it; without one nothing can be delivered. */
async function lookAt(user: string, url: string): Promise<void> {
  const { status } = await askCaldav({ password }, user, { method: 'PROPFIND', url, headers: { depth: '0' } })
  if (status !== 207) throw new Error(`Cyrus shows no calendar at ${url}: ${status}`)
}

/** Users come into being over IMAP. */
async function makeMailboxes(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await nextLine(socket)
  await command(socket, `LOGIN ${administrator} ${password}`)
  for (const name of names) await command(socket, `CREATE user/${name}`)
  socket.end()
}

async function command(socket: Socket, words: string): Promise<void> {
  socket.write(`x ${words}\r\n`)
  const answer = await nextLine(socket)
  if (!answer.startsWith('x OK')) throw new Error(`Cyrus to ${words.split(' ')[0]}: ${answer}`)
}

function nextLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('data', data => resolve(String(data)))
    socket.once('error', reject)
  })
}
