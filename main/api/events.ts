import { TZDate } from '@date-fns/tz'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { keepIdentity } from '../calendars/event-writer.ts'
import { wireEventTime, wireTime } from '../scheduling/completed-callback.ts'
import { removeEvent } from '../scheduling/events.ts'
import { readOrganizer, readOrganizerSub } from '../scheduling/organizer.ts'
import type { World } from '../scheduling/world.ts'
import type { CalendarRow, OccurrenceRow } from '../store/calendars.ts'
import type { EventRow } from '../store/events.ts'
import { invalidFault, parseOrAnswer, sendFaults, sendNotFound } from './answers.ts'
import { eventFields, toAttendee } from './wire/event.ts'
import { type EventTime, eventTime } from './wire/event-time.ts'
import { time, zone } from './wire/values.ts'

const eventToWrite = z.object({ ...eventFields, start: eventTime, end: eventTime })

const eventKey = z
  .object({
    event_id: z.string().min(1).max(1024).optional(),
    event_uid: z.string().min(1).max(1024).optional(),
  })
  .refine(k => k.event_id !== undefined || k.event_uid !== undefined, {
    error: 'required',
    path: ['event_id'],
  })

const dayMs = 86_400_000
const perPage = 200

const dateOrTime = z.union([z.string().regex(/^\d{4}-\d{2}-\d{2}$/), time])
const flag = z.enum(['true', 'false', '1', '0']).transform(v => v === 'true' || v === '1')
const readingOptions = z.object({
  tzid: zone.optional(),
  from: dateOrTime.optional(),
  to: dateOrTime.optional(),
  include_managed: flag.optional(),
  localized_times: flag.optional(),
  page: z.coerce.number().int().min(1).optional(),
  calendar_ids: z.union([z.string(), z.array(z.string())]).optional(),
})
type ReadingOptions = z.infer<typeof readingOptions>

/** Writing, reading and deleting events: how a program sets up busy time and sees what became of its links. */
export function eventRoutes(world: World, requireAccount: RequestHandler): Router {
  const routes = Router()
  routes.post('/calendars/:id/events', requireAccount, (req, res) => writeEvent(world, req, res))
  routes.delete('/calendars/:id/events', requireAccount, (req, res) => deleteEvent(world, req, res))
  routes.get('/events', requireAccount, (req, res) => readEvents(world, req, res))
  return routes
}

const ownCalendar = ({ store }: World, id: unknown): CalendarRow | null => {
  const calendar = typeof id === 'string' ? store.calendars.get(id) : null
  return calendar !== null && calendar.sub === readOrganizerSub(store) ? calendar : null
}

function writeEvent(world: World, req: Request, res: Response): Response {
  const calendar = ownCalendar(world, req.params['id'])
  if (calendar === null) return sendNotFound(res)
  const wire = parseOrAnswer(eventToWrite, req.body, res)
  if (wire === null) return res
  const tzid = wire.start.tzid ?? wire.tzid ?? readOrganizer(world).tzid
  const startMs = toMs(wire.start, tzid)
  const allDay = wire.start.kind === 'date'
  const endMs = Math.max(toMs(wire.end, tzid), allDay ? toMs(nextDay(wire.start), tzid) : 0)
  if (calendar.kind !== 'built_in') return sendFaults(res, [invalidFault('calendar_id', 'is read-only')])
  if (endMs < startMs) return sendFaults(res, [invalidFault('end', 'must not come before the start')])
  const row: EventRow = {
    calendarId: calendar.calendarId,
    eventUid: `${world.randomness.token()}@openslot`,
    eventId: wire.event_id,
    summary: wire.summary,
    description: wire.description ?? '',
    location: wire.location?.description ?? '',
    url: wire.url ?? '',
    startMs,
    endMs,
    allDay,
    tzid,
    status: wire.transparency === 'transparent' ? 'free' : 'busy',
    attendees: (wire.attendees?.invite ?? []).map(toAttendee),
    conferencingUrl: wire.conferencing?.join_url ?? null,
    bookingId: null,
    updatedMs: world.clock.now(),
  }
  world.store.transact(() => world.store.events.put(keepIdentity(world.store, row)))
  world.announce('changed', { noun: 'calendars' })
  return res.status(202).end()
}

function toMs(at: EventTime, tzid: string): number {
  if (at.kind === 'time') return at.ms
  const [year = 0, month = 1, day = 1] = at.date.split('-').map(Number)
  return new TZDate(year, month - 1, day, tzid).getTime()
}

function nextDay(at: EventTime): EventTime {
  if (at.kind === 'time') return at
  const next = new Date(Date.parse(`${at.date}T00:00:00Z`) + dayMs)
  return { ...at, date: next.toISOString().slice(0, 10) }
}

