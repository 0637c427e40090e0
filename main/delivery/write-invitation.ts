import { type CalendarToWrite, writeCalendar } from '../icalendar/write-calendar.ts'
import type { Invitation } from '../store/invitation.ts'

/** A message as its reader sees it; how it is packed is the matter of `send-mail`. */
export interface MailContent {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly ics: string }
}

/**
 * The words of an invitation and its calendar object (RFC 6047). Whoever books may give anybody's address, so nothing
 * else that they typed stands in the message: it cannot be made to carry a stranger's words to a third person.
 *
 * @throws InvalidCalendarValue for an address that is none
 */
export function writeInvitation(invitation: Invitation): MailContent {
  return {
    to: invitation.recipient.email,
    subject: subjectOf(invitation),
    text: textOf(invitation),
    calendar: { method: invitation.method, ics: writeCalendar(calendarOf(invitation)) },
  }
}

const isUpdate = ({ method, sequence }: Invitation) => method === 'REQUEST' && sequence > 0

function subjectOf(invitation: Invitation): string {
  const { method, summary, startMs, recipient } = invitation
  const kind = method === 'CANCEL' ? 'Cancelled' : isUpdate(invitation) ? 'New time' : 'Booked'
  return oneLine(`${kind}: ${summary}, ${dayAndClock(startMs, recipient.tzid)}`)
}

function textOf(invitation: Invitation): string {
  const { description, location, joinUrl, participants, method, organizer } = invitation
  const gone = method === 'CANCEL'
  const facts = [
    ['When', `${spanOf(invitation)} (${zoneName(invitation)})`],
    ['Where', gone || location === joinUrl ? '' : oneLine(location)],
    ['Join', gone ? '' : oneLine(joinUrl ?? '')],
    ['With', participants.map(oneLine).join(', ')],
  ]
  return [
    'Hello,',
    openingOf(invitation),
    facts.flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`])).join('\n'),
    gone ? '' : description.trim(),
    gone ? '' : 'The attached file puts it into your calendar, if your mail program has not done so already.',
    oneLine(organizer.name),
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n')
}

function openingOf(invitation: Invitation): string {
  const what = `“${oneLine(invitation.summary)}”`
  if (invitation.method === 'CANCEL') return `${what} was cancelled. Nobody expects you.`
  return isUpdate(invitation) ? `${what} has a new time.` : `${what} is booked.`
}

function calendarOf(invitation: Invitation): CalendarToWrite {
  const { method, sequence, organizer, recipient, joinUrl } = invitation
  const isLink = joinUrl !== null && /^https?:\/\//.test(joinUrl) && URL.canParse(joinUrl)
  return {
    prodId: '-//Openslot//Booking//EN',
    method,
    events: [
      {
        uid: invitation.eventUid,
        stampMs: invitation.stampMs,
        sequence,
        summary: invitation.summary,
        ...(invitation.description === '' ? {} : { description: invitation.description }),
        ...(invitation.location === '' ? {} : { location: invitation.location }),
        ...(isLink ? { url: joinUrl } : {}),
        startMs: invitation.startMs,
        endMs: invitation.endMs,
        zone: invitation.tzid,
        status: 'CONFIRMED',
        transp: 'OPAQUE',
        organizer,
        // They chose this time themselves; RSVP lets them say so when it does not suit any more.
        attendees: [
          { email: recipient.email, role: 'REQ-PARTICIPANT', participation: 'ACCEPTED', rsvp: true },
        ],
      },
    ],
  }
}

function spanOf({ startMs, endMs, recipient: { tzid } }: Invitation): string {
  const oneDay = dayOf(startMs, tzid) === dayOf(endMs, tzid)
  const end = oneDay ? clockOf(endMs, tzid) : dayAndClock(endMs, tzid)
  return `${dayAndClock(startMs, tzid)} – ${end}`
}

/** `Europe/London, GMT+1`: the offset tells two like-named clocks of an autumn night apart. */
function zoneName({ startMs, recipient: { tzid } }: Invitation): string {
  const parts = formatted(startMs, { timeZone: tzid, hour: 'numeric', timeZoneName: 'shortOffset' })
  return `${tzid.replaceAll('_', ' ')}, ${parts.find(p => p.type === 'timeZoneName')?.value ?? 'GMT'}`
}

const dayAndClock = (ms: number, tzid: string) => `${dayOf(ms, tzid)}, ${clockOf(ms, tzid)}`

function dayOf(ms: number, tzid: string): string {
  const parts = formatted(ms, {
    timeZone: tzid,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const part = (type: string) => parts.find(p => p.type === type)?.value ?? ''
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`
}

function clockOf(ms: number, tzid: string): string {
  const parts = formatted(ms, { timeZone: tzid, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const part = (type: string) => parts.find(p => p.type === type)?.value ?? ''
  return `${part('hour')}:${part('minute')}`
}

const formatted = (ms: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', options).formatToParts(ms)

/** What may be the end of a line in a header or in the text is a blank. */
const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
