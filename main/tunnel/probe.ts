import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AskOverHttp, HttpAnswer } from './http-asking.ts'

/** Where the booking site answers probes: `GET {probePath}?nonce=…`, the answer as plain text, `no-store`. */
export const probePath = '/.well-known/openslot-probe'

/** What the public address turned out to be. `reason` is a sentence for the organizer. */
export type ProbeFinding =
  | { readonly kind: 'ours' }
  | { readonly kind: 'gated'; readonly reason: string }
  | { readonly kind: 'not_ours'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }

/** Never rejects for a reason of the network; may reject once `signal` aborts. */
export type Probe = (publicUrl: string, nonce: string, signal: AbortSignal) => Promise<ProbeFinding>

/**
 * What the booking site answers a probe with: a proof that it knows this run's secret, without telling it.
 * @param secret at least 32 random bytes, made by the host for this purpose alone
 * @param nonce as it came in the query, unchecked
 * @returns text for the body, or null for a nonce that no probe of ours would send (answer 404)
 */
export function probeAnswer(secret: Uint8Array, nonce: unknown): string | null {
  if (typeof nonce !== 'string' || !/^[A-Za-z0-9_-]{16,64}$/.test(nonce)) return null
  return createHmac('sha256', secret).update(`openslot-probe\n${nonce}`).digest('base64url')
}

/** A page put before the site goes by the User-Agent, so the probe has to look like a recipient's browser. */
const asBrowser = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  accept: 'text/html,*/*;q=0.8',
}
/** What localtunnel's and ngrok's public services accept from programs to leave that page out. */
const asProgram = { ...asBrowser, 'bypass-tunnel-reminder': '1', 'ngrok-skip-browser-warning': '1' }

/**
 * Asks the public address who answers there, as a recipient's browser would; when it is not us, asks once more as
 * a program would, which tells a warning page in front of us from a stranger in our place.
 */
export function createProbe(options: { readonly ask: AskOverHttp; readonly secret: Uint8Array }): Probe {
  const { ask, secret } = options
  return async (publicUrl, nonce, signal) => {
    const url = `${publicUrl}${probePath}?nonce=${nonce}`
    const isOurs = (answer: HttpAnswer) => provesItself(answer, probeAnswer(secret, nonce))
    try {
      const seen = await ask(url, asBrowser, signal)
      if (isOurs(seen)) return isGatedService(publicUrl) ? gated(publicUrl) : { kind: 'ours' }
      if (isOurs(await ask(url, asProgram, signal))) return gated(publicUrl)
      return { kind: 'not_ours', reason: describeStranger(seen) }
    } catch (error) {
      signal.throwIfAborted()
      return { kind: 'unreachable', reason: describeFault(error) }
    }
  }
}

function provesItself(answer: HttpAnswer, expected: string | null): boolean {
  if (answer.status !== 200 || expected === null) return false
  const [got, wanted] = [Buffer.from(answer.body.trim()), Buffer.from(expected)]
  return got.length === wanted.length && timingSafeEqual(got, wanted)
}

/**
 * localtunnel's public service lets a visitor's *public IP* through for seven days once the password was typed there
 * (localtunnel#598, #655). The organizer's own machine may thus see no page while every stranger does, so for this
 * service what the probe sees proves nothing.
 */
function isGatedService(publicUrl: string): boolean {
  return /\.(loca\.lt|localtunnel\.me)$/.test(new URL(publicUrl).hostname)
}

function gated(publicUrl: string): ProbeFinding {
  const password = isGatedService(publicUrl)
    ? ' that asks for a password: the public IP address of this computer, as shown at https://loca.lt/mytunnelpassword'
    : ''
  return { kind: 'gated', reason: `Recipients first see a page of the tunnel’s provider${password}.` }
}

function describeStranger({ status, location }: HttpAnswer): string {
  if (location !== null && status >= 300 && status < 400) {
    return `The public address sends visitors on to ${location.slice(0, 100)} instead of answering itself.`
  }
  if (status === 404) return 'The tunnel’s server does not know the address any more.'
  if (status >= 500) return `The tunnel’s server cannot reach this computer (status ${status}).`
  return 'Something else answers at the public address.'
}

const faults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name of the public address cannot be found, or this computer is offline.',
  EAI_AGAIN: 'Names cannot be looked up: this computer seems to be offline.',
  ENETUNREACH: 'This computer seems to be offline.',
  ECONNREFUSED: 'Nothing listens at the public address.',
  ECONNRESET: 'The public address broke off the connection.',
  CERT_HAS_EXPIRED: 'The certificate of the public address has expired.',
}

/** A sentence for a fault of the network; codes not in the table are named as they are. */
export function describeFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault'
  return faults[code] ?? `The public address could not be reached (${code}).`
}
