import type { CalendarEvent, EventToWrite } from '../../preload/contract/calendars.ts'
import type { SpanMs } from '../../preload/contract/values.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { EventRow } from '../store/events.ts'
import { tellCalledOff } from './bookings.ts'
import { readCalendar } from './calendars.ts'
import { conflict, notFound } from './refusal.ts'
import type { World } from './world.ts'

/** The events of every calendar that overlap the window, those of files included. */
export function listEvents(world: World, window: SpanMs): CalendarEvent[] {
  const { store } = world
  return store.calendars.all().flatMap(calendar =>
    calendar.kind === 'built_in'
      ? store.events
          .within(calendar.calendarId, window.startMs, window.endMs)
          .map(e => showEvent(calendar, e))
      : store.calendarObjects.occurrences(calendar.calendarId, window.startMs, window.endMs).map(o => ({
          ...o,
          calendarId: calendar.calendarId,
          sub: calendar.sub,
          description: '',
          location: '',
          editable: false,
          bookingId: null,
        })),
  )
}

function showEvent(calendar: CalendarRow, e: EventRow): CalendarEvent {
  return {
    calendarId: calendar.calendarId,
    sub: calendar.sub,
    eventUid: e.eventUid,
    summary: e.summary,
    description: e.description,
    location: e.location,
    startMs: e.startMs,
    endMs: e.endMs,
    allDay: e.allDay,
    status: e.status,
    editable: e.bookingId === null,
    bookingId: e.bookingId,
  }
}

function writable(world: World, calendarId: string): CalendarRow {
  const calendar = readCalendar(world, calendarId)
  if (calendar.kind === 'ics_file' || calendar.kind === 'feed')
    throw conflict(`“${calendar.name}” is only read: it takes no events.`)
  if (calendar.kind !== 'built_in')
    throw conflict(`Events of “${calendar.name}” are written in its own calendar program.`)
  return calendar
}

export function createEvent(world: World, input: EventToWrite): CalendarEvent {
  return putEvent(world, input, `${world.randomness.token()}@openslot`)
}

/** The event may move to another calendar. An event that a booking wrote is moved by its booking only. */
export function updateEvent(
  world: World,
  key: { readonly calendarId: string; readonly eventUid: string },
  input: EventToWrite,
): CalendarEvent {
  const { store } = world
  const old = store.events.get(key.calendarId, key.eventUid)
  if (old === null) throw notFound('event')
  if (old.bookingId !== null) throw conflict('A booking put this event here; cancel the booking instead.')
  return store.transact(() => {
    writable(world, input.calendarId)
    store.events.remove(key.calendarId, key.eventUid)
    return putEvent(world, input, key.eventUid, old)
  })
}

function putEvent(world: World, input: EventToWrite, eventUid: string, old?: EventRow): CalendarEvent {
  const calendar = writable(world, input.calendarId)
  const row: EventRow = {
    ...input,
    eventUid,
    eventId: old?.eventId ?? null,
    url: old?.url ?? '',
    tzid: world.store.people.get(calendar.sub)?.tzid ?? 'UTC',
    attendees: old?.attendees ?? [],
    conferencingUrl: null,
    bookingId: null,
    updatedMs: world.clock.now(),
  }
  world.store.events.put(row)
  world.announce('changed', { noun: 'calendars' })
  return showEvent(calendar, row)
}

/**
 * Removing the event that a booking wrote cancels the booking, once the event stands in no other calendar: its time
 * is free again.
 */
export function removeEvent(world: World, calendarId: string, eventUid: string): void {
  const { store } = world
  const event = store.events.get(calendarId, eventUid)
  if (event === null) throw notFound('event')
  const cancelled = store.transact(() => {
    store.events.remove(calendarId, eventUid)
    const { bookingId } = event
    if (bookingId === null || store.events.ofBooking(bookingId).length > 0) return false
    const booking = store.bookings.get(bookingId)
    if (booking?.status !== 'confirmed') return true
    store.bookings.follow(bookingId, 'deleted')
    store.bookings.cancel(bookingId)
    tellCalledOff(world, booking)
    return true
  })
  world.announce('changed', { noun: 'calendars' })
  if (cancelled) world.announce('changed', { noun: 'bookings' })
}
