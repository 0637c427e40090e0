import { type EventFacts, instantOf, isDuration, type Period, type Time } from './event.ts'
import type { Occurrence } from './reading.ts'
import { type Budget, expandRule } from './recurrence.ts'
import { FREQUENCIES, type Rule } from './rule.ts'
import type { Duration } from './values.ts'
import { DAY_MS, type Day, dayAt, type WallMs } from './wall-time.ts'
import type { Zone } from './zones.ts'

/** A window of instants, half-open, and what may be spent on filling it. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface Allowance {
  readonly budget: Budget
  /** Occurrences that one series may add. */
  readonly maxPerSeries: number
}

/** One UID: its masters (more than one where a file says the same UID twice) and their exceptions. */
export interface Series {
  readonly masters: readonly EventFacts[]
  readonly overrides: readonly EventFacts[]
}

export interface SeriesResult {
  readonly occurrences: Occurrence[]
  /** False when the allowance ran out. */
  readonly complete: boolean
}

/**
 * Every occurrence of a series that overlaps the window: rules and dates, less exceptions, with overrides in their
 * new places (RFC 5545 3.8.4.4, 3.8.5). Cancelled ones and those without length are left out.
 */
export function occurrencesOf(series: Series, span: Span, allowance: Allowance): SeriesResult {
  const occurrences: Occurrence[] = []
  let complete = true
  for (const override of series.overrides) addOverride(occurrences, override, span)
  const shifts = shiftsOf(series.overrides)
  for (const master of series.masters) {
    if (!isRecurring(master) && series.overrides.length === 0) addSingle(occurrences, master, span)
    else complete = addMaster(occurrences, master, { ...series, shifts }, span, allowance) && complete
  }
  return { occurrences, complete }
}

function isRecurring(facts: EventFacts): boolean {
  return facts.rules.length > 0 || facts.dates.length > 0
}

/** Offsets and gaps never move a wall time further than this from the instant of the same digits. */
const MARGIN_MS = 2 * DAY_MS

function addSingle(into: Occurrence[], facts: EventFacts, span: Span) {
  if (facts.cancelled || !mayOverlap(facts.start, facts.end, span)) return
  const startMs = instantOf(facts.start)
  const exceptions = exceptionsOf(facts, { fromMs: facts.start.wallMs, toMs: facts.start.wallMs })
  if (isExcluded(exceptions, { time: facts.start, startMs, end: null })) return
  add(into, facts, span, { startMs, endMs: endOf(facts, facts.start, startMs), recurrenceIdMs: null })
}

/** A cheap look at the digits alone, so that the years a window is not about never need their zone tables. */
function mayOverlap(start: Time, end: Time | Duration, { fromMs, toMs }: Span): boolean {
  const endWallMs = isDuration(end) ? start.wallMs + end.days * DAY_MS + end.ms : end.wallMs
  return start.wallMs < toMs + MARGIN_MS && endWallMs > fromMs - MARGIN_MS
}

function addOverride(into: Occurrence[], override: EventFacts, span: Span) {
  if (override.cancelled || !mayOverlap(override.start, override.end, span)) return
  const startMs = instantOf(override.start)
  const endMs = endOf(override, override.start, startMs)
  add(into, override, span, { startMs, endMs, recurrenceIdMs: instantOf(override.recurrenceId!.time) })
}

interface Instance {
  readonly startMs: number
  readonly endMs: number
  readonly recurrenceIdMs: number | null
}

function add(into: Occurrence[], facts: EventFacts, span: Span, instance: Instance) {
  const { startMs, endMs, recurrenceIdMs } = instance
  if (startMs >= span.toMs || endMs <= span.fromMs || endMs <= startMs) return
  const { uid, summary, status } = facts
  into.push({ uid, recurrenceIdMs, summary, startMs, endMs, allDay: facts.start.isDate, status })
}

/**
 * The end of an instance that starts at `start`. DURATION's days are nominal; DTEND gives every instance the exact
 * duration of the first (RFC 5545 3.8.5.3), except that an all-day event stays whole days.
 */
function endOf(facts: EventFacts, start: Time, startMs: number): number {
  const { end } = facts
  return isDuration(end) ? addDuration(start, startMs, end) : startMs + exactLength(facts.start, end)
}

/** Where the start falls into a gap and the end just behind it, only the digits still tell how long it was meant. */
function exactLength(start: Time, end: Time): number {
  const exact = instantOf(end) - instantOf(start)
  return exact <= 0 && start.zone === end.zone ? end.wallMs - start.wallMs : exact
}

function addDuration(start: Time, startMs: number, { days, ms }: Duration): number {
  return (days === 0 ? startMs : start.zone.toInstant(start.wallMs + days * DAY_MS)) + ms
}

