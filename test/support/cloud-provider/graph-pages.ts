import { type Answer, type Asked, graphError, ok, page } from './exchange.ts'
import type { PageSettings } from './google-pages.ts'
import { type Book, overlaps, type ProviderEvent } from './provider-book.ts'

/** Graph v1.0, as its reference has it: calendars, calendarView/delta, events, getSchedule. */
export function createGraphPages(book: Book, settings: PageSettings) {
  return (asked: Asked): Answer => {
    const [, noun, calendarId, what, id, more] = asked.parts
    if (noun === 'calendar' && calendarId === 'getSchedule') return getSchedule(asked, settings)
    if (noun === 'calendar') return ok({ ...own, owner: { name: 'Me', address: 'me@example.org' } })
    if (noun !== 'calendars') return graphError(404, 'ResourceNotFound')
    if (calendarId === undefined) return calendars(asked, settings)
    if (calendarId !== own.id) return graphError(404, 'ErrorItemNotFound')
    if (what === 'calendarView') return delta(book, settings, asked)
    if (more === 'instances') return instances(book, settings, asked, id ?? '')
    if (id !== undefined) return oneEvent(book, settings, asked, id)
    return asked.method === 'POST' ? create(book, settings, asked) : search(book, asked)
  }
}

const own = { id: 'AAMk=', name: 'Calendar', hexColor: '', canEdit: true, isDefaultCalendar: true }

/** A collection's page, with the link to the next; links are opaque, and whole addresses. */
function collection(asked: Asked, items: readonly unknown[], size: number, deltaLink?: string): Answer {
  const from = Number(asked.query.get('$skiptoken') ?? 0)
  const { items: value, next } = page(items, from, size)
  if (next === null)
    return ok({ value, ...(deltaLink === undefined ? {} : { '@odata.deltaLink': deltaLink }) })
  const link = new URL(asked.url)
  link.searchParams.set('$skiptoken', next)
  return ok({ value, '@odata.nextLink': link.href })
}

const calendars = (asked: Asked, settings: PageSettings) =>
  collection(asked, [own, ...settings.calendars], settings.pageSize)

/**
 * "event: delta". What changed outside the window comes as removed, as the reference says. Occurrences come with their
 * times alone, and of a deleted one nothing is said but that its series is told again; both are as people found them
 * (microsoft-graph-docs #7632, #4501).
 */
function delta(book: Book, settings: PageSettings, asked: Asked): Answer {
  const token = asked.query.get('$deltatoken')?.split('.').map(Number)
  const [since, fromMs, toMs] = token ?? [
    -1,
    Date.parse(asked.query.get('startDateTime') ?? ''),
    Date.parse(asked.query.get('endDateTime') ?? ''),
  ]
  if ([since, fromMs, toMs].some(n => n === undefined || Number.isNaN(n)))
    return graphError(400, 'ErrorInvalidParameter')
  const rows = changedRows(book, since!, fromMs!, toMs!)
  const link = `${asked.api}/me/calendars/${encodeURIComponent(own.id)}/calendarView/delta?$deltatoken=${book.count()}.${fromMs}.${toMs}`
  return collection(asked, rows, settings.pageSize, link)
}

function changedRows(book: Book, since: number, fromMs: number, toMs: number): unknown[] {
  const changed = book.all().filter(e => e.change > since)
  const singles = changed
    .filter(e => e.seriesId === null)
    .filter(e => since >= 0 || (!e.deleted && overlaps(e, fromMs, toMs)))
    .map(e => (e.deleted || !overlaps(e, fromMs, toMs) ? removed(e.id) : show(e)))
  const series = [...new Set(changed.map(e => e.seriesId).filter(id => id !== null))]
  return [...singles, ...series.flatMap(id => seriesRows(book, id, fromMs, toMs))]
}

function seriesRows(book: Book, id: string, fromMs: number, toMs: number): unknown[] {
  const left = book.ofSeries(id).filter(e => !e.deleted)
  if (left.length === 0) return [removed(id)]
  const bare = (e: ProviderEvent) => {
    const { start, end } = show(e)
    return { id: e.id, '@odata.etag': etag(e), seriesMasterId: id, type: 'occurrence', start, end }
  }
  const shown = left.filter(e => overlaps(e, fromMs, toMs))
  return [master(left[0]!, id), ...shown.map(e => (e.graph['type'] === 'exception' ? show(e) : bare(e)))]
}

const master = (first: ProviderEvent, id: string) => ({
  ...show(first),
  id,
  iCalUId: `${id}-uid`,
  seriesMasterId: null,
  type: 'seriesMaster',
})

const removed = (id: string) => ({ id, '@removed': { reason: 'deleted' } })

function show(event: ProviderEvent): Record<string, unknown> {
  const time = (ms: number) => ({
    dateTime: `${new Date(ms).toISOString().slice(0, 23)}0000`,
    timeZone: 'UTC',
  })
  const series = event.seriesId === null ? {} : { seriesMasterId: event.seriesId, type: 'occurrence' }
  return {
    '@odata.etag': etag(event),
    id: event.id,
    iCalUId: `${event.id}-uid`,
    type: 'singleInstance',
    subject: event.title,
    location: { displayName: event.location },
    start: time(event.startMs),
    end: time(event.endMs),
    isAllDay: event.days !== null,
    isCancelled: false,
    showAs: 'busy',
    ...(event.transactionId === null ? {} : { transactionId: event.transactionId }),
    ...series,
    ...event.graph,
  }
}

