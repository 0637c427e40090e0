/**
 * The question the engine answers, as plain values.
 *
 * Units: a *minute* is a whole number of minutes since the Unix epoch, UTC. A *wall minute* is a whole number of
 * minutes after local midnight (0 to 1440). Intervals are half-open, `[start, end)`. Busy time that does not fall
 * on whole minutes is rounded outwards by whoever packs it, so that it never looks freer than it is.
 */
export type Minute = number

export interface Span {
  readonly start: Minute
  readonly end: Minute
}

/**
 * Spans as one array, `[start, end, start, end, …]`, sorted by start; they may touch and overlap. An array that has been
 * handed over is never written to again: what changed is packed anew.
 */
export type PackedSpans = Int32Array

/** Busy time of one calendar. `id` comes back in explanations, with the index of the span in `spans`. */
export interface BusySource {
  readonly id: string
  readonly spans: PackedSpans
}

/** Weekly hours in wall-clock time of an IANA zone; a date in `overrides` replaces that day's hours (none: a day off). */
export interface WeeklyHours {
  readonly id: string
  readonly zone: string
  readonly periods: readonly WeeklyPeriod[]
  readonly overrides?: readonly DateOverride[]
}

/** `day` is 1 (Monday) to 7 (Sunday), as ISO 8601 counts; `endMinute` may be 1440, the midnight that ends the day. */
export interface WeeklyPeriod {
  readonly day: number
  readonly startMinute: number
  readonly endMinute: number
}

export interface DateOverride {
  /** `YYYY-MM-DD` in the zone of the hours. */
  readonly date: string
  readonly periods: readonly { readonly startMinute: number; readonly endMinute: number }[]
}

/** The gap kept free before and after *existing* busy time, in minutes. */
export interface Buffer {
  readonly before: number
  readonly after: number
}

/** At most `limit` bookings in each day or ISO week of `zone`; `starts` are those that exist, sorted. */
export interface Cap {
  readonly period: 'day' | 'week'
  readonly limit: number
  readonly zone: string
  readonly starts: Int32Array
}

export interface Member {
  readonly sub: string
  readonly busy: readonly BusySource[]
  /** Stored hours and stored periods, joined: free only inside one of them. Absent: no such restriction. */
  readonly managed?: { readonly hours: readonly WeeklyHours[]; readonly periods: readonly Span[] }
  /** Windows given with the query itself; absent: no restriction. Both restrictions hold at once. */
  readonly availablePeriods?: readonly Span[]
  /** Replaces the query's buffer for this member. */
  readonly buffer?: Buffer
  readonly caps?: readonly Cap[]
}

/** Groups are ANDed. `required: n` means that the same n members are free for the whole slot. */
export interface Group {
  readonly members: readonly Member[]
  readonly required: 'all' | number
}

export interface Query {
  readonly groups: readonly Group[]
  readonly durationMinutes: number
  /** Where to look. Overlapping or touching periods count as one. */
  readonly periods: readonly Span[]
  /** Exact starts to consider instead of the grid. */
  readonly slots?: readonly Minute[]
  readonly buffer: Buffer
  /** The grid: a start falls on a multiple of this many wall minutes after midnight in `zone`. */
  readonly startInterval: number
  /** IANA zone of the link or query that anchors the grid. Never the viewer's. */
  readonly zone: string
  /** Nothing starts before this (now plus the minimum notice). */
  readonly earliest: Minute
  /** Nothing ends after this (the booking horizon). Absent: no limit. */
  readonly latest?: Minute
}

/** One time on offer. `subs` are all the available members, group order then member order, each once. */
export interface Slot {
  readonly start: Minute
  readonly end: Minute
  readonly subs: readonly string[]
}

/** Why a start is not offered. Several can hold at once; all are told. */
export type Reason =
  | { readonly kind: 'outside_periods' }
  | { readonly kind: 'off_grid' }
  | { readonly kind: 'too_soon'; readonly earliest: Minute }
  | { readonly kind: 'too_late'; readonly latest: Minute }
  | {
      readonly kind: 'busy'
      readonly sub: string
      readonly source: string
      readonly index: number
      readonly span: Span
    }
  | {
      readonly kind: 'buffer'
      readonly sub: string
      readonly source: string
      readonly index: number
      readonly span: Span
      readonly side: 'before' | 'after'
    }
  | { readonly kind: 'outside_hours'; readonly sub: string }
  | { readonly kind: 'outside_available_periods'; readonly sub: string }
  | { readonly kind: 'cap'; readonly sub: string; readonly period: 'day' | 'week'; readonly limit: number }
  | {
      readonly kind: 'too_few'
      readonly group: number
      readonly available: number
      readonly required: number
    }

/** The answer for one start: who is available in each group, or every reason that excludes it. */
export type StartCheck =
  | { readonly ok: true; readonly slot: Slot; readonly byGroup: readonly (readonly string[])[] }
  | {
      readonly ok: false
      readonly reasons: readonly Reason[]
      readonly byGroup: readonly (readonly string[])[]
    }