function addMaster(
  into: Occurrence[],
  master: EventFacts,
  { overrides, shifts }: Series & { readonly shifts: readonly Shift[] },
  span: Span,
  allowance: Allowance,
): boolean {
  if (master.cancelled) return true
  // Masters under one UID multiply with its overrides, so a text made to do harm pays for each.
  allowance.budget.steps -= 2 * overrides.length
  if (allowance.budget.steps < 0) return false
  const reach = reachOf(master, shifts, span)
  const excluded = exceptionsOf(master, reach)
  const replaced = replacedBy(overrides, master, reach)
  const { starts, complete } = startsOf(master, reach, allowance)
  const exclusionComplete = excludeByRule(excluded, master, reach, allowance)
  allowance.budget.steps -= starts.length * shifts.length
  if (allowance.budget.steps < 0) return false
  for (const start of starts) {
    if (isExcluded(excluded, start) || isExcluded(replaced, start)) continue
    addInstance(into, master, shifts, start, span)
  }
  return complete && exclusionComplete
}

/** One start of a recurrence set; `end` only where RDATE gave a period. */
interface SetStart {
  readonly time: Time
  readonly startMs: number
  readonly end: Time | Duration | null
}

function addInstance(
  into: Occurrence[],
  master: EventFacts,
  shifts: readonly Shift[],
  { time, startMs, end }: SetStart,
  span: Span,
) {
  const shift = shifts.findLast(candidate => candidate.fromMs < startMs)
  if (shift !== undefined) return addShifted(into, shift, startMs, span)
  let endMs = endOf(master, time, startMs)
  if (end !== null)
    endMs = isDuration(end) ? addDuration(time, startMs, end) : startMs + exactLength(time, end)
  add(into, master, span, { startMs, endMs, recurrenceIdMs: isRecurring(master) ? startMs : null })
}

/** RANGE=THISANDFUTURE: from here on, instances start `wallMs` later and are otherwise like the override (3.2.13). */
interface Shift {
  readonly facts: EventFacts
  readonly fromMs: number
  readonly wallMs: number
}

function shiftsOf(overrides: readonly EventFacts[]): Shift[] {
  return overrides
    .filter(facts => facts.recurrenceId!.andFuture)
    .map(facts => {
      const { time } = facts.recurrenceId!
      const fromMs = instantOf(time)
      const originalWallMs = time.isDate ? time.wallMs : facts.start.zone.toWall(fromMs)
      return { facts, fromMs, wallMs: facts.start.wallMs - originalWallMs }
    })
    .sort((a, b) => a.fromMs - b.fromMs)
}

function addShifted(into: Occurrence[], { facts, wallMs }: Shift, originalMs: number, span: Span) {
  if (facts.cancelled) return
  const start = { ...facts.start, wallMs: facts.start.zone.toWall(originalMs) + wallMs }
  const startMs = instantOf(start)
  add(into, facts, span, { startMs, endMs: endOf(facts, start, startMs), recurrenceIdMs: originalMs })
}

/** The wall-clock range of original starts whose instances can touch the window. */
interface Reach {
  readonly fromMs: WallMs
  readonly toMs: WallMs
}

function reachOf(master: EventFacts, shifts: readonly Shift[], span: Span): Reach {
  const longest = Math.max(...[master, ...shifts.map(({ facts }) => facts)].map(roughLength))
  const later = Math.max(0, ...shifts.map(({ wallMs }) => wallMs))
  const earlier = Math.min(0, ...shifts.map(({ wallMs }) => wallMs))
  return {
    fromMs: span.fromMs - longest - later - MARGIN_MS,
    toMs: span.toMs - earlier + MARGIN_MS,
  }
}

function roughLength({ start, end }: EventFacts): number {
  return isDuration(end) ? end.days * DAY_MS + end.ms : Math.max(0, end.wallMs - start.wallMs)
}

function startsOf(master: EventFacts, reach: Reach, allowance: Allowance) {
  const starts: SetStart[] = []
  const put = (time: Time, end: SetStart['end']) => starts.push({ time, startMs: instantOf(time), end })
  if (within(reach, master.start.wallMs)) put(master.start, null)
  let complete = true
  for (const rule of master.rules) {
    const expansion = wallsOf(rule, master, reach, allowance)
    complete &&= expansion.complete
    for (const wallMs of expansion.walls) {
      if (wallMs !== master.start.wallMs) put({ ...master.start, wallMs }, null)
    }
  }
  for (const date of master.dates) putDate(put, master, date, reach)
  return { starts: isOncePerDay(master) ? withoutRepeats(starts) : withoutTwins(starts), complete }
}

function isOncePerDay({ rules, dates }: EventFacts): boolean {
  const [rule, ...others] = rules
  if (rule === undefined || others.length > 0 || dates.length > 0) return false
  return FREQUENCIES.indexOf(rule.frequency) <= 3 && !rule.byHour && !rule.byMinute && !rule.bySecond
}

/** The set of RFC 5545 3.8.5 holds an instant once; two wall times of one instant occur where a clock skips. */
function withoutRepeats(starts: readonly SetStart[]): SetStart[] {
  return starts.filter(({ startMs }, i) => i === 0 || startMs !== starts[i - 1]!.startMs)
}