const etag = (event: ProviderEvent) => `W/"${event.version}"`

function instances(book: Book, settings: PageSettings, asked: Asked, id: string): Answer {
  const [fromMs, toMs] = ['startDateTime', 'endDateTime'].map(name => Date.parse(asked.query.get(name) ?? ''))
  const all = book.ofSeries(id).filter(e => !e.deleted)
  if (all.length === 0) return graphError(404, 'ErrorItemNotFound')
  const shown = all.filter(e => overlaps(e, fromMs!, toMs!)).map(show)
  return collection(asked, shown, settings.pageSize)
}

/** `transactionId`: "for the server to avoid redundant POST operations in case of client retries". */
function create(book: Book, settings: PageSettings, { body }: Asked): Answer {
  const transactionId = String(body['transactionId'])
  const twin = book.all().find(e => e.transactionId === transactionId)
  if (twin !== undefined && settings.remembersCreates)
    return duplicate(settings.namesTwins ? { '@event.existingEventId': twin.id } : {})
  const event = book.add({})
  const properties = body['singleValueExtendedProperties'] as { id: string; value: string }[]
  book.change(event.id, {
    transactionId,
    properties: Object.fromEntries(properties.map(p => [p.id, p.value])),
  })
  return { ...write(book, settings, event.id, body), status: 201 }
}

const duplicate = (named: Record<string, string>): Answer => ({
  status: 409,
  json: { error: { code: 'ErrorDuplicateTransactionId', message: 'secret words', ...named } },
})

function oneEvent(book: Book, settings: PageSettings, asked: Asked, id: string): Answer {
  const event = book.get(id)
  const series = book.ofSeries(id).filter(e => !e.deleted)
  if (asked.method === 'GET' && series.length > 0) return ok(master(series[0]!, id))
  if (event === null || event.deleted) return graphError(404, 'ErrorItemNotFound')
  if (asked.method === 'GET') return ok(show(event))
  const condition = asked.headers['if-match']
  if (condition !== undefined && condition !== etag(event))
    return graphError(412, 'ErrorIrresolvableConflict')
  if (asked.method === 'PATCH') return write(book, settings, id, asked.body)
  settings.mails.push(...event.attendees)
  book.remove(id)
  return { status: 204 }
}

interface Written {
  readonly subject: string
  readonly body: { readonly content: string }
  readonly location: { readonly displayName: string }
  readonly start: { readonly dateTime: string }
  readonly end: { readonly dateTime: string }
  readonly isAllDay: boolean
  readonly showAs: string
  readonly attendees?: { readonly emailAddress: { readonly address: string } }[]
}

/** Graph mails everybody who is named, asked to or not. */
function write(book: Book, settings: PageSettings, id: string, given: Record<string, unknown>): Answer {
  const body = given as unknown as Written
  // A whole day has to begin and end at midnight.
  if (body.isAllDay !== false && book.get(id)?.days != null) return graphError(400, 'ErrorInvalidRequest')
  const attendees = body.attendees?.map(a => a.emailAddress.address)
  const event = book.change(id, {
    title: body.subject,
    description: body.body.content,
    location: body.location.displayName,
    days: null,
    startMs: Date.parse(`${body.start.dateTime}Z`),
    endMs: Date.parse(`${body.end.dateTime}Z`),
    graph: { showAs: body.showAs },
    ...(attendees === undefined ? {} : { attendees }),
  })
  settings.mails.push(...event.attendees)
  return ok(show(event))
}

function search(book: Book, { query }: Asked): Answer {
  const wanted = /ep\/id eq '([^']+)' and ep\/value eq '([^']+)'/.exec(query.get('$filter') ?? '')
  const found = book
    .all()
    .filter(e => !e.deleted && (wanted === null || e.properties[wanted[1]!] === wanted[2]))
  return ok({ value: found.map(show) })
}

interface AskedSchedule {
  readonly schedules: string[]
  readonly startTime: { readonly dateTime: string }
  readonly endTime: { readonly dateTime: string }
}

function getSchedule({ body }: Asked, { busy }: PageSettings): Answer {
  const { schedules, startTime, endTime } = body as unknown as AskedSchedule
  const [from, to] = [startTime.dateTime, endTime.dateTime]
  if (Date.parse(to) - Date.parse(from) >= 62 * 86_400_000) return graphError(400, 'ErrorInvalidParameter')
  const unknown = { error: { message: 'secret words', responseCode: 'ErrorMailRecipientNotFound' } }
  const within = (told: unknown) => {
    const items = told as { start: { dateTime: string }; end: { dateTime: string } }[]
    return { scheduleItems: items.filter(i => i.end.dateTime > from && i.start.dateTime < to) }
  }
  const value = schedules.map(id => ({
    scheduleId: id,
    ...(Array.isArray(busy[id]) ? within(busy[id]) : ((busy[id] as object | undefined) ?? unknown)),
  }))
  return ok({ value })
}
