import { CalendarFault } from '../calendar-fault.ts'
import type { DavAnswer } from './dav-client.ts'
import { malformed } from './dav-fault.ts'

/**
 * The password goes to the origin it was typed for and to no other, with one exception: iCloud keeps each account's
 * calendars on one of many hosts of its own (p42-caldav.icloud.com).
 *
 * @throws CalendarFault naming the other host, so that the organizer can decide
 */
export function trustedUrl(href: string, from: string): string {
  if (!URL.canParse(href, from)) throw malformed(from, 'it names an address that is none')
  const source = new URL(from)
  const target = upgraded(new URL(href, from), source)
  target.hash = ''
  if (target.username !== '' || target.password !== '')
    throw malformed(from, 'it names an address that is none')
  if (target.origin === source.origin || (isICloud(source) && isICloud(target))) return target.href
  const message =
    target.protocol === 'http:' && source.protocol === 'https:'
      ? `${source.host} sends on to ${target.host} without encryption. Ask whoever runs ${source.host} to set its own address with https.`
      : `${source.host} says that its calendars are kept at ${target.host}. If you trust that host with your password, enter its address instead.`
  throw new CalendarFault('address', message)
}

/** Servers behind a proxy that speaks https for them often name themselves with http. */
function upgraded(target: URL, source: URL): URL {
  const misnamed = source.protocol === 'https:' && target.protocol === 'http:'
  if (misnamed && target.hostname === source.hostname && target.port === '') {
    target.protocol = 'https:'
    target.port = source.port
  }
  return target
}

function isICloud({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && hostname.endsWith('.icloud.com')
}

/** Where the answer sends on to, or null where it does not. Only what repeats the request as it was is followed. */
export function redirectTarget({ status, headers, url }: DavAnswer, enough: boolean): string | null {
  const { location } = headers
  if (![301, 302, 307, 308].includes(status) || location === undefined) return null
  if (!enough) return trustedUrl(location, url)
  const { host } = new URL(url)
  throw new CalendarFault(
    'address',
    `${host} sends on and on in a circle. Check the address of the calendar.`,
  )
}
