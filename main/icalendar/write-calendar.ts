import {
  dateTimeValue,
  dateValue,
  InvalidCalendarValue,
  joinLines,
  mailtoValue,
  parameterValue,
  textValue,
  uriValue,
  utcValue,
  wordValue,
} from './write-lines.ts'
import { vtimezoneLines } from './write-vtimezone.ts'
import { intlZone, UTC, type Zone } from './zones.ts'

/** A VCALENDAR with VEVENTs. Without a method it is an object to store (CalDAV); with one, an iTIP message (RFC 5546). */
export interface CalendarToWrite {
  readonly prodId: string
  readonly method?: 'PUBLISH' | 'REQUEST' | 'REPLY' | 'CANCEL' | undefined
  /** `NAME` (RFC 7986) and `X-WR-CALNAME`, for feeds. */
  readonly name?: string | undefined
  readonly events: readonly EventToWrite[]
}

/** Instants are milliseconds since the epoch; parts of a second are dropped. */
export interface EventToWrite {
  readonly uid: string
  /** DTSTAMP. */
  readonly stampMs: number
  readonly sequence: number
  readonly summary: string
  readonly startMs: number
  readonly endMs: number
  /** IANA zone whose clock tells the times; absent: UTC. An all-day event takes its dates from it. */
  readonly zone?: string | undefined
  readonly allDay?: boolean | undefined
  readonly recurrenceIdMs?: number | undefined
  readonly description?: string | undefined
  readonly location?: string | undefined
  /** http or https. */
  readonly url?: string | undefined
  readonly organizer?: Person | undefined
  readonly attendees?: readonly Attendee[] | undefined
  /** A CANCEL message always says CANCELLED. */
  readonly status?: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED' | undefined
  readonly transp?: 'OPAQUE' | 'TRANSPARENT' | undefined
  readonly createdMs?: number | undefined
  readonly lastModifiedMs?: number | undefined
}

export interface Person {
  readonly email: string
  readonly name?: string | undefined
}

export interface Attendee extends Person {
  readonly participation?: 'NEEDS-ACTION' | 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | undefined
  readonly role?: 'CHAIR' | 'REQ-PARTICIPANT' | 'OPT-PARTICIPANT' | 'NON-PARTICIPANT' | undefined
  readonly rsvp?: boolean | undefined
  /** Who sends the invitation (RFC 6638 7.1); `NONE` and `CLIENT` keep the server from sending. */
  readonly scheduleAgent?: 'SERVER' | 'CLIENT' | 'NONE' | undefined
}

/**
 * Writes iCalendar text (RFC 5545): CRLF, lines folded at 75 octets, each zone in use defined by a VTIMEZONE. No
 * string can add a line or a parameter. Throws {@link InvalidCalendarValue} for an e-mail address, address or zone
 * that is none, for an end before its start, and for a message that lacks whom RFC 5546 demands.
 */
