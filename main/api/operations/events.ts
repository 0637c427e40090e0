import { z } from 'zod'
import { keepIdentity } from '../../calendars/event-writer.ts'
import { removeEvent } from '../../scheduling/events.ts'
import type { World } from '../../scheduling/world.ts'
import type { OccurrenceRow } from '../../store/calendar-objects.ts'
import type { CalendarRow } from '../../store/calendars.ts'
import type { EventRow } from '../../store/events.ts'
import { type Answer, accepted, faulty, invalidFault, notFound, ok } from '../answers.ts'
import { type Call, defineOperation, type Operation } from '../operation.ts'
import { eventFields, toAttendee } from '../wire/event.ts'
import { type EventTime, eventTime } from '../wire/event-time.ts'
import {
  instantOf,
  pageOf,
  pages,
  searchOf,
  shownTime,
  showTimes,
  windowFields,
  windowOf,
} from '../wire/reading.ts'
import { always, fieldsOf, flag, time } from '../wire/values.ts'

const dayMs = 86_400_000
const group = 'Calendars and events'

const eventUid = z
  .string()
  .min(1)
  .max(1024)
  .nullish()
  .meta({
    description: 'Instead of `event_id`: an event that is here already, as `events` reads it.',
    examples: ['q9vQ3Xw0ZkCdlGm8ZtVJ4w@openslot'],
  })

const namesOne = (body: unknown) => fieldsOf(body)['event_id'] != null || fieldsOf(body)['event_uid'] != null

const eventToWrite = z
  .object({
    ...eventFields,
    event_id: eventFields.event_id.nullish().meta(eventFields.event_id.meta() ?? {}),
    event_uid: eventUid,
    start: eventTime.meta({
      description: 'When it starts: a date for a whole day, a UTC time, or `{time, tzid}`.',
      examples: ['2027-07-19T09:00:00Z'],
    }),
    end: eventTime.meta({
      description: 'When it ends, in the same form. The end of whole days is the day after the last.',
      examples: ['2027-07-19T10:00:00Z'],
    }),
  })
  .refine(namesOne, { error: 'required', path: ['event_id'], ...always })
type EventToWrite = z.infer<typeof eventToWrite>

const eventKey = z
  .object({
    event_id: z
      .string()
      .min(1)
      .max(1024)
      .nullish()
      .meta({ description: 'As the program wrote it.', examples: ['qTtZdczOccgaPncGJaCiLg'] }),
    event_uid: eventUid,
  })
  .refine(namesOne, { error: 'required', path: ['event_id'], ...always })

/** What reading events and reading busy time have in common. */
export const readingFields = {
  ...windowFields,
  calendar_ids: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({
      description: 'Only these calendars. Default: all of the account. Sent as `calendar_ids[]=…`.',
      examples: [['cal_n23kjnwrw2_sakdnawerd3']],
    }),
  include_managed: flag.meta({
    description: 'Also events that programs or bookings wrote.',
    default: 'false',
    examples: ['true'],
  }),
  last_modified: time.optional().meta({
    description: 'Only what was written at or after this instant.',
    examples: ['2027-07-01T00:00:00Z'],
  }),
}

const shownEvent = z.looseObject({
  calendar_id: z.string(),
  event_uid: z.string(),
  event_id: z.string().optional().meta({ description: 'As the program wrote it.' }),
  summary: z.string(),
  description: z.string(),
  start: shownTime,
  end: shownTime,
  deleted: z.boolean(),
  transparency: z.enum(['opaque', 'transparent']),
  status: z.enum(['confirmed', 'tentative']),
  attendees: z.array(z.object({ email: z.string(), display_name: z.string(), status: z.string() })),
})

const calendarParam = { calendar_id: 'A calendar of the account.' }
const exampleParams = { calendar_id: 'cal_n23kjnwrw2_sakdnawerd3' }

