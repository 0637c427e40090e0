import { type Component, type Property, parameter, property } from '../../icalendar/content-lines.ts'
import { readCalendar } from '../../icalendar/read-calendar.ts'
import { type EventToWrite, InvalidCalendarValue, writeCalendar } from '../../icalendar/write-calendar.ts'
import { CalendarFault } from '../calendar-fault.ts'
import type { EventToPut } from '../connector.ts'
import { digestOf, type EventTree, mark, readEventTree, replaceLines, writeTree } from './event-lines.ts'

const prodId = '-//Openslot//Openslot//EN'

/**
 * The text of a booking's event. With `invite` it names an organizer, which must be an address of the account, and
 * attendees, so that the server invites them (RFC 6638 3.2.1); without, it names neither, so that no server can: not
 * all heed SCHEDULE-AGENT=NONE.
 *
 * @throws CalendarFault when the event cannot be said in iCalendar
 */
export function writeBooking(event: EventToPut, accountEmails: readonly string[]): string {
  try {
    const tree = readEventTree(writeCalendar({ prodId, events: [toWrite(event, accountEmails)] }), event.uid)
    return writeTree(marked(tree))
  } catch (cause) {
    if (!(cause instanceof InvalidCalendarValue)) throw cause
    const message = `This event cannot be written into a calendar (${cause.message}). Correct it and try again.`
    throw new CalendarFault('refused', message, { cause })
  }
}

function toWrite(event: EventToPut, accountEmails: readonly string[]): EventToWrite {
  const { uid, stampMs, sequence, summary, startMs, endMs, zone, description, location, url, status } = event
  return {
    ...{ uid, stampMs, sequence, summary, startMs, endMs, zone },
    description: description === '' ? undefined : description,
    location: location === '' ? undefined : location,
    url: url === '' ? undefined : url,
    status: status === 'tentative' ? 'TENTATIVE' : 'CONFIRMED',
    transp: status === 'free' ? 'TRANSPARENT' : 'OPAQUE',
    ...(event.invite ? people(event, accountEmails) : {}),
  }
}

function people({ organizer, attendees }: EventToPut, accountEmails: readonly string[]) {
  if (attendees.length === 0) return {}
  const wanted = organizer?.email.toLowerCase()
  const email =
    accountEmails.find(own => own.toLowerCase() === wanted) ?? accountEmails[0] ?? organizer?.email
  if (email === undefined) throw new InvalidCalendarValue('ORGANIZER', 'the account has no e-mail address')
  return {
    organizer: { email, name: organizer?.name },
    attendees: attendees.map(attendee => ({
      email: attendee.email,
      name: attendee.displayName,
      participation: 'NEEDS-ACTION' as const,
      role: 'REQ-PARTICIPANT' as const,
      rsvp: true,
    })),
  }
}

function marked(tree: EventTree): EventTree {
  if (tree.event !== null) {
    const line = { name: mark, parameters: '', value: digestOf(tree), line: 0 }
    replaceLines(tree.event, ({ name }) => name === mark, [line])
  }
  return tree
}

/** Lines that a booking says all of, whether it has them or not; the last two would contradict it. */
const ours = new Set([
  ...['UID', 'DTSTAMP', 'SEQUENCE', 'DTSTART', 'DTEND', 'DURATION', 'LAST-MODIFIED'],
  ...['SUMMARY', 'DESCRIPTION', 'LOCATION', 'URL', 'STATUS', 'TRANSP', 'ORGANIZER', mark],
  ...['X-ALT-DESC', 'X-MICROSOFT-CDO-BUSYSTATUS'],
])

/**
 * The stored text with the booking's own lines replaced: alarms, categories, other programs' lines and people whom the
 * organizer added stay as they are.
 */
