import { NetworkFault } from './network-fault.ts'

/**
 * By the charset that the Content-Type names, else as UTF-8; a byte order mark is not part of the text.
 *
 * @throws NetworkFault `malformed` when nobody knows that charset
 */
export function readText(body: Uint8Array, contentType: string | undefined, host: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  return decoderOf(charset, host).decode(body)
}

function decoderOf(charset: string, host: string) {
  try {
    return new TextDecoder(charset)
  } catch (cause) {
    throw new NetworkFault('malformed', `${host} answers in a charset that is not known here.`, { cause })
  }
}
