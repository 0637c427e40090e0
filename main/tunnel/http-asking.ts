import { type LookupAddress, lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'

/** An answer as far as it matters here: the body is text, cut off at the limit. */
export interface HttpAnswer {
  readonly status: number
  readonly location: string | null
  readonly body: string
}

/** One GET. Follows no redirect, keeps no connection, rejects on any network fault and on abort. */
export type AskOverHttp = (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<HttpAnswer>

const bodyLimitBytes = 16_384

/**
 * Names below `localhost` are this machine (RFC 6761, section 6.3); Node's resolver leaves that to the system, and
 * Debian's without systemd does not know them. A tunnel server on this machine hands out such names.
 */
export const lookupWithLocalhost: LookupFunction = (hostname, options, callback) => {
  if (!/(^|\.)localhost$/i.test(hostname)) return lookup(hostname, options, callback)
  const loopback: LookupAddress = { address: '127.0.0.1', family: 4 }
  if (options.all) callback(null, [loopback])
  else callback(null, loopback.address, loopback.family)
}

/**
 * Asks by Node's own client rather than `fetch`: a probe must not be answered over a connection kept from before,
 * must not follow a stranger's redirect to some address inside the organizer's network, and must find `*.localhost`.
 */
export const askOverHttp: AskOverHttp = (url, headers, signal) =>
  new Promise((resolve, reject) => {
    const client = url.startsWith('https:') ? https : http
    const request = client.get(url, { headers, signal, agent: false, lookup: lookupWithLocalhost })
    request.on('error', reject)
    request.once('response', response => {
      const { statusCode: status = 0 } = response
      const location = response.headers.location ?? null
      readLimited(response).then(body => resolve({ status, location, body }), reject)
    })
  })

async function readLimited(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= bodyLimitBytes) break
  }
  response.destroy()
  return Buffer.concat(chunks).subarray(0, bodyLimitBytes).toString('utf8')
}