export function mergeBooking(stored: string, written: string, uid: string): string {
  const into = readEventTree(stored, uid)
  const from = readEventTree(written, uid)
  if (into.event === null || from.event === null) return written
  const merged = mergedLines(into.event, from.event)
  takeZones(into.root, from.root)
  const asked = isAtSameTime(into.event, from.event) ? [] : attendeesOf(from.event)
  replaceLines(into.event, line => ours.has(line.name) || asked.includes(attendeeOf(line) ?? ''), merged)
  return writeTree(marked(into))
}

/**
 * A SEQUENCE never goes back (RFC 5546 2.1.4), whoever has attendees keeps an organizer, and what an attendee answered
 * holds for the time it was asked about.
 */
function mergedLines(stored: Component, written: Component): Property[] {
  const highest = Math.max(sequenceOf(stored), sequenceOf(written))
  const answered = isAtSameTime(stored, written) ? attendeesOf(stored) : []
  const kept = property(stored, 'ORGANIZER')
  const needsOrganizer = property(written, 'ORGANIZER') === null && property(stored, 'ATTENDEE') !== null
  return [
    ...written.properties
      .filter(line => !answered.includes(attendeeOf(line) ?? ''))
      .map(line => (line.name === 'SEQUENCE' ? { ...line, value: String(highest) } : line)),
    ...(needsOrganizer && kept !== null ? [kept] : []),
  ]
}

/** The zones that the new times are told by; of equal names the stored one goes, as it may end too early. */
function takeZones(into: Component, from: Component): void {
  const [target, source] = [calendarIn(into), calendarIn(from)]
  const zones = source?.components.filter(({ name }) => name === 'VTIMEZONE') ?? []
  const names = zones.map(zone => property(zone, 'TZID')?.value)
  const kept =
    target?.components.filter(
      part => part.name !== 'VTIMEZONE' || !names.includes(property(part, 'TZID')?.value),
    ) ?? []
  target?.components.splice(0, target.components.length, ...zones, ...kept)
}

function isAtSameTime(one: Component, other: Component): boolean {
  const told = (event: Component, name: string) => {
    const line = property(event, name)
    return line === null ? '' : `${parameter(line, 'TZID') ?? ''} ${line.value.trim()}`
  }
  return ['DTSTART', 'DTEND', 'DURATION'].every(name => told(one, name) === told(other, name))
}

const calendarIn = ({ components }: Component) => components.find(({ name }) => name === 'VCALENDAR')

const attendeesOf = (event: Component) => event.properties.map(attendeeOf).filter(address => address !== null)

function attendeeOf({ name, value }: Property): string | null {
  return name === 'ATTENDEE' ? value.trim().toLowerCase() : null
}

function sequenceOf(event: Component): number {
  const sequence = Number(property(event, 'SEQUENCE')?.value.trim() ?? 0)
  return Number.isSafeInteger(sequence) ? sequence : 0
}

/** More than this is no booking, and is not read on the thread that serves everybody. */
const longest = 200_000
const limits = { maxCharacters: longest, maxSteps: 5_000, maxStepsPerEvent: 5_000, maxOccurrences: 100 }

/**
 * Whether the stored object is the booking that was to be written: what a write whose answer was lost leaves behind.
 * By its mark, or, with servers that drop such lines, by its SEQUENCE and its time.
 */
export function isThisBooking(stored: string, written: string, event: EventToPut): boolean {
  if (stored.length > longest) return false
  const found = readEventTree(stored, event.uid)
  if (found.event === null || sequenceOf(found.event) < event.sequence) return false
  if (digestOf(found) === digestOf(readEventTree(written, event.uid))) return true
  return sequenceOf(found.event) === event.sequence && isAtItsTime(stored, event)
}

function isAtItsTime(stored: string, { uid, startMs, endMs, zone }: EventToPut): boolean {
  const window = { fromMs: startMs - 60_000, toMs: endMs + 60_000 }
  const { occurrences } = readCalendar({ text: stored, zone, ...window, limits })
  return occurrences.some(o => o.uid === uid && o.startMs === startMs && o.endMs === endMs)
}