export function writeCalendar(calendar: CalendarToWrite): string {
  const { method, prodId, name, events } = calendar
  return joinLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${textValue(prodId)}`,
    'CALSCALE:GREGORIAN',
    ...(method === undefined ? [] : [`METHOD:${wordValue('METHOD', method)}`]),
    ...(name === undefined ? [] : [`NAME:${textValue(name)}`, `X-WR-CALNAME:${textValue(name)}`]),
    ...zoneDefinitions(events),
    ...events.flatMap(event => eventLines(event, method)),
    'END:VCALENDAR',
  ])
}

function zoneDefinitions(events: readonly EventToWrite[]): string[] {
  const zoned = events.filter(event => !event.allDay && isToldByZone(event))
  const byZone = Map.groupBy(zoned, event => zoneOf(event).id)
  return [...byZone].flatMap(([id, inZone]) => {
    const instants = inZone.flatMap(({ startMs, endMs, recurrenceIdMs }) => [
      startMs,
      endMs,
      recurrenceIdMs ?? startMs,
    ])
    return vtimezoneLines(id, Math.min(...instants), Math.max(...instants))
  })
}

function zoneOf({ zone }: EventToWrite): Zone {
  const found = zone === undefined ? UTC : intlZone(zone)
  if (found === null) throw new InvalidCalendarValue('TZID', 'not a known time zone')
  return found
}

/** A local time that comes twice means its first coming (3.3.5), so an event in the second can only be told in UTC. */
function isToldByZone(event: EventToWrite): boolean {
  const zone = zoneOf(event)
  const instants = [event.startMs, event.endMs, event.recurrenceIdMs ?? event.startMs]
  return zone.id !== 'UTC' && instants.every(ms => zone.toInstant(zone.toWall(ms)) === ms)
}

function eventLines(event: EventToWrite, method: CalendarToWrite['method']): string[] {
  checkEvent(event, method)
  const optional = (name: string, value: string | undefined, write: (value: string) => string) =>
    value === undefined ? [] : [`${name}:${write(value)}`]
  const instant = (name: string, ms: number | undefined) =>
    ms === undefined ? [] : [`${name}:${utcValue(ms)}`]
  return [
    'BEGIN:VEVENT',
    `UID:${textValue(event.uid)}`,
    `DTSTAMP:${utcValue(event.stampMs)}`,
    ...instant('CREATED', event.createdMs),
    ...instant('LAST-MODIFIED', event.lastModifiedMs),
    `SEQUENCE:${event.sequence}`,
    ...timeLines(event),
    `SUMMARY:${textValue(event.summary)}`,
    ...optional('DESCRIPTION', event.description, textValue),
    ...optional('LOCATION', event.location, textValue),
    ...optional('URL', event.url, value => uriValue('URL', value)),
    ...optional('STATUS', method === 'CANCEL' ? 'CANCELLED' : event.status, value =>
      wordValue('STATUS', value),
    ),
    ...optional('TRANSP', event.transp, value => wordValue('TRANSP', value)),
    ...personLines(event, method),
    'END:VEVENT',
  ]
}

function checkEvent(event: EventToWrite, method: CalendarToWrite['method']) {
  const { uid, sequence, startMs, endMs, stampMs, organizer, attendees } = event
  if (uid.trim() === '') throw new InvalidCalendarValue('UID', 'empty')
  if (!Number.isSafeInteger(sequence) || sequence < 0)
    throw new InvalidCalendarValue('SEQUENCE', 'not a count')
  for (const [name, ms] of Object.entries({ DTSTART: startMs, DTEND: endMs, DTSTAMP: stampMs })) {
    if (!isWritableInstant(ms)) throw new InvalidCalendarValue(name, 'outside the years 1 to 9999')
  }
  if (endMs <= startMs) throw new InvalidCalendarValue('DTEND', 'not after the start')
  if (method === undefined || method === 'PUBLISH') return
  if (organizer === undefined) throw new InvalidCalendarValue('ORGANIZER', `missing in a ${method}`)
  if (method !== 'CANCEL' && !attendees?.length)
    throw new InvalidCalendarValue('ATTENDEE', `missing in a ${method}`)
}

/** A day inside the first and last year that four digits can tell, whatever the zone. */
function isWritableInstant(ms: number): boolean {
  return Number.isFinite(ms) && ms > -62_135_510_400_000 && ms < 253_402_214_400_000
}

function timeLines(event: EventToWrite): string[] {
  const times: [string, number][] = [
    ...(event.recurrenceIdMs === undefined
      ? []
      : [['RECURRENCE-ID', event.recurrenceIdMs] as [string, number]]),
    ['DTSTART', event.startMs],
    ['DTEND', event.endMs],
  ]
  const zone = zoneOf(event)
  if (event.allDay) return times.map(([name, ms]) => `${name};VALUE=DATE:${dateValue(zone.toWall(ms))}`)
  if (!isToldByZone(event)) return times.map(([name, ms]) => `${name}:${utcValue(ms)}`)
  return times.map(([name, ms]) => `${name};TZID=${zone.id}:${dateTimeValue(zone.toWall(ms))}`)
}

/** A PUBLISH has no attendees (RFC 5546 3.2.1): it is a copy to keep, not an invitation. */
function personLines({ organizer, attendees }: EventToWrite, method: CalendarToWrite['method']): string[] {
  const invited = method === 'PUBLISH' ? [] : (attendees ?? [])
  return [
    ...(organizer === undefined
      ? []
      : [`ORGANIZER${nameParameter(organizer)}:${addressOf('ORGANIZER', organizer)}`]),
    ...invited.map(attendeeLine),
  ]
}

function attendeeLine(attendee: Attendee): string {
  const { participation, role, rsvp, scheduleAgent } = attendee
  const parameters = [
    role === undefined ? '' : `;ROLE=${wordValue('ROLE', role)}`,
    participation === undefined ? '' : `;PARTSTAT=${wordValue('PARTSTAT', participation)}`,
    rsvp === undefined ? '' : `;RSVP=${rsvp ? 'TRUE' : 'FALSE'}`,
    scheduleAgent === undefined ? '' : `;SCHEDULE-AGENT=${wordValue('SCHEDULE-AGENT', scheduleAgent)}`,
  ]
  return `ATTENDEE${nameParameter(attendee)}${parameters.join('')}:${addressOf('ATTENDEE', attendee)}`
}

function nameParameter({ name }: Person): string {
  return name === undefined || name === '' ? '' : `;CN=${parameterValue(name)}`
}

function addressOf(property: string, { email }: Person): string {
  return mailtoValue(property, email)
}

export { InvalidCalendarValue }
