import type http from 'node:http'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import { NetworkFault } from './network-fault.ts'

/**
 * The decoded body, of at most so many bytes. What is compressed is counted as it comes out, piece by piece, so
 * that a small answer cannot unfold into a large one.
 *
 * @throws NetworkFault `too_large` or `malformed`; a stream's own error when the connection broke
 */
export async function readBody(
  response: http.IncomingMessage,
  {
    host,
    maxBytes,
    bodiless,
  }: { readonly host: string; readonly maxBytes: number; readonly bodiless: boolean },
): Promise<Buffer> {
  const length = Number(response.headers['content-length'] ?? Number.NaN)
  const decoder = bodiless || length === 0 ? null : decoderOf(response, host)
  const tooLarge = new NetworkFault('too_large', `The answer of ${host} is larger than ${maxBytes} bytes.`)
  if (decoder === null && length > maxBytes && !bodiless) {
    response.destroy()
    throw tooLarge
  }
  const collect = (pieces: AsyncIterable<Buffer>) => collectUpTo(pieces, maxBytes, tooLarge)
  if (decoder === null) return pipeline(response, collect)
  return pipeline(response, decoder, collect)
}

async function collectUpTo(
  pieces: AsyncIterable<Buffer>,
  maxBytes: number,
  tooLarge: Error,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of pieces) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decoderOf(response: http.IncomingMessage, host: string): Transform | null {
  const coding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (coding === 'identity' || coding === '') return null
  if (coding === 'gzip' || coding === 'x-gzip') return zlib.createGunzip()
  if (coding === 'deflate') return zlib.createInflate()
  if (coding === 'br') return zlib.createBrotliDecompress()
  response.destroy()
  throw new NetworkFault('malformed', `${host} packed its answer in a way that was not asked for.`)
}