/** Writing, reading and deleting events: how a program sets up busy time and sees what became of its links. */
export const events: readonly Operation[] = [
  defineOperation({
    method: 'POST',
    path: '/calendars/{calendar_id}/events',
    group,
    title: 'Write an event',
    description:
      'Makes the event, or changes the one with this id. It counts as busy from the moment of the answer. A calendar that ' +
      'came from a file takes none.',
    auth: 'account',
    params: calendarParam,
    body: eventToWrite,
    success: { status: 202, description: 'Written; the answer is empty.' },
    examples: [
      {
        title: 'An hour',
        params: exampleParams,
        body: {
          event_id: 'qTtZdczOccgaPncGJaCiLg',
          summary: 'Board meeting',
          description: 'Discuss plans for the next quarter.',
          start: '2027-07-19T15:30:00Z',
          end: '2027-07-19T17:00:00Z',
          tzid: 'Europe/London',
          location: { description: 'Boardroom' },
        },
        answer: null,
      },
      {
        title: 'A day off',
        params: exampleParams,
        body: { event_id: 'day-off', summary: 'Day off', start: '2027-07-21', end: '2027-07-22' },
        answer: null,
      },
    ],
    run: writeEvent,
  }),
  defineOperation({
    method: 'GET',
    path: '/events',
    group,
    title: 'Read events',
    description:
      'Events that reach into the window, of every calendar, in pages. What programs or bookings wrote is left out unless ' +
      '`include_managed` says otherwise.',
    auth: 'account',
    query: z.object(readingFields),
    success: {
      status: 200,
      description: 'One page of them.',
      schema: z.object({ pages, events: z.array(shownEvent) }),
    },
    examples: [
      {
        title: 'A week, own events included',
        query: { tzid: 'Etc/UTC', from: '2027-07-19', to: '2027-07-26', include_managed: 'true' },
        answer: {
          pages: { current: 1, total: 1 },
          events: [
            {
              calendar_id: 'cal_n23kjnwrw2_sakdnawerd3',
              event_uid: 'q9vQ3Xw0ZkCdlGm8ZtVJ4w@openslot',
              event_id: 'qTtZdczOccgaPncGJaCiLg',
              summary: 'Board meeting',
              description: 'Discuss plans for the next quarter.',
              start: '2027-07-19T15:30:00Z',
              end: '2027-07-19T17:00:00Z',
              deleted: false,
              transparency: 'opaque',
              status: 'confirmed',
              attendees: [],
            },
          ],
        },
      },
    ],
    run(call) {
      const { ground, query, address } = call
      const tzid = query.tzid ?? accountZone(call)
      const { fromMs, toMs } = windowOf(query, tzid, ground.world.clock.now())
      const localizedIn = query.localized_times === true ? tzid : null
      const found = wantedCalendars(call, query.calendar_ids).flatMap(c =>
        readCalendar(ground.world, c, { fromMs, toMs }, query).map(e => showEvent(e, localizedIn, tzid)),
      )
      const shown = pageOf(found, query.page ?? 1, address, searchOf(call.sent))
      return ok({ pages: shown.pages, events: shown.items })
    },
  }),
  defineOperation({
    method: 'DELETE',
    path: '/calendars/{calendar_id}/events',
    group,
    title: 'Delete an event',
    description:
      'Deleting what is not there is no fault. Deleting the event of a booking from its last calendar calls the booking off.',
    auth: 'account',
    params: calendarParam,
    body: eventKey,
    success: { status: 202, description: 'Deleted; the answer is empty.' },
    examples: [
      {
        title: 'By the program’s id',
        params: exampleParams,
        body: { event_id: 'qTtZdczOccgaPncGJaCiLg' },
        answer: null,
      },
    ],
    run(call) {
      const calendar = ownCalendar(call)
      if (calendar === null) return notFound
      const event = findEvent(call.ground.world, calendar, call.body)
      // Deleting what is not there is no fault: the same call again must succeed.
      if (event !== null) removeEvent(call.ground.world, calendar.calendarId, event.eventUid)
      return accepted
    },
  }),
  defineOperation({
    method: 'DELETE',
    path: '/events',
    group,
    title: 'Delete many events',
    description:
      'Every event that programs wrote, of the calendars named or of all. Events written at the desk, and those of files, ' +
      'stay.',
    auth: 'account',
    body: z
      .object({
        delete_all: z
          .boolean()
          .nullish()
          .meta({ description: 'In every calendar of the account.', default: false, examples: [true] }),
        calendar_ids: z
          .array(z.string().min(1).max(128))
          .max(500)
          .nullish()
          .meta({ description: 'In these calendars.', examples: [['cal_n23kjnwrw2_sakdnawerd3']] }),
      })
      .refine(b => b.delete_all === true || (b.calendar_ids ?? []).length > 0, {
        error: 'required',
        path: ['calendar_ids'],
      }),
    success: { status: 202, description: 'Deleted; the answer is empty.' },
    examples: [
      {
        title: 'In one calendar',
        body: { calendar_ids: ['cal_n23kjnwrw2_sakdnawerd3'] },
        answer: null,
      },
    ],
    run(call) {
      const { world } = call.ground
      const { calendar_ids: ids, delete_all: all } = call.body
      const own = world.store.calendars.of(call.sub).map(c => c.calendarId)
      const unknown = (ids ?? []).flatMap((id, i) =>
        own.includes(id) ? [] : [invalidFault(`calendar_ids.${i}`, 'is no calendar of this account')],
      )
      if (unknown.length > 0) return faulty(unknown)
      deleteWritten(world, all === true ? own : (ids ?? []))
      return accepted
    },
  }),
]

