import { domainToASCII } from 'node:url'
import { civilDate, DAY_MS, dayAt, type WallMs } from './wall-time.ts'

/** RFC 5545 3.1 to 3.3, the way out: values to content lines that no input can break or add to. */

/** A value that has no safe form in iCalendar text; `property` names where it was to stand. */
export class InvalidCalendarValue extends Error {
  override readonly name = 'InvalidCalendarValue'
  readonly property: string
  constructor(property: string, message: string) {
    super(`${property}: ${message}`)
    this.property = property
  }
}

const CRLF = '\r\n'
const MAX_OCTETS = 75

/** Joins lines with CRLF, each folded to at most 75 octets without splitting a character (3.1). */
export function joinLines(lines: readonly string[]): string {
  return lines.map(line => fold(line) + CRLF).join('')
}

function fold(line: string): string {
  // Every value was cleaned on its way here; should one ever not be, nothing is written rather than two lines.
  if (/[\r\n]/.test(line)) throw new InvalidCalendarValue(line.slice(0, 20), 'holds a line end')
  if (line.length * 3 <= MAX_OCTETS) return line
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = utf8Length(character.codePointAt(0)!)
    if (octets + size > MAX_OCTETS) {
      folded += `${CRLF} `
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}

/**
 * One spelling of line ends, no other control characters, no lone surrogates. What a reader may take for the end of
 * a line becomes the one line end that TEXT can say.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '')
}

/** One of the words that a property or parameter takes. */
export function wordValue(property: string, word: string): string {
  if (!/^[A-Z-]{1,40}$/.test(word)) throw new InvalidCalendarValue(property, 'not a word of iCalendar')
  return word
}

/** RFC 5545 3.3.11. */
export function textValue(text: string): string {
  return cleanText(text)
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** A parameter value in quotes, what quotes cannot hold by RFC 6868. */
export function parameterValue(text: string): string {
  const safe = cleanText(text).replaceAll('^', '^^').replaceAll('"', "^'").replaceAll('\n', '^n')
  return `"${safe}"`
}

/** An absolute http or https address, normalized so that nothing but ASCII without blanks is left. */
export function uriValue(property: string, uri: string): string {
  // The URL parser drops line ends silently, so they are looked for first.
  if (/[\s\p{Cc}]/u.test(uri) || !URL.canParse(uri)) {
    throw new InvalidCalendarValue(property, 'not a web address')
  }
  const { protocol, href } = new URL(uri)
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new InvalidCalendarValue(property, 'neither an https nor an http address')
  }
  return href
}

const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u
const LABEL = /^[a-z0-9-]{1,63}$/i

/** A `mailto:` address (RFC 6068) of one plain addr-spec: no display name, no comment, no list. */
export function mailtoValue(property: string, email: string): string {
  const at = email.lastIndexOf('@')
  const local = email.slice(0, at)
  const domain = at < 0 ? '' : domainToASCII(email.slice(at + 1))
  if (at < 0 || email.length > 254 || !LOCAL_PART.test(local) || !isDomain(domain, email.slice(at + 1))) {
    throw new InvalidCalendarValue(property, 'not an e-mail address')
  }
  const escaped = encodeURIComponent(local).replaceAll('%2B', '+')
  return `mailto:${escaped}@${domain}`
}

/** `domainToASCII` folds much that is no domain into one, so both its input and its output are looked at. */
function isDomain(ascii: string, written: string): boolean {
  const labels = ascii.split('.')
  const plain = /^[\p{L}\p{N}\p{M}.-]+$/u.test(written)
  return plain && labels.every(label => LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-'))
}

/** `YYYYMMDD`. */
export function dateValue(wallMs: WallMs): string {
  const { year, month, day } = civilDate(dayAt(wallMs))
  return `${pad(year, 4)}${pad(month, 2)}${pad(day, 2)}`
}

/** `YYYYMMDDTHHMMSS`; parts of a second are dropped. */
export function dateTimeValue(wallMs: WallMs): string {
  const seconds = Math.floor((wallMs - dayAt(wallMs) * DAY_MS) / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${dateValue(wallMs)}T${clock.map(part => pad(part, 2)).join('')}`
}

export function utcValue(instantMs: number): string {
  return `${dateTimeValue(instantMs)}Z`
}

/** RFC 5545 3.3.14; seconds only where there are some. */
export function utcOffsetValue(offsetMs: number): string {
  const size = Math.abs(offsetMs) / 1000
  const seconds = size % 60
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, ...(seconds === 0 ? [] : [seconds])]
  return (offsetMs < 0 ? '-' : '+') + parts.map(part => pad(part, 2)).join('')
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0')
}
