import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { ReachChoice } from '../../preload/contract/reach.ts'

export interface Options {
  readonly headless: boolean
  /** One JSON line on standard output and nothing else. */
  readonly json: boolean
  readonly dataDir: string
  /** 0 means any free port; null: the usual one, or any free one when it is taken. */
  readonly port: number | null
  readonly deskPort: number | null
  /** What the command line says of the public address; null leaves it to the desk. */
  readonly reach: ReachChoice | null
  /** Whether `/v1` is held to Cronofy's rate limit. */
  readonly rateLimit: 'cronofy' | 'off'
}

/** The command line cannot be used; the message is for whoever typed it. */
export class BadOption extends Error {
  override readonly name = 'BadOption'
}

export const usage = `Usage: npm start -- [options]

  --headless               serve the desk to a browser instead of opening a window
  --data-dir DIR           where everything is kept
  --port N                 port of the booking site (0: any free one)
  --desk-port N            port of the desk and of /v1, this machine only (0: any free one)
  --tunnel off|localtunnel how the booking site is reached from outside
  --tunnel-host URL        the localtunnel server to use
  --public-url URL         an address that already leads to the booking site
  --rate-limit cronofy|off how many requests /v1 takes: as many as Cronofy, or any number
  --json                   print one line of JSON once everything listens
  --help                   show this`

const declared = {
  headless: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  'desk-port': { type: 'string' },
  tunnel: { type: 'string' },
  'tunnel-host': { type: 'string' },
  'public-url': { type: 'string' },
  'rate-limit': { type: 'string' },
} as const

/** @throws BadOption */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): Options | 'help' {
  const given = parse(argv)
  if (given.help === true) return 'help'
  return {
    headless: given.headless ?? false,
    json: given.json ?? false,
    dataDir: path.resolve(given['data-dir'] ?? env['OPENSLOT_DATA_DIR'] ?? usualDataDir(env)),
    port: readPort('--port', given.port),
    deskPort: readPort('--desk-port', given['desk-port']),
    reach: readReach(given.tunnel, given['tunnel-host'], given['public-url']),
    rateLimit: readRateLimit(given['rate-limit']),
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: declared, strict: true, allowPositionals: false }).values
  } catch (cause) {
    throw new BadOption(cause instanceof Error ? cause.message : String(cause))
  }
}

function readPort(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new BadOption(`${name} takes a number from 0 to 65535, not “${text}”.`)
  return port
}

function readRateLimit(text = 'cronofy'): Options['rateLimit'] {
  if (text === 'cronofy' || text === 'off') return text
  throw new BadOption(`--rate-limit takes cronofy or off, not “${text}”.`)
}

function readAddress(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  )
    throw new BadOption(`${name} takes an address such as https://meet.example.org, not “${text}”.`)
  return url.origin
}

function readReach(
  tunnel: string | undefined,
  tunnelHost: string | undefined,
  publicUrl: string | undefined,
): ReachChoice | null {
  if (tunnel !== undefined && tunnel !== 'off' && tunnel !== 'localtunnel')
    throw new BadOption(`--tunnel takes off or localtunnel, not “${tunnel}”.`)
  if (publicUrl !== undefined && (tunnel === 'localtunnel' || tunnelHost !== undefined))
    throw new BadOption('Give either a tunnel or --public-url, not both.')
  if (publicUrl !== undefined) return { tunnel: 'fixed', publicUrl: readAddress('--public-url', publicUrl) }
  if (tunnel === 'off' && tunnelHost !== undefined)
    throw new BadOption('--tunnel-host needs --tunnel localtunnel.')
  if (tunnel === 'off') return { tunnel: 'off' }
  if (tunnel === undefined && tunnelHost === undefined) return null
  const host = tunnelHost === undefined ? publicTunnelHost : readAddress('--tunnel-host', tunnelHost)
  return { tunnel: 'localtunnel', host, subdomain: '' }
}

export const publicTunnelHost = 'https://localtunnel.me'

/** Where the platform keeps such data for one user. */
function usualDataDir(env: NodeJS.ProcessEnv): string {
  const home = os.homedir()
  if (process.platform === 'darwin') return path.join(home, 'Library/Application Support/Openslot')
  if (process.platform === 'win32')
    return path.join(env['APPDATA'] ?? path.join(home, 'AppData/Roaming'), 'Openslot')
  return path.join(env['XDG_DATA_HOME'] ?? path.join(home, '.local/share'), 'openslot')
}