function deleteWritten(world: World, calendarIds: readonly string[]): void {
  world.store.transact(() => {
    for (const id of calendarIds)
      for (const e of world.store.events.times(id)) if (e.eventId !== null) removeEvent(world, id, e.eventUid)
  })
}

export const accountZone = ({ ground, sub }: Call): string =>
  ground.world.store.people.get(sub)?.tzid ?? 'UTC'

function ownCalendar({ ground, sub, params }: Call): CalendarRow | null {
  const { calendar_id: id = '' } = params
  const calendar = ground.world.store.calendars.get(id)
  return calendar?.sub === sub ? calendar : null
}

function findEvent(
  { store }: World,
  { calendarId }: CalendarRow,
  key: { readonly event_id?: string | null | undefined; readonly event_uid?: string | null | undefined },
): EventRow | null {
  if (key.event_id != null) return store.events.byId(calendarId, key.event_id)
  return store.events.get(calendarId, key.event_uid ?? '')
}

function writeEvent(call: Call<undefined, EventToWrite>): Answer {
  const { world } = call.ground
  const calendar = ownCalendar(call)
  if (calendar === null) return notFound
  const wire = call.body
  const tzid = wire.start.tzid ?? wire.tzid ?? accountZone(call)
  const startMs = instantOf(wire.start, tzid)
  const allDay = wire.start.kind === 'date'
  const endMs = Math.max(instantOf(wire.end, tzid), allDay ? instantOf(nextDay(wire.start), tzid) : 0)
  const old = findEvent(world, calendar, wire)
  const faults = [
    ...(calendar.kind === 'built_in' ? [] : [invalidFault('calendar_id', 'is read-only')]),
    ...(endMs < startMs ? [invalidFault('end', 'must not come before the start')] : []),
    ...(wire.event_id == null && old === null
      ? [invalidFault('event_uid', 'is no event of this calendar')]
      : []),
  ]
  if (faults.length > 0) return faulty(faults)
  const row: EventRow = {
    calendarId: calendar.calendarId,
    eventUid: old?.eventUid ?? `${world.randomness.token()}@openslot`,
    eventId: wire.event_id ?? old?.eventId ?? null,
    summary: wire.summary,
    description: wire.description ?? '',
    location: wire.location?.description ?? '',
    url: wire.url ?? '',
    startMs,
    endMs,
    allDay,
    tzid,
    status: wire.transparency === 'transparent' ? 'free' : 'busy',
    attendees: attendeesAfter(old, wire),
    conferencingUrl: wire.conferencing?.join_url ?? null,
    bookingId: null,
    updatedMs: world.clock.now(),
  }
  world.store.transact(() => world.store.events.put(keepIdentity(world.store, row)))
  world.announce('changed', { noun: 'calendars' })
  return accepted
}

