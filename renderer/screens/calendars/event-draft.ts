import type { CalendarEvent, EventToWrite } from '../../../preload/contract/calendars.ts'
import { addDays, type Day, dayAt, instantOf, startOfDay, wallMinuteAt } from '../../time/zones.ts'

/** An event as its form holds it: wall clock in the organizer's zone, and for all-day events the last day included. */
export interface EventDraft {
  readonly calendarId: string
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly allDay: boolean
  readonly from: Day
  readonly fromMinute: number
  readonly to: Day
  readonly toMinute: number
  readonly free: boolean
}

export function emptyEvent(calendarId: string, startMs: number, endMs: number, tzid: string): EventDraft {
  return {
    calendarId,
    summary: '',
    description: '',
    location: '',
    allDay: false,
    ...wallOf(startMs, endMs, tzid),
    free: false,
  }
}

export function draftOf(event: CalendarEvent, tzid: string): EventDraft {
  const { calendarId, summary, description, location, allDay, startMs, endMs, status } = event
  const wall = wallOf(startMs, endMs, tzid)
  const to = allDay ? dayAt(endMs - 1, tzid) : wall.to
  return { calendarId, summary, description, location, allDay, ...wall, to, free: status === 'free' }
}

export function eventOf(draft: EventDraft, tzid: string): EventToWrite {
  const { calendarId, summary, description, location, allDay, from, to } = draft
  const startMs = allDay ? startOfDay(from, tzid) : instantOf(from, draft.fromMinute, tzid)
  const endMs = allDay ? startOfDay(addDays(to, 1), tzid) : instantOf(to, draft.toMinute, tzid)
  return {
    calendarId,
    summary,
    description,
    location,
    allDay,
    startMs,
    endMs,
    status: draft.free ? 'free' : 'busy',
  }
}

/** Moving the beginning moves the end along: an event keeps its length until its end is said anew. */
export function startingAt(draft: EventDraft, from: Day, fromMinute: number, tzid: string): EventDraft {
  const lengthMs = instantOf(draft.to, draft.toMinute, tzid) - instantOf(draft.from, draft.fromMinute, tzid)
  const startMs = instantOf(from, fromMinute, tzid)
  return { ...draft, ...wallOf(startMs, startMs + Math.max(0, lengthMs), tzid), from, fromMinute }
}

function wallOf(startMs: number, endMs: number, tzid: string) {
  return {
    from: dayAt(startMs, tzid),
    fromMinute: wallMinuteAt(startMs, tzid),
    to: dayAt(endMs, tzid),
    toMinute: wallMinuteAt(endMs, tzid),
  }
}