function deleteEvent(world: World, req: Request, res: Response): Response {
  const calendar = ownCalendar(world, req.params['id'])
  if (calendar === null) return sendNotFound(res)
  const key = parseOrAnswer(eventKey, req.body, res)
  if (key === null) return res
  const { events } = world.store
  const event =
    key.event_id !== undefined
      ? events.byId(calendar.calendarId, key.event_id)
      : events.get(calendar.calendarId, key.event_uid ?? '')
  // Deleting what is not there is no fault: the same call again must succeed.
  if (event !== null) removeEvent(world, calendar.calendarId, event.eventUid)
  return res.status(202).end()
}

/** By default from 42 days ago to 201 days ahead; events that programs or bookings wrote only on request. */
function readEvents(world: World, req: Request, res: Response): Response {
  const { 'calendar_ids[]': listed, ...query } = req.query
  const options = parseOrAnswer(
    readingOptions,
    listed === undefined ? query : { ...query, calendar_ids: listed },
    res,
  )
  if (options === null) return res
  const tzid = options.tzid ?? readOrganizer(world).tzid
  const now = world.clock.now()
  const fromMs = boundary(options.from, tzid) ?? now - 42 * dayMs
  const toMs = boundary(options.to, tzid) ?? now + 201 * dayMs
  const found = wantedCalendars(world, options).flatMap(c =>
    wireEvents(world, c, fromMs, toMs, options, tzid),
  )
  const page = options.page ?? 1
  const total = Math.max(1, Math.ceil(found.length / perPage))
  return res.json({
    pages: { current: page, total, ...(page < total ? { next_page: nextPage(req, page + 1) } : {}) },
    events: found.slice((page - 1) * perPage, page * perPage),
  })
}

function nextPage(req: Request, page: number): string {
  const url = new URL(req.originalUrl, `http://${req.headers.host}`)
  url.searchParams.set('page', String(page))
  return url.href
}

function boundary(given: string | number | undefined, tzid: string): number | null {
  if (given === undefined || typeof given === 'number') return given ?? null
  return toMs({ kind: 'date', date: given, tzid: null }, tzid)
}

function wantedCalendars({ store }: World, options: ReadingOptions): CalendarRow[] {
  const own = store.calendars.of(readOrganizerSub(store))
  const ids = options.calendar_ids === undefined ? null : [options.calendar_ids].flat()
  return ids === null ? own : own.filter(c => ids.includes(c.calendarId))
}

function wireEvents(
  { store }: World,
  calendar: CalendarRow,
  fromMs: number,
  toMs: number,
  options: ReadingOptions,
  tzid: string,
): object[] {
  const id = calendar.calendarId
  const zone = options.localized_times === true ? tzid : null
  if (calendar.kind === 'ics_file')
    return store.calendarFiles.occurrences(id, fromMs, toMs).map(o => showOccurrence(id, o, zone, tzid))
  const managed = (e: EventRow) => e.eventId !== null || e.bookingId !== null
  return store.events
    .within(id, fromMs, toMs)
    .filter(e => options.include_managed === true || !managed(e))
    .map(e => showEvent(e, zone))
}

const localDate = (ms: number, tzid: string) => new TZDate(ms, tzid).toISOString().slice(0, 10)

function showTimes(
  e: { startMs: number; endMs: number; allDay: boolean },
  zone: string | null,
  tzid: string,
) {
  if (e.allDay) return { start: localDate(e.startMs, tzid), end: localDate(e.endMs, tzid) }
  if (zone === null) return { start: wireTime(e.startMs), end: wireTime(e.endMs) }
  return { start: wireEventTime(e.startMs, zone), end: wireEventTime(e.endMs, zone) }
}

function showOccurrence(calendarId: string, o: OccurrenceRow, zone: string | null, tzid: string) {
  return {
    calendar_id: calendarId,
    event_uid: o.eventUid,
    summary: o.summary,
    description: '',
    ...showTimes(o, zone, tzid),
    deleted: false,
    transparency: o.status === 'free' ? 'transparent' : 'opaque',
    status: o.status === 'tentative' ? 'tentative' : 'confirmed',
    recurring: false,
    attendees: [],
    options: { delete: false, update: false, change_participation_status: false },
  }
}

function showEvent(e: EventRow, zone: string | null) {
  return {
    calendar_id: e.calendarId,
    event_uid: e.eventUid,
    ...(e.eventId === null ? {} : { event_id: e.eventId }),
    summary: e.summary,
    description: e.description,
    ...showTimes(e, zone, e.tzid),
    deleted: false,
    ...(e.location === '' ? {} : { location: { description: e.location } }),
    ...(e.conferencingUrl === null ? {} : { conferencing: { join_url: e.conferencingUrl } }),
    transparency: e.status === 'free' ? 'transparent' : 'opaque',
    status: 'confirmed',
    recurring: false,
    attendees: e.attendees.map(a => ({
      email: a.email,
      display_name: a.displayName,
      status: 'needs_action',
    })),
    options: { delete: true, update: true, change_participation_status: false },
  }
}
