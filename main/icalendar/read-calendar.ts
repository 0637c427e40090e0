import { type Availability, readAvailability, unavailableTime } from './availability.ts'
import { calendarZones } from './calendar-zones.ts'
import { type Component, parseComponents } from './content-lines.ts'
import {
  type EventFacts,
  READ_PROPERTIES,
  readEvent,
  titleOf,
  UnreadableComponent,
  wordOf,
  type ZoneLookup,
} from './event.ts'
import { readFreeBusy } from './free-busy.ts'
import type { Occurrence, Problem, Reading, ReadingLimits, ReadingRequest } from './reading.ts'
import { occurrencesOf, type Series, type Span } from './series.ts'
import { intlZone } from './zones.ts'

/** What one reading may cost when the request does not say otherwise. */
export const READING_LIMITS: ReadingLimits = {
  maxCharacters: 32_000_000,
  maxOccurrences: 200_000,
  maxOccurrencesPerEvent: 20_000,
  maxSteps: 3_000_000,
  maxStepsPerEvent: 250_000,
  maxProblems: 100,
}

/** The components that can block time. */
const BLOCKING = new Set(['VEVENT', 'VFREEBUSY', 'VAVAILABILITY'])

/** Each is laid over all the others, so their number counts twice. */
const MAX_AVAILABILITIES = 50

/**
 * Reads iCalendar text (RFC 5545, 7953) into the occurrences that overlap `[fromMs, toMs)`, sorted by start, free
 * ones included. Synchronous and pure; cost is bounded by `limits`, not by a clock. Never throws for what the text
 * holds: each part that cannot be read is a problem, and the rest counts all the same. Throws a RangeError when
 * `request.zone` is no zone that the platform knows.
 */
export function readCalendar(request: ReadingRequest): Reading {
  if (intlZone(request.zone) === null) throw new RangeError(`Unknown time zone: ${request.zone}`)
  const limits = { ...READING_LIMITS, ...request.limits }
  if (request.text.length > limits.maxCharacters) {
    return refusal(request, 'too_large', 'The calendar is too large to be read.')
  }
  const { root, faults } = parseComponents(request.text, READ_PROPERTIES)
  const calendars = root.components.filter(({ name }) => name === 'VCALENDAR')
  if (calendars.length === 0) return refusal(request, 'not_a_calendar', describeStranger(request.text))
  const reader = new CalendarReader(request, limits)
  for (const fault of faults) reader.tell(null, fault.line, fault.message)
  for (const calendar of calendars) reader.collect(calendar)
  return reader.finish(nameOf(calendars))
}

function refusal(
  request: ReadingRequest,
  refused: NonNullable<Reading['refused']>,
  message: string,
): Reading {
  const problem: Problem = { uid: null, summary: null, line: 1, message }
  return { name: null, zone: request.zone, occurrences: [], problems: [problem], eventCount: 0, refused }
}

function describeStranger(text: string): string {
  const start = text.slice(0, 1000).trimStart().toLowerCase()
  if (start === '') return 'The calendar is empty: there is no text in it at all.'
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    return 'This is a web page, not a calendar. Perhaps the address asks for a sign-in.'
  }
  return 'This is not an iCalendar text: it has no BEGIN:VCALENDAR.'
}

function nameOf(calendars: readonly Component[]): string | null {
  for (const calendar of calendars) {
    const name = titleOf(calendar, 'X-WR-CALNAME') || titleOf(calendar, 'NAME')
    if (name !== '') return name
  }
  return null
}

/** Masters and overrides of one UID while the text is still being gone through. */
interface OpenSeries {
  readonly masters: EventFacts[]
  readonly overrides: EventFacts[]
}

/** Gathers one text: first all components, since an override may stand before its master, then the occurrences. */
class CalendarReader {
  readonly #request: ReadingRequest
  readonly #limits: ReadingLimits
  readonly #span: Span
  readonly #occurrences: Occurrence[] = []
  readonly #problems: Problem[] = []
  readonly #series = new Map<string, OpenSeries>()
  readonly #nameless: OpenSeries[] = []
  readonly #availabilities: Availability[] = []
  #untoldProblems = 0
  #eventCount = 0
  #stepsLeft: number
  #zone: string | null = null

  constructor(request: ReadingRequest, limits: ReadingLimits) {
    this.#request = request
    this.#limits = limits
    this.#span = { fromMs: request.fromMs, toMs: request.toMs }
    this.#stepsLeft = limits.maxSteps
  }

  collect(calendar: Component) {
    const zones = calendarZones(calendar, this.#request.zone, this.#span.toMs, (line, message) =>
      this.tell(null, line, message),
    )
    // A clock that only the text defines has no name that others could use.
    this.#zone ??= intlZone(zones.floating.id) === null ? this.#request.zone : zones.floating.id
    const cancels = wordOf(calendar, 'METHOD') === 'CANCEL'
    for (const component of calendar.components) {
      if (BLOCKING.has(component.name)) this.#guarded(component, () => this.#take(component, zones, cancels))
    }
  }