/** Who was in it, those invited, less those removed; one entry for each address. */
function attendeesAfter(old: EventRow | null, { attendees }: EventToWrite): EventRow['attendees'] {
  const all = [...(old?.attendees ?? []), ...(attendees?.invite ?? []).map(toAttendee)]
  const byAddress = new Map(all.map(a => [a.email.toLowerCase(), a]))
  for (const { email } of attendees?.remove ?? []) byAddress.delete(email.toLowerCase())
  return [...byAddress.values()]
}

function nextDay(at: EventTime): EventTime {
  if (at.kind === 'time') return at
  const next = new Date(Date.parse(`${at.date}T00:00:00Z`) + dayMs)
  return { ...at, date: next.toISOString().slice(0, 10) }
}

export function wantedCalendars(
  { ground, sub }: Call,
  wanted: string | string[] | undefined,
): readonly CalendarRow[] {
  const own = ground.world.store.calendars.of(sub)
  const ids = wanted === undefined ? null : [wanted].flat()
  return ids === null ? own : own.filter(c => ids.includes(c.calendarId))
}

type ReadEvent =
  | { readonly kind: 'event'; readonly event: EventRow }
  | { readonly kind: 'occurrence'; readonly event: OccurrenceRow & { readonly calendarId: string } }

/** What stands in one calendar, whichever kind it is. */
export function readCalendar(
  { store }: World,
  { calendarId, kind }: CalendarRow,
  window: { readonly fromMs: number; readonly toMs: number },
  wanted: { readonly include_managed?: boolean | undefined; readonly last_modified?: number | undefined },
): ReadEvent[] {
  const since = wanted.last_modified ?? 0
  if (kind !== 'built_in') {
    if ((store.calendarSources.get(calendarId)?.confirmedMs ?? 0) < since) return []
    return store.calendarObjects
      .occurrences(calendarId, window.fromMs, window.toMs)
      .map(o => ({ kind: 'occurrence', event: { ...o, calendarId } }))
  }
  const managed = (e: EventRow) => e.eventId !== null || e.bookingId !== null
  return store.events
    .within(calendarId, window.fromMs, window.toMs)
    .filter(e => (wanted.include_managed === true || !managed(e)) && e.updatedMs >= since)
    .map(event => ({ kind: 'event', event }))
}

function showEvent(found: ReadEvent, localizedIn: string | null, tzid: string): z.infer<typeof shownEvent> {
  if (found.kind === 'occurrence') return showOccurrence(found.event, localizedIn, tzid)
  const e = found.event
  return {
    calendar_id: e.calendarId,
    event_uid: e.eventUid,
    ...(e.eventId === null ? {} : { event_id: e.eventId }),
    summary: e.summary,
    description: e.description,
    ...showTimes(e, localizedIn, e.tzid),
    deleted: false,
    updated: new Date(e.updatedMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    ...(e.location === '' ? {} : { location: { description: e.location } }),
    ...(e.url === '' ? {} : { url: e.url }),
    ...(e.conferencingUrl === null ? {} : { conferencing: { join_url: e.conferencingUrl } }),
    participation_status: 'accepted',
    transparency: e.status === 'free' ? 'transparent' : 'opaque',
    status: e.status === 'tentative' ? 'tentative' : 'confirmed',
    recurring: false,
    event_private: false,
    attendees: e.attendees.map(a => ({
      email: a.email,
      display_name: a.displayName,
      status: 'needs_action',
    })),
    options: { delete: true, update: true, change_participation_status: false },
  }
}

function showOccurrence(
  o: OccurrenceRow & { readonly calendarId: string },
  localizedIn: string | null,
  tzid: string,
): z.infer<typeof shownEvent> {
  return {
    calendar_id: o.calendarId,
    event_uid: o.eventUid,
    summary: o.summary,
    description: '',
    ...showTimes(o, localizedIn, tzid),
    deleted: false,
    participation_status: 'accepted',
    transparency: o.status === 'free' ? 'transparent' : 'opaque',
    status: o.status === 'tentative' ? 'tentative' : 'confirmed',
    recurring: false,
    event_private: false,
    attendees: [],
    options: { delete: false, update: false, change_participation_status: false },
  }
}
