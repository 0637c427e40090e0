/**
 * What Openslot reads out of iCalendar text (RFC 5545), as plain values that can cross a thread.
 * Instants are milliseconds since the Unix epoch; intervals are half-open.
 */

/** One occurrence that lies, at least partly, in the window asked for. */
export interface Occurrence {
  readonly uid: string
  /** The original start of this instance in a recurring set (`RECURRENCE-ID`), or null for a single event. */
  readonly recurrenceIdMs: number | null
  readonly summary: string
  readonly startMs: number
  readonly endMs: number
  readonly allDay: boolean
  /** `free` is TRANSPARENT, or BUSYSTATUS FREE; cancelled occurrences are left out. */
  readonly status: 'busy' | 'tentative' | 'free'
}

/** Something in the text that could not be read. The rest of the calendar counts all the same. */
export interface Problem {
  /** The event it is about, when that much could be read. */
  readonly uid: string | null
  readonly summary: string | null
  /** First line of the component or property, counted from 1. */
  readonly line: number
  /** A sentence for the organizer. */
  readonly message: string
}

export interface Reading {
  /** `X-WR-CALNAME`, or `NAME` of RFC 7986. */
  readonly name: string | null
  /** The calendar's own zone (`X-WR-TIMEZONE`), which resolved floating times; else the owner's. An IANA name. */
  readonly zone: string
  readonly occurrences: readonly Occurrence[]
  readonly problems: readonly Problem[]
  /** Events (masters, not occurrences) that were read well. */
  readonly eventCount: number
  /** Set when nothing was read at all, so that whoever holds an earlier reading can keep it. */
  readonly refused?: 'not_a_calendar' | 'too_large'
}

export interface ReadingRequest {
  readonly text: string
  /** The calendar owner's IANA zone; resolves all-day times, and floating ones unless the text names its own zone. */
  readonly zone: string
  readonly fromMs: number
  readonly toMs: number
  /** What to change of the limits that `readCalendar` has by itself. */
  readonly limits?: Partial<ReadingLimits>
}

/** Bounds on what one text may cost. What lies beyond a bound is left out and told as a problem. */
export interface ReadingLimits {
  readonly maxCharacters: number
  readonly maxOccurrences: number
  readonly maxOccurrencesPerEvent: number
  /** Steps of recurrence rules, a few dozen nanoseconds each. */
  readonly maxSteps: number
  readonly maxStepsPerEvent: number
  readonly maxProblems: number
}