  finish(name: string | null): Reading {
    for (const [uid, series] of this.#series) this.#expand(uid, series)
    for (const series of this.#nameless) this.#expand('', series)
    for (const occurrence of unavailableTime(this.#availabilities)) this.#occurrences.push(occurrence)
    this.#occurrences.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    return {
      name,
      zone: this.#zone ?? this.#request.zone,
      occurrences: this.#occurrences,
      problems: this.#toldProblems(),
      eventCount: this.#eventCount,
    }
  }

  tell(component: Component | null, line: number, message: string) {
    if (this.#problems.length >= this.#limits.maxProblems) {
      this.#untoldProblems += 1
      return
    }
    const uid = component === null ? null : titleOf(component, 'UID') || null
    const summary = component === null ? null : titleOf(component) || null
    this.#problems.push({ uid, summary, line, message })
  }

  #take(component: Component, zones: ZoneLookup, cancels: boolean) {
    if (component.name === 'VEVENT') this.#takeEvent(component, zones, cancels)
    else if (component.name === 'VFREEBUSY') this.#takeFreeBusy(component, zones)
    else this.#takeAvailability(component, zones)
  }

  #takeEvent(component: Component, zones: ZoneLookup, cancels: boolean) {
    const read = readEvent(component, zones)
    const facts = cancels ? { ...read, cancelled: true } : read
    if (facts.recurrenceId === null) this.#eventCount += 1
    addToSeries(this.#series, this.#nameless, facts)
  }

  #takeFreeBusy(component: Component, zones: ZoneLookup) {
    const found = readFreeBusy(component, zones, this.#span, fault =>
      this.tell(component, fault.line, fault.message),
    )
    for (const occurrence of found) this.#occurrences.push(occurrence)
  }

  #takeAvailability(component: Component, zones: ZoneLookup) {
    if (this.#availabilities.length >= MAX_AVAILABILITIES) {
      throw new UnreadableComponent('The calendar holds too many statements of availability.', component.line)
    }
    const availability = readAvailability(component, zones, this.#span, parts =>
      this.#expandAvailable(parts, zones),
    )
    this.#availabilities.push(availability)
  }

  /** What of AVAILABLE cannot be read stays unavailable, and is told. */
  #expandAvailable(parts: readonly Component[], zones: ZoneLookup): Span[] {
    const series = new Map<string, OpenSeries>()
    const nameless: OpenSeries[] = []
    for (const part of parts) {
      this.#guarded(part, () => addToSeries(series, nameless, readEvent(part, zones)))
    }
    const occurrences = [...series.values(), ...nameless].flatMap(open => this.#occurrencesOf('', open))
    return occurrences.map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs }))
  }

  #guarded(component: Component, read: () => void) {
    if (component.fault !== null) return this.tell(component, component.line, component.fault)
    try {
      read()
    } catch (error) {
      if (!(error instanceof UnreadableComponent)) throw error
      this.tell(component, error.line, error.message)
    }
  }

  #expand(uid: string, open: OpenSeries) {
    const found = this.#occurrencesOf(uid, open)
    const room = this.#limits.maxOccurrences - this.#occurrences.length
    if (found.length > room) this.#tellSeries(uid, open, 'The calendar holds too much to read all of it.')
    for (const occurrence of found.slice(0, Math.max(0, room))) this.#occurrences.push(occurrence)
  }

  #occurrencesOf(uid: string, open: OpenSeries): Occurrence[] {
    const steps = Math.max(0, Math.min(this.#limits.maxStepsPerEvent, this.#stepsLeft))
    const budget = { steps }
    const series = currentVersions(open)
    const { occurrences, complete } = occurrencesOf(series, this.#span, {
      budget,
      maxPerSeries: this.#limits.maxOccurrencesPerEvent,
    })
    this.#stepsLeft -= steps - budget.steps
    if (!complete) this.#tellSeries(uid, open, 'It repeats too often to be read to the end.')
    return series.masters.length > 1 ? withoutTwins(occurrences) : occurrences
  }

  #tellSeries(uid: string, { masters, overrides }: OpenSeries, message: string) {
    const facts = masters[0] ?? overrides[0]!
    if (this.#problems.length >= this.#limits.maxProblems) this.#untoldProblems += 1
    else {
      this.#problems.push({ uid: uid || null, summary: facts.summary || null, line: facts.line, message })
    }
  }

  #toldProblems(): Problem[] {
    const problems = this.#problems.sort((a, b) => a.line - b.line)
    if (this.#untoldProblems === 0) return problems
    const message = `${this.#untoldProblems} more parts of the calendar could not be read.`
    return [...problems, { uid: null, summary: null, line: problems.at(-1)?.line ?? 1, message }]
  }
}

/** RFC 5545 wants a UID. Where it is missing, the event stands for itself. */
function addToSeries(series: Map<string, OpenSeries>, nameless: OpenSeries[], facts: EventFacts) {
  const { uid } = facts
  let open = uid === '' ? undefined : series.get(uid)
  if (open === undefined) {
    open = { masters: [], overrides: [] }
    if (uid === '') nameless.push(open)
    else series.set(uid, open)
  }
  if (facts.recurrenceId === null) open.masters.push(facts)
  else open.overrides.push(facts)
}

/** Of several versions the highest SEQUENCE counts, then the latest DTSTAMP (RFC 5546 2.1.5). */
function currentVersions({ masters, overrides }: OpenSeries): Series {
  if (overrides.length < 2) return { masters: newest(masters), overrides }
  const byInstance = Map.groupBy(overrides, ({ recurrenceId }) => {
    const { wallMs, zone } = recurrenceId!.time
    return `${wallMs} ${zone.id}`
  })
  return { masters: newest(masters), overrides: [...byInstance.values()].flatMap(newest) }
}

/** Versions that tie are different events under one UID, as careless exporters write them: all of them block. */
function newest(versions: readonly EventFacts[]): readonly EventFacts[] {
  if (versions.length < 2) return versions
  const sequence = Math.max(...versions.map(facts => facts.sequence))
  const current = versions.filter(facts => facts.sequence === sequence)
  const stampMs = Math.max(...current.map(facts => facts.stampMs))
  return current.filter(facts => facts.stampMs === stampMs)
}

function withoutTwins(occurrences: readonly Occurrence[]): Occurrence[] {
  const seen = new Set<string>()
  return occurrences.filter(({ startMs, endMs, status }) => {
    const key = `${startMs} ${endMs} ${status}`
    return !seen.has(key) && seen.add(key)
  })
}
