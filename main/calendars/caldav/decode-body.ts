const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Text of a server's answer, or null when its bytes are none. UTF-8 is tried first, whatever is declared: text in
 * another charset is hardly ever valid UTF-8 by chance, while servers that declare the wrong one are met.
 */
export function decodeBody(body: Uint8Array, contentType: string | undefined): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return decodeAs(declaredCharset(body, contentType), body)
  }
}

function declaredCharset(body: Uint8Array, contentType: string | undefined): string | null {
  const inHeader = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')
  const start = new TextDecoder('latin1').decode(body.subarray(0, 200))
  const inText = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)/i.exec(start)
  return inHeader?.[1] ?? inText?.[1] ?? null
}

function decodeAs(charset: string | null, body: Uint8Array): string | null {
  if (charset === null || /^utf-?8$/i.test(charset)) return null
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    return null
  }
}
