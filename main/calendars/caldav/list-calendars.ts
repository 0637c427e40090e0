import type { FoundCalendar } from '../connector.ts'
import type { AccountDetails } from './account.ts'
import type { DavClient } from './dav-client.ts'
import { malformed } from './dav-fault.ts'
import type { ResourceAnswer } from './multistatus.ts'
import { caldav, calendarColor, dav } from './names.ts'
import { propfind } from './requests.ts'
import { trustedUrl } from './trusted-address.ts'
import { child, childrenOf, type XmlElement } from './xml.ts'

const properties = [
  'D:resourcetype',
  'D:displayname',
  'D:current-user-privilege-set',
  'C:supported-calendar-component-set',
  'A:calendar-color',
]

/** The calendars of all home sets that can hold events (RFC 4791 5.2). */
export async function listCalendars(
  client: DavClient,
  account: AccountDetails,
): Promise<readonly FoundCalendar[]> {
  const found = new Map<string, FoundCalendar>()
  for (const home of account.homes) {
    const { resources, url } = await client.askMultistatus(propfind(home, 1, properties))
    for (const resource of resources.filter(isEventCalendar)) {
      const calendar = describe(resource, url, account)
      found.set(calendar.remoteId, calendar)
    }
  }
  return [...found.values()]
}

function describe(resource: ResourceAnswer, url: string, account: AccountDetails): FoundCalendar {
  if (resource.href === '') throw malformed(url, 'it names an address that is none')
  const at = new URL(trustedUrl(resource.href, url))
  const path = at.pathname.endsWith('/') ? at.pathname : `${at.pathname}/`
  const takesEvents = isWritable(resource.properties.get(dav.currentUserPrivilegeSet))
  return {
    remoteId: at.origin === new URL(account.homes[0]!).origin ? path : `${at.origin}${path}`,
    name: textOf(resource, dav.displayname) || lastSegment(path),
    color: readColor(textOf(resource, calendarColor)),
    takesEvents,
    sendsInvitations: takesEvents && account.schedules,
  }
}

function isEventCalendar({ properties }: ResourceAnswer): boolean {
  const type = properties.get(dav.resourcetype)
  if (type === undefined || child(type, caldav.calendar) === null) return false
  const components = properties.get(caldav.supportedComponents)
  // RFC 4791 5.2.3: without the property, all kinds.
  if (components === undefined || components.children.length === 0) return true
  return components.children.some(({ nameAttribute }) => nameAttribute?.toUpperCase() === 'VEVENT')
}

/** RFC 3744 3; a server that tells no privileges is taken at its word when something is written. */
function isWritable(privileges: XmlElement | undefined): boolean {
  if (privileges === undefined) return true
  const held = childrenOf(privileges, dav.privilege).flatMap(({ children }) =>
    children.map(({ name }) => name),
  )
  const together = ['DAV: bind', 'DAV: write-content'].every(name => held.includes(name))
  return together || held.includes('DAV: write') || held.includes('DAV: all')
}

function textOf({ properties }: ResourceAnswer, name: string): string {
  return properties.get(name)?.text.trim() ?? ''
}

/** Apple's `#RRGGBBAA` without its last two. */
function readColor(text: string): string | null {
  return /^(#[0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(text)?.[1]?.toLowerCase() ?? null
}

function lastSegment(path: string): string {
  const last = path.split('/').filter(Boolean).at(-1) ?? path
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
