import { type Component, type Property, parameter, property } from './content-lines.ts'
import { type Rule, readRule } from './rule.ts'
import { type Duration, readDuration, readTime, unescapeText } from './values.ts'
import { DAY_MS, type WallMs } from './wall-time.ts'
import { UTC, type Zone } from './zones.ts'

/** A time with the clock it is told by. A DATE is the midnight that begins it. */
export interface Time {
  readonly wallMs: WallMs
  readonly zone: Zone
  readonly isDate: boolean
}

export interface Period {
  readonly start: Time
  readonly end: Time | Duration
}

export interface RecurrenceId {
  readonly time: Time
  /** `RANGE=THISANDFUTURE`. */
  readonly andFuture: boolean
}

/** A VEVENT (or AVAILABLE) as its own words have it, nothing expanded. */
export interface EventFacts {
  readonly uid: string
  readonly summary: string
  readonly line: number
  readonly sequence: number
  /** DTSTAMP as wall time, to break ties of SEQUENCE (RFC 5546 2.1.5). */
  readonly stampMs: number
  readonly start: Time
  readonly end: Time | Duration
  readonly cancelled: boolean
  readonly status: 'busy' | 'tentative' | 'free'
  readonly recurrenceId: RecurrenceId | null
  readonly rules: readonly Rule[]
  readonly exceptionRules: readonly Rule[]
  readonly dates: readonly (Time | Period)[]
  readonly exceptionDates: readonly Time[]
}

/** How a component's times find their zones. Unknown names are told to the calendar, once each. */
export interface ZoneLookup {
  /** For a DATE-TIME without a zone. */
  readonly floating: Zone
  /** For a DATE. */
  readonly allDay: Zone
  named(tzid: string, line: number): Zone
}

