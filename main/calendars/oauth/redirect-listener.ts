import { createHash, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { sendSignInPage } from './sign-in-page.ts'

/** What came back: a code, or the provider's short word for why there is none (RFC 6749, 4.1.2.1). */
export type Redirected = { readonly code: string } | { readonly error: string }

export interface RedirectListener {
  /** With the port, as the provider is told it: RFC 8252, 7.3. */
  readonly redirectUri: string
  readonly redirected: Promise<Redirected>
  close(): void
}

/**
 * Waits on loopback for the one redirect that bears this state, and answers it. Whatever else knocks (a page that
 * guesses, a name that was bent to 127.0.0.1, a browser's request for an icon) is told that nothing is here.
 *
 * @param hostName as it stands in the redirect address; the listener itself is never on anything but 127.0.0.1
 */
export async function openRedirectListener(hostName: string, state: string): Promise<RedirectListener> {
  const { promise: redirected, resolve } = Promise.withResolvers<Redirected>()
  const server = http.createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000, headersTimeout: 5000 })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening)
  })
  const origin = `http://${hostName}:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  server.on('request', (request, response) => {
    const found = readRedirect(request, origin, state)
    if (found === null) return sendSignInPage(response, 'not_ours')
    // Taken once: whoever comes later finds no listener. The browser gets its page before the last socket goes.
    server.close()
    response.once('close', close)
    sendSignInPage(response, 'code' in found ? 'signed_in' : 'refused')
    resolve(found)
  })
  return { redirectUri: origin, redirected, close }
}

function readRedirect(request: http.IncomingMessage, origin: string, state: string): Redirected | null {
  if (request.method !== 'GET' || `http://${request.headers.host}` !== origin) return null
  const address = URL.parse(request.url ?? '', origin)
  if (address === null || address.origin !== origin || address.pathname !== '/') return null
  const only = (name: string) => {
    const values = address.searchParams.getAll(name)
    return values.length === 1 && values[0] !== '' ? values[0]! : null
  }
  if (!same(only('state') ?? '', state)) return null
  const code = only('code')
  if (code !== null) return { code }
  const error = only('error')
  return error === null ? null : { error }
}

/** In constant time: a page in the browser may measure how long a guess takes. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
