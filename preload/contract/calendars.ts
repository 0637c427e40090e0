import { z } from 'zod'
import { calendarId, connectionId, instantMs, line, optionalLine, spanMs, sub } from './values.ts'

/** Something in an .ics file that could not be read. */
export const calendarProblem = z.strictObject({
  summary: z.string().nullable(),
  line: z.int(),
  message: z.string(),
})
export type CalendarProblem = z.infer<typeof calendarProblem>

export const freshness = z.strictObject({
  /** Null: it was never read. */
  confirmedMs: instantMs.nullable(),
  /** It is being read now. */
  reading: z.boolean(),
  /** Since when, and why, it cannot be read; a sentence that says what to do. */
  failure: z.strictObject({ message: z.string(), sinceMs: instantMs }).nullable(),
})
export type Freshness = z.infer<typeof freshness>

export const calendar = z.strictObject({
  calendarId,
  sub,
  name: z.string(),
  /** Built in, or read: from a file, a feed, a server. */
  kind: z.enum(['built_in', 'ics_file', 'feed', 'caldav', 'google', 'microsoft']),
  /** Takes no events. */
  readonly: z.boolean(),
  /** Its events are written at this desk; those of other calendars in their own programs. */
  editable: z.boolean(),
  /** The one that takes events where nothing else is said. */
  primary: z.boolean(),
  /** Whether its events count as busy time where a query names no calendars. */
  countsAsBusy: z.boolean(),
  /**
   * `uncertain`: something in it could not be read, see `problems`. `unread`: the server could not be asked for longer
   * than links allow, so all of its time counts as busy; see `freshness`.
   */
  state: z.enum(['ok', 'uncertain', 'unread']),
  problems: z.array(calendarProblem),
  eventCount: z.int(),
  /** For a file: its name and when it was brought in. */
  fileName: z.string().nullable(),
  importedMs: instantMs.nullable(),
  /** The account it is read through, or null. */
  connectionId: connectionId.nullable(),
  /** For what stands on a server: when it was last known to be as it is here. Null for files and built-in ones. */
  freshness: freshness.nullable(),
  /** A built-in calendar published as a private feed: its address. Null: it is not. */
  feedUrl: z.string().nullable(),
})
export type Calendar = z.infer<typeof calendar>

export const calendarToCreate = z.strictObject({ sub, name: line(200) })

export const calendarToImport = z.strictObject({
  sub,
  /** Replace the contents of this file calendar; absent: a new one. */
  calendarId: calendarId.optional(),
  fileName: line(255),
  text: z.string().max(16_000_000, 'This file is larger than 16 MB.'),
})
export type CalendarToImport = z.infer<typeof calendarToImport>

export const calendarChange = z.strictObject({
  calendarId,
  name: line(200).optional(),
  countsAsBusy: z.boolean().optional(),
})

/** One occurrence, of whatever kind of calendar. */
export const calendarEvent = z.strictObject({
  calendarId,
  sub,
  eventUid: z.string(),
  summary: z.string(),
  description: z.string(),
  location: z.string(),
  startMs: instantMs,
  endMs: instantMs,
  allDay: z.boolean(),
  status: z.enum(['busy', 'tentative', 'free']),
  editable: z.boolean(),
  /** The booking that put it there, if one did. */
  bookingId: z.string().nullable(),
})
export type CalendarEvent = z.infer<typeof calendarEvent>

export const eventWindow = spanMs.refine(s => s.endMs - s.startMs <= 400 * 86_400_000, {
  error: 'At most 400 days at once.',
  path: ['endMs'],
})

export const eventToWrite = z
  .strictObject({
    calendarId,
    summary: line(1024),
    description: optionalLine(8000),
    location: optionalLine(1024),
    startMs: instantMs,
    endMs: instantMs,
    allDay: z.boolean(),
    status: z.enum(['busy', 'free']),
  })
  .refine(e => e.endMs > e.startMs, { error: 'The end must come after the start.', path: ['endMs'] })
export type EventToWrite = z.infer<typeof eventToWrite>
