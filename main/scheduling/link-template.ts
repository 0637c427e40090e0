import type { SpanMs } from '../../preload/contract/values.ts'

/** What a link is made of, in Cronofy's words. Kept as JSON with the link. Durations are minutes. */
export interface LinkTemplate {
  readonly query: AvailabilityQuery
  readonly event: EventTemplate
  readonly targetCalendars: readonly TargetCalendar[]
  /** `single`: one event, in the first fitting target calendar. `default`: one in each. */
  readonly eventCreation: 'default' | 'single'
  readonly callbackUrls: {
    readonly completed: string | null
    /** Told when the recipient says that none of the times suits. */
    readonly noTimesSuitable?: string | null
    /** Told when the page had no times to show. */
    readonly noTimesDisplayed?: string | null
  }
  /** Where the confirmation page leads on to, unchanged. */
  readonly redirectUri: string | null
  /** The same, with `?token=` of the link added. */
  readonly completedRedirectUrl: string | null
  /** Clock of the booking page: 12 hours, 24 hours, or as the visitor's language has it. */
  readonly hourFormat: 'h' | 'H' | null
  /** False: choosing a time books it, with no last look. */
  readonly confirm: boolean
  /** Several meetings in a row; `query` then says what they have in common, and each has a link behind this one. */
  readonly sequence?: readonly SequenceItem[]
  /** One of those: nobody is sent it, and the desk does not list it. */
  readonly partOfSequence?: true
}

export interface SequenceItem {
  readonly sequenceId: string
  /** Items with a lower one come first; those without, and equals, come in any order. */
  readonly ordinal?: number
  /** How far it stands from its neighbours, in minutes. */
  readonly gap: { readonly before?: Gap; readonly after?: Gap }
  readonly linkId: string
}

export interface Gap {
  readonly minimum: number
  readonly maximum?: number
}

export interface AvailabilityQuery {
  readonly participants: readonly ParticipantGroup[]
  readonly requiredDurationMinutes: number
  readonly queryPeriods: readonly SpanMs[]
  /** Exact starts to offer instead of the grid. */
  readonly querySlotsMs?: readonly number[]
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly startIntervalMinutes: number
  readonly minimumNoticeMinutes: number
  /** Nothing ends later than so long from now; absent: as far as the periods go. */
  readonly bookingHorizonMinutes?: number
  /** Hold for every member, beside caps of their own. */
  readonly caps?: readonly Cap[]
  readonly tzid: string
  /** How old the last look at a calendar on a server may be; an older one counts as busy. Absent: 10. */
  readonly maximumAgeMinutes?: number
  /** Passed over as if they were not there, so that what is to be moved does not stand in its own way. */
  readonly excludedEvents?: readonly ExcludedEvent[]
}

/** By the id that a program gave it, or by its UID. */
export type ExcludedEvent = { readonly eventId: string } | { readonly eventUid: string }

export interface ParticipantGroup {
  readonly members: readonly Member[]
  readonly required: 'all' | number
}

export interface Member {
  readonly sub: string
  /** Only these count as busy; absent: every calendar of theirs that counts. */
  readonly calendarIds?: readonly string[]
  readonly managedAvailability: boolean
  /** Of the stored rules only these; absent: all of them. */
  readonly availabilityRuleIds?: readonly string[]
  readonly availablePeriods?: readonly SpanMs[]
  /** Replaces the query's buffer for this member. */
  readonly buffer?: { readonly beforeMinutes: number; readonly afterMinutes: number }
  /** At most so many bookings and program-made events in a day or ISO week of the zone. */
  readonly caps?: readonly Cap[]
  /** What is only pencilled in leaves its time on offer. */
  readonly ignoreTentative?: boolean
  /** Of the calendars, only what programs and bookings wrote counts as busy. */
  readonly onlyManagedEvents?: boolean
  /**
   * Where what stands in their calendars leaves its time on offer all the same: in these stretches, or everywhere.
   * Time booked through Openslot, and time of which nothing is known, is never offered.
   */
  readonly overBusy?: 'always' | readonly SpanMs[]
}

export interface Cap {
  readonly period: 'day' | 'week'
  readonly limit: number
  readonly tzid: string
}

export interface EventTemplate {
  /** The id that the program which asked knows the event by. */
  readonly eventId: string | null
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly url: string
  readonly tzid: string
  readonly status: 'busy' | 'free'
  readonly attendees: readonly Attendee[]
  readonly conferencing: Conferencing | null
}

export type Conferencing =
  | { readonly kind: 'profile'; readonly profileId: string }
  | { readonly kind: 'explicit'; readonly joinUrl: string }

export interface Attendee {
  readonly email: string
  readonly displayName: string
}

export interface TargetCalendar {
  readonly sub: string
  readonly calendarId: string
  /** Replaces the template's conferencing where this calendar's owner is the organizer of a single event. */
  readonly conferencing?: Conferencing
  /** How this person is added to a single event that stands in somebody else's calendar. */
  readonly attendee?: Attendee
}
