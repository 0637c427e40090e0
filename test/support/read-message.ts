/** One part of a message (RFC 5322, 2045), read as plainly as a mail program reads it. */
export interface Part {
  /** Lower case; a header that comes twice is there twice. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly parts: readonly Part[]
  /** Decoded; empty where there are parts. */
  readonly text: string
}

export function readMessage(raw: string): Part {
  const gap = raw.indexOf('\r\n\r\n')
  const headers = readHeaders(raw.slice(0, gap))
  const body = raw.slice(gap + 4)
  const part = { headers, parts: [], text: '' }
  const boundary = /boundary="?([^";]+)"?/.exec(header(part, 'content-type'))?.[1]
  if (boundary === undefined)
    return { ...part, text: decoded(body, header(part, 'content-transfer-encoding')) }
  const pieces = body.split(new RegExp(`(?:^|\\r\\n)--${boundary.replace(/[^\w]/g, '\\$&')}(?:--)?\\r\\n`))
  return { ...part, parts: pieces.slice(1, -1).map(readMessage) }
}

/** The value of the only header of that name; empty where there is none. */
export function header({ headers }: Pick<Part, 'headers'>, name: string): string {
  const found = headers.filter(([n]) => n === name)
  if (found.length > 1) throw new Error(`${name} comes ${found.length} times`)
  return found[0]?.[1] ?? ''
}

function readHeaders(text: string): [string, string][] {
  return text
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), decodedWords(line.slice(colon + 1).trim())]
    })
}

/** RFC 2047. */
function decodedWords(text: string): string {
  return text
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_word, how: string, value: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(value, 'base64').toString('utf8')
        : decoded(value.replaceAll('_', ' '), 'quoted-printable'),
    )
}

function decoded(body: string, how: string): string {
  if (how === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (how !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
