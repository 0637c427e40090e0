/**
 * The three CalDAV servers of the tests, from Debian: Radicale, Xandikos, and Cyrus, the code that Fastmail runs.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

interface DebianPackage {
  readonly name: string
  /** There when the package is. */
  readonly file: string
  /** What Debian would run as a service from now on. */
  readonly service: string | null
}

const packages: readonly DebianPackage[] = [
  { name: 'radicale', file: '/usr/bin/radicale', service: 'radicale' },
  { name: 'xandikos', file: '/usr/bin/xandikos', service: null },
  { name: 'cyrus-imapd', file: '/usr/lib/cyrus/bin/imapd', service: 'cyrus-imapd' },
  { name: 'cyrus-caldav', file: '/usr/lib/cyrus/bin/httpd', service: null },
  { name: 'sasl2-bin', file: '/usr/sbin/saslpasswd2', service: 'saslauthd' },
]
/** Cyrus wants a program that sends mail; this one is no service. Where there is one already, that one stays. */
const mailer: DebianPackage = { name: 'msmtp-mta', file: '/usr/sbin/sendmail', service: null }
const policy = '/usr/sbin/policy-rc.d'

/** Set by whoever knows that these tests cannot be run here; they are never skipped by themselves. */
export const withoutCaldavServers = process.env['OPENSLOT_WITHOUT_CALDAV'] === '1'

/**
 * Installs what is missing, when root on Debian; what takes long is announced in one line on standard error.
 * None of it is left running as a service, nor begins at the next start of the machine.
 * Throws nothing: starting a server tells what is missing.
 */
export function installCaldavServers(): void {
  const missing = [...packages, mailer].filter(isMissing)
  if (!packages.some(isMissing) || withoutCaldavServers || !canInstall()) return
  console.error('Installing Debian’s Radicale, Xandikos and Cyrus for the tests (apt-get, about a minute).')
  withoutServices(() => {
    aptGet(['update'])
    aptGet(['install', '-y', '--no-install-recommends', ...missing.map(p => p.name)])
  })
  for (const { service } of missing) if (service !== null) attempt('update-rc.d', [service, 'disable'])
}

/** @throws {Error} saying what to do, when one of the servers is not there */
export function demandCaldavServers(): void {
  installCaldavServers()
  const missing = packages.filter(isMissing).map(p => p.name)
  if (missing.length === 0) return
  throw new Error(
    `These tests need CalDAV servers: as root, apt-get install ${missing.join(' ')}. Or set OPENSLOT_WITHOUT_CALDAV=1 to go without.`,
  )
}

function isMissing({ file }: DebianPackage): boolean {
  return !fs.existsSync(file)
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')
}

/** Debian's own way to say that installing starts nothing (policy-rc.d); one that stands there already is kept. */
function withoutServices(install: () => void): void {
  const ours = !fs.existsSync(policy)
  if (ours) fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    install()
  } finally {
    if (ours) fs.rmSync(policy)
  }
}

function aptGet(args: readonly string[]): void {
  attempt('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args])
}

/** Quiet unless it fails; then what it printed is shown. What it means for a test, the test tells. */
function attempt(command: string, args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    console.error(String(error))
  }
}