/** Said of one component that cannot be read; caught where components are read one by one. */
export class UnreadableComponent extends Error {
  readonly line: number
  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

/** The properties that decide when a component blocks time; the rest of the text is passed over. */
export const READ_PROPERTIES: ReadonlySet<string> = new Set([
  ...['UID', 'SUMMARY', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND', 'DURATION', 'STATUS', 'TRANSP'],
  ...['RECURRENCE-ID', 'RRULE', 'EXRULE', 'RDATE', 'EXDATE', 'X-MICROSOFT-CDO-BUSYSTATUS'],
  ...['METHOD', 'NAME', 'X-WR-CALNAME', 'X-WR-TIMEZONE', 'FREEBUSY', 'BUSYTYPE', 'PRIORITY'],
  ...['TZID', 'TZOFFSETFROM', 'TZOFFSETTO'],
])

/** Reads one event that is whole (`fault` is null). Throws {@link UnreadableComponent} with a sentence for the organizer. */
export function readEvent(component: Component, zones: ZoneLookup): EventFacts {
  const startProperty = property(component, 'DTSTART')
  if (startProperty === null) throw new UnreadableComponent('It has no start (DTSTART).', component.line)
  const start = readTimeProperty(startProperty, zones)
  return {
    uid: readUid(component),
    summary: titleOf(component),
    line: component.line,
    sequence: readSequence(property(component, 'SEQUENCE')),
    stampMs: readTime(property(component, 'DTSTAMP')?.value ?? '')?.wallMs ?? 0,
    start,
    end: readEnd(component, start, zones),
    cancelled: wordOf(component, 'STATUS') === 'CANCELLED',
    status: readStatus(component),
    recurrenceId: readRecurrenceId(component, zones),
    rules: rulesOf(component, 'RRULE'),
    exceptionRules: rulesOf(component, 'EXRULE'),
    dates: listOf(component, 'RDATE', (value, source) => readDateOrPeriod(value, source, zones)),
    exceptionDates: listOf(component, 'EXDATE', (value, source) => readTimeValue(value, source, zones)),
  }
}

export function textOf(component: Component, name: string): string {
  const found = property(component, name)
  return found === null ? '' : unescapeText(found.value).trim()
}

/** RFC 7986 5.3 keeps a UID under 255 octets; each occurrence carries it, so a giant one would multiply. */
const LONGEST_UID = 1_000
const LONGEST_TITLE = 300

export function readUid(component: Component): string {
  const uid = textOf(component, 'UID')
  if (uid.length > LONGEST_UID) throw new UnreadableComponent('Its UID is too long.', component.line)
  return uid
}

export function titleOf(component: Component, name = 'SUMMARY'): string {
  return textOf(component, name).slice(0, LONGEST_TITLE)
}

export function wordOf(component: Component, name: string): string {
  return property(component, name)?.value.trim().toUpperCase() ?? ''
}

function readSequence(found: Property | null): number {
  const number = Number(found?.value.trim() ?? 0)
  return Number.isSafeInteger(number) ? number : 0
}

function readStatus(component: Component): EventFacts['status'] {
  const busyStatus = wordOf(component, 'X-MICROSOFT-CDO-BUSYSTATUS')
  if (wordOf(component, 'TRANSP') === 'TRANSPARENT' || busyStatus === 'FREE') return 'free'
  return busyStatus === 'TENTATIVE' || wordOf(component, 'STATUS') === 'TENTATIVE' ? 'tentative' : 'busy'
}

export function readTimeProperty(source: Property, zones: ZoneLookup): Time {
  return readTimeValue(source.value, source, zones)
}

function readTimeValue(value: string, source: Property, zones: ZoneLookup): Time {
  const written = readTime(value)
  if (written === null) throw unreadable(source, value)
  const { wallMs, isDate, isUtc } = written
  if (isUtc) return { wallMs, isDate, zone: UTC }
  if (isDate) return { wallMs, isDate, zone: zones.allDay }
  const tzid = parameter(source, 'TZID')
  return { wallMs, isDate, zone: tzid === null ? zones.floating : zones.named(tzid, source.line) }
}

function unreadable(source: Property, value: string): UnreadableComponent {
  const shown = value.trim().slice(0, 40)
  return new UnreadableComponent(`Its ${source.name} cannot be read: ${shown}`, source.line)
}

/** A century: what claims to be longer is a mistake or an attack, not an event. */
const LONGEST_MS = 36_525 * DAY_MS

/** RFC 5545 3.6.1: a DATE without an end lasts its day, a DATE-TIME without one has no length. */
function readEnd(component: Component, start: Time, zones: ZoneLookup): Time | Duration {
  const end = property(component, 'DTEND')
  if (end !== null) return checkedEnd(end, start, readTimeProperty(end, zones))
  const duration = property(component, 'DURATION')
  if (duration === null) return { days: start.isDate ? 1 : 0, ms: 0 }
  return checkedDuration(duration, duration.value)
}

function checkedDuration(source: Property, value: string): Duration {
  const duration = readDuration(value)
  if (duration === null) throw unreadable(source, value)
  const length = duration.days * DAY_MS + duration.ms
  if (length < 0) throw new UnreadableComponent('It ends before it starts.', source.line)
  if (length > LONGEST_MS) throw new UnreadableComponent('It lasts for more than a century.', source.line)
  return duration
}

function checkedEnd(source: Property, start: Time, end: Time): Time | Duration {
  if (start.isDate && end.isDate) {
    // DTEND must be later than DTSTART (3.8.2.2); several programs write the same day for one whole day.
    const days = Math.round((end.wallMs - start.wallMs) / DAY_MS) || 1
    return checkedDuration(source, `${days < 0 ? '-' : ''}P${Math.abs(days)}D`)
  }
  const roughly = end.wallMs - start.wallMs
  if (roughly > LONGEST_MS) throw new UnreadableComponent('It lasts for more than a century.', source.line)
  if (endsFirst(start, end)) throw new UnreadableComponent('It ends before it starts.', source.line)
  return end
}

/** The digits settle it within one zone and beyond two days; only between zones are the instants looked up. */
function endsFirst(start: Time, end: Time): boolean {
  const roughly = end.wallMs - start.wallMs
  if (start.zone === end.zone || Math.abs(roughly) > 2 * DAY_MS) return roughly < 0
  return instantOf(end) < instantOf(start)
}

export function instantOf({ wallMs, zone }: Time): number {
  return zone.toInstant(wallMs)
}

export function isDuration(end: Time | Duration): end is Duration {
  return 'days' in end
}

function readRecurrenceId(component: Component, zones: ZoneLookup): RecurrenceId | null {
  const found = property(component, 'RECURRENCE-ID')
  if (found === null) return null
  const andFuture = parameter(found, 'RANGE')?.toUpperCase() === 'THISANDFUTURE'
  return { time: readTimeProperty(found, zones), andFuture }
}

function rulesOf(component: Component, name: string): Rule[] {
  const rules: Rule[] = []
  for (const candidate of component.properties) {
    if (candidate.name !== name) continue
    const reading = readRule(candidate.value)
    if (!reading.ok) throw new UnreadableComponent(reading.message, candidate.line)
    rules.push(reading.rule)
  }
  return rules
}

function listOf<T>(component: Component, name: string, read: (value: string, source: Property) => T): T[] {
  const items: T[] = []
  for (const candidate of component.properties) {
    if (candidate.name !== name) continue
    for (const value of candidate.value.split(',')) {
      if (value.trim() !== '') items.push(read(value, candidate))
    }
  }
  return items
}

function readDateOrPeriod(value: string, source: Property, zones: ZoneLookup): Time | Period {
  return value.includes('/') ? readPeriod(value, source, zones) : readTimeValue(value, source, zones)
}

/** RFC 5545 3.3.9: start and end, or start and duration. */
export function readPeriod(value: string, source: Property, zones: ZoneLookup): Period {
  const [startText, endText, rest] = value.split('/')
  if (endText === undefined || rest !== undefined) throw unreadable(source, value)
  const start = readTimeValue(startText!, source, zones)
  if (/^\s*[+-]?P/i.test(endText)) return { start, end: checkedDuration(source, endText) }
  return { start, end: checkedEnd(source, start, readTimeValue(endText, source, zones)) }
}
