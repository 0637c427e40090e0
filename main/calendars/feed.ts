import { createHash } from 'node:crypto'
import type { GuardedFetch, GuardedResponse } from '../network/guarded-fetch.ts'
import type { NetworkPolicy } from '../network/network-policy.ts'
import { CalendarFault } from './calendar-fault.ts'
import type { Account, Connector, FoundCalendar, Pulled, PullRequest, SignedIn } from './connector.ts'
import { wholeText } from './coverage.ts'

export interface FeedOptions {
  readonly fetch: GuardedFetch
  readonly policy: () => NetworkPolicy
  /** A text larger than this is refused. */
  readonly maxBytes: number
}

const deadlineMs = 20_000
const mostRedirects = 5

/** What an address in a feed's form stands for: `webcal:` is another name of `https:`. */
export const feedAddress = (address: string): string => address.trim().replace(/^webcals?:/i, 'https:')

/** What is kept of a feed: its address is all that opens it, so it is as secret as a password. */
export function feedAccount(address: string): SignedIn {
  const url = URL.canParse(address) ? new URL(address) : null
  return { name: url?.host ?? '', details: {}, secret: { address } }
}

/** A calendar at an address, read only: Google's secret address, Outlook's published calendar, any other. */
export function createFeedConnector(options: FeedOptions): Connector {
  return {
    async list(account, signal): Promise<readonly FoundCalendar[]> {
      await fetchFeed(options, account, {}, signal)
      return [{ remoteId: '', name: account.kind, color: null, takesEvents: false, sendsInvitations: false }]
    },
    pull: (account, _calendar, request) => pullFeed(options, account, request),
    put: () => refuse(),
    remove: () => refuse(),
  }
}

async function refuse(): Promise<never> {
  throw new CalendarFault('refused', 'A feed is only read: it takes no events.')
}

async function pullFeed(options: FeedOptions, account: Account, request: PullRequest): Promise<Pulled> {
  const known = request.known.get(wholeText)
  const cursor = known === undefined ? {} : readCursor(request.cursor)
  const answer = await fetchFeed(options, account, cursor, request.signal)
  if (answer.status === 304) return { cursor: request.cursor, changed: [], removed: [] }
  const text = calendarText(answer)
  const etag = createHash('sha256').update(text).digest('base64url')
  const content = { kind: 'icalendar', text } as const
  const changed = etag === known ? [] : [{ objectId: wholeText, etag, content }]
  return { cursor: writeCursor(answer), changed, removed: [] }
}

interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

const readCursor = (cursor: string | null): Validators => (cursor === null ? {} : JSON.parse(cursor))

function writeCursor({ headers }: GuardedResponse): string {
  const { etag, 'last-modified': lastModified } = headers
  return JSON.stringify({ etag, lastModified } satisfies { [K in keyof Validators]: string | undefined })
}

async function fetchFeed(
  { fetch, policy, maxBytes }: FeedOptions,
  { secret }: Account,
  { etag, lastModified }: Validators,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  const answer = await fetch({
    url: String(secret['address']),
    headers: {
      accept: 'text/calendar, */*;q=0.1',
      'user-agent': 'Openslot',
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
      ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
    },
    deadlineMs,
    maxBytes,
    maxRedirects: mostRedirects,
    signal,
    policy: policy(),
  })
  const asked = etag !== undefined || lastModified !== undefined
  if (answer.status === 200 || (answer.status === 304 && asked)) return answer
  throw faultOf(answer)
}

function faultOf({ status, headers }: GuardedResponse): CalendarFault {
  const seconds = Number(headers['retry-after'])
  const retryAfterMs = seconds > 0 ? seconds * 1000 : null
  if (status === 401 || status === 403)
    return new CalendarFault(
      'forbidden',
      'The address of this feed is not accepted (any more). Copy the address anew from the calendar’s settings.',
    )
  if (status === 404 || status === 410)
    return new CalendarFault(
      'not_found',
      'There is no calendar at this address (any more). Copy the address anew from the calendar’s settings.',
    )
  if (status === 429 || status === 503)
    return new CalendarFault('throttled', 'The server asked for patience. Openslot tries again by itself.', {
      retryAfterMs,
    })
  return new CalendarFault(
    'server',
    `The server answered ${status} instead of a calendar. Openslot tries again by itself.`,
  )
}

/** A text that is cut off would hide events, and a page of a sign-in form is no calendar without events. */
function calendarText(answer: GuardedResponse): string {
  const text = answer.text()
  if (!/^\s*BEGIN:VCALENDAR\s/i.test(text))
    throw new CalendarFault(
      'malformed',
      'This address leads to something that is no calendar. Copy the address that ends in .ics, “in iCal format”.',
    )
  if (!/\nEND:VCALENDAR\s*$/i.test(text))
    throw new CalendarFault('malformed', 'The calendar arrived cut off. Openslot tries again by itself.')
  return text
}
