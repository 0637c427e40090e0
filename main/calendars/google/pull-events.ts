import { CalendarFault } from '../calendar-fault.ts'
import type { ProviderClient } from '../cloud/provider-client.ts'
import { usableCursor, type WindowCursor, widened, writeCursor } from '../cloud/window-cursor.ts'
import type { Account, Pulled, PullRequest, RemoteCalendar, RemoteObject } from '../connector.ts'
import { type GoogleEvent, googleEvent, isCancelled, isWithin, toRemoteObject } from './google-event.ts'
import { readPages, readPagesUnless } from './read-pages.ts'

/**
 * What both kinds of request have in common: the guide "Synchronize resources efficiently" wants the parameters of the
 * first request again with the token. One attendee is enough, because the owner is the one that is left.
 */
const common = 'singleEvents=true&maxResults=2500&maxAttendees=1'

/** The token is not taken any more: 410 by the guide; 400 is answered to one that was never right. */
const tokenRefused = [400, 410]

/**
 * What changed in a calendar, instance by instance; Google expands series. The token for changes holds for the window
 * it was made with, so the cursor knows that window, and everything is fetched anew when another is asked for.
 */
export async function pullEvents(
  client: ProviderClient,
  account: Account,
  calendar: RemoteCalendar,
  request: PullRequest,
): Promise<Pulled> {
  const path = `/calendars/${encodeURIComponent(calendar.remoteId)}/events?${common}`
  const cursor = usableCursor(request.cursor, request.window, calendar.zone)
  const changes = cursor === null ? null : await pullChanges(client, account, path, cursor, request)
  return changes ?? pullAll(client, account, path, calendar.zone, request)
}

async function pullChanges(
  client: ProviderClient,
  account: Account,
  path: string,
  cursor: WindowCursor,
  { known, signal }: PullRequest,
): Promise<Pulled | null> {
  const withToken = `${path}&syncToken=${encodeURIComponent(cursor.token)}`
  const listing = { client, account, path: withToken, item: googleEvent, signal }
  const pages = await readPagesUnless(listing, tokenRefused)
  if (pages === null) return null
  const { present, absent } = sortOut(pages.items, cursor)
  const removed = absent.filter(id => known.has(id))
  return { cursor: writeCursor({ ...cursor, token: pages.syncToken }), changed: present, removed }
}

async function pullAll(
  client: ProviderClient,
  account: Account,
  path: string,
  zone: string,
  request: PullRequest,
): Promise<Pulled> {
  const window = widened(request.window)
  const span = `&timeMin=${timeOf(window.fromMs)}&timeMax=${timeOf(window.toMs)}`
  const listing = { client, account, path: path + span, item: googleEvent, signal: request.signal }
  const { items, syncToken } = await readPages(listing)
  // Told in full even where the ETag is known: whole days depend on the owner's zone as well.
  const { present } = sortOut(items, { window, zone })
  const there = new Set(present.map(o => o.objectId))
  return {
    cursor: writeCursor({ token: syncToken, window, zone }),
    changed: present,
    removed: [...request.known.keys()].filter(id => !there.has(id)),
  }
}

/** The same event may come twice, when it changes between two pages: the later word counts. */
function sortOut(events: readonly GoogleEvent[], { window, zone }: Omit<WindowCursor, 'token'>) {
  const latest = new Map(events.map(event => [event.id, event]))
  const present: RemoteObject[] = []
  const absent: string[] = []
  for (const event of latest.values()) {
    const object = isCancelled(event) ? null : readable(event, zone)
    if (object !== null && isWithin(object, window)) present.push(object)
    else absent.push(event.id)
  }
  return { present, absent }
}

function readable(event: GoogleEvent, zone: string): RemoteObject {
  const object = toRemoteObject(event, zone)
  if (object !== null) return object
  throw new CalendarFault('malformed', 'Google Calendar tells of an event without a time.')
}

const timeOf = (ms: number): string => encodeURIComponent(new Date(ms).toISOString())
