import { type Answer, type Asked, googleError, ok, page } from './exchange.ts'
import { type Book, overlaps, type ProviderEvent } from './provider-book.ts'

export interface PageSettings {
  pageSize: number
  readonly mails: string[]
  /** Extra entries of the list of calendars. */
  readonly calendars: Record<string, unknown>[]
  readonly busy: Record<string, unknown>
  /** Whether Graph names the event that a second create would have doubled. */
  namesTwins: boolean
  /** Whether Graph still knows the `transactionId` of what was made. */
  remembersCreates: boolean
}

/** Calendar API v3, as its reference has it: calendarList, events, freeBusy. */
export function createGooglePages(book: Book, settings: PageSettings) {
  return (asked: Asked): Answer => {
    const [first, calendarId, what, id] = asked.parts
    if (first === 'users') return calendarList(asked, settings)
    if (first === 'freeBusy') return freeBusy(asked, settings)
    if (first !== 'calendars' || what !== 'events' || calendarId !== 'me@example.org')
      return googleError(404, 'notFound')
    if (id !== undefined) return oneEvent(book, settings, asked, id)
    return asked.method === 'POST' ? insert(book, settings, asked) : list(book, settings, asked)
  }
}

const own = {
  id: 'me@example.org',
  summary: 'Me',
  accessRole: 'owner',
  primary: true,
  backgroundColor: '#0b8043',
}

function calendarList({ parts, query }: Asked, { calendars, pageSize }: PageSettings): Answer {
  if (parts[3] === 'primary') return ok(own)
  const { items, next } = page([own, ...calendars], Number(query.get('pageToken') ?? 0), pageSize)
  return ok({ items, ...(next === null ? { nextSyncToken: 'list-1' } : { nextPageToken: next }) })
}

/** The token remembers the filters of the first request; with it, the reference forbids to tell them again. */
function list(book: Book, { pageSize }: PageSettings, { query }: Asked): Answer {
  const token = query.get('syncToken')
  const filtered = ['timeMin', 'timeMax', 'orderBy', 'q', 'iCalUID', 'updatedMin'].some(name =>
    query.has(name),
  )
  if (token !== null && filtered) return googleError(400, 'invalid')
  const since = token === null ? null : /^sync-(\d+)$/.exec(token)?.[1]
  if (since === undefined) return googleError(400, 'invalid')
  const [first, last] = [Date.parse(query.get('timeMin') ?? ''), Date.parse(query.get('timeMax') ?? '')]
  const all = book
    .all()
    .filter(e => (since === null ? !e.deleted && overlaps(e, first, last) : e.change > Number(since)))
  return listed(book, all, pageSize, query)
}

/** A page's token holds only for the same query: it carries a digest of the rest. */
function listed(book: Book, all: ProviderEvent[], size: number, query: URLSearchParams): Answer {
  const rest = [...query]
    .filter(([name]) => name !== 'pageToken')
    .map(String)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&')
  const mark = Buffer.from(rest).toString('base64url')
  const [from = '0', given = mark] = query.get('pageToken')?.split('.') ?? []
  if (given !== mark) return googleError(400, 'invalid')
  const { items, next } = page(all, Number(from), size)
  const end = next === null ? { nextSyncToken: `sync-${book.count()}` } : { nextPageToken: `${next}.${mark}` }
  return ok({ kind: 'calendar#events', items: items.map(show), ...end })
}

function show(event: ProviderEvent): Record<string, unknown> {
  const times =
    event.days === null
      ? { start: { dateTime: iso(event.startMs) }, end: { dateTime: iso(event.endMs) } }
      : { start: { date: event.days[0] }, end: { date: event.days[1] } }
  const instance =
    event.seriesId === null
      ? {}
      : { recurringEventId: event.seriesId, originalStartTime: { dateTime: iso(event.originalStartMs ?? 0) } }
  // "Other cancelled events are only guaranteed to have the id field populated."
  if (event.deleted) return { id: event.id, status: 'cancelled', etag: etag(event), ...instance }
  return {
    id: event.id,
    etag: etag(event),
    status: 'confirmed',
    summary: event.title,
    location: event.location,
    description: event.description,
    iCalUID: `${event.seriesId ?? event.id}@google.com`,
    ...times,
    ...instance,
    extendedProperties: { private: event.properties },
    attendees: event.attendees.map(email => ({ email, responseStatus: 'needsAction' })),
    ...event.google,
  }
}

const etag = (event: ProviderEvent) => `"${event.version}"`
const iso = (ms: number) => new Date(ms).toISOString()

function insert(book: Book, settings: PageSettings, { body, query }: Asked): Answer {
  const id = String(body['id'])
  // "only one of them should be supplied at event creation time"
  if (!/^[a-v0-9]{5,1024}$/.test(id) || 'iCalUID' in body) return googleError(400, 'invalid')
  if (book.get(id) !== null) return googleError(409, 'duplicate')
  book.add({ id })
  return write(book, settings, id, body, query)
}

function oneEvent(book: Book, settings: PageSettings, asked: Asked, id: string): Answer {
  const event = book.get(id)
  if (event === null) return googleError(404, 'notFound')
  if (asked.method === 'GET') return ok(show(event))
  if (event.deleted) return googleError(410, 'deleted')
  const condition = asked.headers['if-match']
  if (condition !== undefined && condition !== etag(event)) return googleError(412, 'conditionNotMet')
  if (asked.method === 'PATCH') return write(book, settings, id, asked.body, asked.query)
  if (asked.query.get('sendUpdates') === 'all') settings.mails.push(...event.attendees)
  book.remove(id)
  return { status: 204 }
}

function write(
  book: Book,
  settings: PageSettings,
  id: string,
  body: Record<string, unknown>,
  query: URLSearchParams,
) {
  const { start, end } = body as unknown as Record<'start' | 'end', { dateTime: string; date?: null }>
  // A patch leaves what it does not name, and a time is a date or a moment, not both.
  if (book.get(id)?.days != null && start.date !== null) return googleError(400, 'invalid')
  const attendees = (body['attendees'] as { email: string }[] | undefined)?.map(a => a.email)
  const event = book.change(id, {
    title: String(body['summary']),
    location: String(body['location']),
    description: String(body['description']),
    days: null,
    startMs: Date.parse(start.dateTime),
    endMs: Date.parse(end.dateTime),
    properties: (body['extendedProperties'] as { private: Record<string, string> }).private,
    google: { status: body['status'], transparency: body['transparency'] },
    ...(attendees === undefined ? {} : { attendees }),
  })
  if (query.get('sendUpdates') === 'all') settings.mails.push(...event.attendees)
  return ok(show(event))
}

function freeBusy({ body }: Asked, { busy }: PageSettings): Answer {
  const { timeMin, timeMax, items } = body as { timeMin: string; timeMax: string; items: { id: string }[] }
  const tooLong = Date.parse(timeMax) - Date.parse(timeMin) > 90 * 86_400_000
  if (tooLong) return googleError(400, 'timeRangeTooLong')
  const within = (told: unknown) =>
    Array.isArray(told)
      ? { busy: (told as { start: string; end: string }[]).filter(b => b.end > timeMin && b.start < timeMax) }
      : told
  const unknown = { errors: [{ domain: 'global', reason: 'notFound' }] }
  return ok({ calendars: Object.fromEntries(items.map(({ id }) => [id, within(busy[id] ?? unknown)])) })
}