function withoutTwins(starts: readonly SetStart[]): SetStart[] {
  const byInstant = new Map<number, SetStart>()
  for (const start of starts) {
    // A period of RDATE says how long its instance lasts, whoever else names the same start (3.8.5.2).
    if (!byInstant.has(start.startMs) || start.end !== null) byInstant.set(start.startMs, start)
  }
  return [...byInstant.values()]
}

function putDate(
  put: (time: Time, end: SetStart['end']) => unknown,
  master: EventFacts,
  date: Time | Period,
  reach: Reach,
) {
  if (!('start' in date)) {
    if (within(reach, date.wallMs)) put(likeMaster(master, date), null)
  } else if (mayOverlap(date.start, date.end, reach)) put(date.start, date.end)
}

/** An RDATE of the other value type names a day of an all-day event, or the usual time on that day. */
function likeMaster({ start }: EventFacts, time: Time): Time {
  if (time.isDate === start.isDate) return time
  if (start.isDate) return { ...start, wallMs: dayIn(start.zone, time) * DAY_MS }
  return { ...start, wallMs: time.wallMs + (start.wallMs - dayAt(start.wallMs) * DAY_MS) }
}

function within(reach: Reach, wallMs: WallMs): boolean {
  return wallMs >= reach.fromMs && wallMs <= reach.toMs
}

function wallsOf(rule: Rule, master: EventFacts, reach: Reach, { budget, maxPerSeries }: Allowance) {
  const { start } = master
  const expansion = expandRule({
    rule,
    startWallMs: start.wallMs,
    isDate: start.isDate,
    fromMs: reach.fromMs,
    toMs: Math.min(reach.toMs, lastWallOf(rule)),
    maxResults: maxPerSeries,
    budget,
  })
  if (rule.until === null && !start.isDate) return expansion
  const walls = expansion.walls.filter(wallMs => isBeforeUntil(rule, { ...start, wallMs }))
  // A rule of hours has no place in an all-day event; where it stands, it says which days.
  return { ...expansion, walls: start.isDate ? walls.map(wallMs => dayAt(wallMs) * DAY_MS) : walls }
}

/** A bound for the walk; {@link isBeforeUntil} decides exactly. */
function lastWallOf({ until }: Rule): WallMs {
  return until === null ? Number.POSITIVE_INFINITY : until.wallMs + MARGIN_MS
}

/**
 * UNTIL is inclusive. A DATE takes in its whole day. Where an all-day series has a UTC time (which RFC 5545 forbids
 * and Exchange writes: local midnight in UTC), a day counts if either reading of UNTIL includes it.
 */
function isBeforeUntil({ until }: Rule, time: Time): boolean {
  if (until === null) return true
  if (until.isDate) return dayAt(time.wallMs) <= dayAt(until.wallMs)
  if (time.isDate && dayAt(time.wallMs) <= dayAt(until.wallMs)) return true
  return until.isUtc ? instantOf(time) <= until.wallMs : time.wallMs <= until.wallMs
}

/** Exceptions name instants, or whole days where one side is a DATE. */
interface Exceptions {
  readonly instants: Set<number>
  readonly days: Set<Day>
}

function exceptionsOf(master: EventFacts, reach: Reach): Exceptions {
  return collect(master, master.exceptionDates, reach)
}

function replacedBy(overrides: readonly EventFacts[], master: EventFacts, reach: Reach): Exceptions {
  const times = overrides.map(({ recurrenceId }) => recurrenceId!.time)
  return collect(master, times, reach)
}

function collect({ start }: EventFacts, times: readonly Time[], reach: Reach): Exceptions {
  const exceptions: Exceptions = { instants: new Set(), days: new Set() }
  const near = { fromMs: reach.fromMs - MARGIN_MS, toMs: reach.toMs + MARGIN_MS }
  for (const time of times) {
    if (!within(near, time.wallMs)) continue
    if (time.isDate) exceptions.days.add(dayAt(time.wallMs))
    else if (start.isDate) exceptions.days.add(dayIn(start.zone, time))
    else exceptions.instants.add(instantOf(time))
  }
  return exceptions
}

/**
 * The day an exception with a clock names in an all-day series. Exchange writes local midnight with a TZID; one in
 * UTC is looked at in the zone of the series.
 */
function dayIn(zone: Zone, time: Time): Day {
  return dayAt(time.zone.id === 'UTC' ? zone.toWall(time.wallMs) : time.wallMs)
}

function isExcluded({ instants, days }: Exceptions, { time, startMs }: SetStart): boolean {
  return instants.has(startMs) || (days.size > 0 && days.has(dayAt(time.wallMs)))
}

function excludeByRule(into: Exceptions, master: EventFacts, reach: Reach, allowance: Allowance): boolean {
  let complete = true
  for (const rule of master.exceptionRules) {
    const expansion = wallsOf(rule, master, reach, allowance)
    complete &&= expansion.complete
    for (const wallMs of expansion.walls) into.instants.add(instantOf({ ...master.start, wallMs }))
  }
  return complete
}
