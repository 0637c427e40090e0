import type { EventToWrite } from '../calendars/event-writer.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { Store } from '../store/store.ts'
import type { Attendee, Conferencing, EventTemplate, LinkTemplate, TargetCalendar } from './link-template.ts'

/** The event that a delivery writes into one calendar. Self-contained: it stands in the outbox as JSON. */
export type EventToDeliver = Omit<EventToWrite, 'allDay' | 'updatedMs'> & { readonly bookingId: string }

/**
 * The calendars that get the event, once it is known who takes part.
 *
 * - No target calendars named: the first writable calendar of each participant who takes part; where none of them
 *   has one, the organizer's, so that a booking never stands nowhere.
 * - `default`: each named one, but for those of candidates who do not take part.
 * - `single`: the first named one whose owner takes part, else the first named.
 */
export function resolveTargets(
  store: Store<LinkTemplate>,
  template: LinkTemplate,
  subs: readonly string[],
  organizerSub: string,
): TargetCalendar[] {
  const named = template.targetCalendars.flatMap(t => existing(store, t))
  const candidates = new Set(template.query.participants.flatMap(g => g.members.map(m => m.sub)))
  const fitting = named.filter(t => subs.includes(t.sub) || !candidates.has(t.sub))
  if (template.eventCreation === 'single' && named.length > 0)
    return [named.find(t => subs.includes(t.sub)) ?? (named[0] as TargetCalendar)]
  if (fitting.length > 0) return fitting
  const own = subs.flatMap(sub => firstWritable(store, sub))
  return own.length > 0 ? own : firstWritable(store, organizerSub)
}

/** A target that was removed since gives way to another calendar of the same person that takes events. */
function existing(store: Store<LinkTemplate>, target: TargetCalendar): TargetCalendar[] {
  const calendar = store.calendars.get(target.calendarId)
  if (calendar?.takesEvents === true) return [target]
  return firstWritable(store, target.sub).map(other => ({ ...target, calendarId: other.calendarId }))
}

export function firstWritable(store: Store<LinkTemplate>, sub: string): TargetCalendar[] {
  const calendar = store.calendars.of(sub).find(c => c.takesEvents)
  return calendar === undefined ? [] : [{ sub, calendarId: calendar.calendarId }]
}

/** The conferencing that holds for these targets: a single event's calendar may bring its own. */
export function conferencingFor(
  template: LinkTemplate,
  targets: readonly TargetCalendar[],
): Conferencing | null {
  const own = template.eventCreation === 'single' ? targets[0]?.conferencing : undefined
  return own ?? template.event.conferencing
}

/** A personal room as it is; a Jitsi server with a fresh room that nobody can guess. */
export function joinUrl(
  store: Store<LinkTemplate>,
  conferencing: Conferencing | null,
  freshToken: () => string,
): string | null {
  if (conferencing === null) return null
  if (conferencing.kind === 'explicit') return conferencing.joinUrl
  const profile = store.conferencing.get(conferencing.profileId)
  if (profile === null) return null
  return profile.kind === 'jitsi'
    ? `${profile.url.replace(/\/+$/, '')}/openslot-${freshToken()}`
    : profile.url
}

/**
 * Of the calendars that get the event the one whose server invites the attendees: the first that can. The others hold
 * the event and stay silent, so that nobody is invited twice.
 */
export function inviterOf(
  store: Pick<Store<LinkTemplate>, 'calendars'>,
  targets: readonly TargetCalendar[],
): string | null {
  const inviter = targets.find(t => store.calendars.get(t.calendarId)?.sendsInvitations === true)
  return inviter?.calendarId ?? null
}

/** Whether a calendar's server was told to invite to a booking: then nobody else does, of whatever becomes of it. */
export function isInvitedByServer(store: Pick<Store<LinkTemplate>, 'outbox'>, bookingId: string): boolean {
  return store.outbox
    .ofBooking(bookingId)
    .some(d => d.kind === 'event' && (d.payload as Partial<EventToDeliver>).invite === true)
}

export function eventsToDeliver(
  store: Store<LinkTemplate>,
  template: LinkTemplate,
  targets: readonly TargetCalendar[],
  booking: BookingRow,
): EventToDeliver[] {
  const text = fillPlaceholders(template.event, booking.conferencingUrl)
  const inviter = inviterOf(store, targets)
  return targets.map(t => ({
    calendarId: t.calendarId,
    eventUid: booking.eventUid,
    eventId: template.event.eventId,
    summary: template.event.summary,
    ...text,
    url: template.event.url,
    startMs: booking.startMs,
    endMs: booking.endMs,
    tzid: template.event.tzid,
    status: template.event.status,
    attendees: attendees(template, t, booking),
    organizer: organizerOf(store, t.sub),
    invite: t.calendarId === inviter,
    sequence: booking.sequence,
    conferencingUrl: booking.conferencingUrl,
    bookingId: booking.bookingId,
  }))
}

/** Whose event it is; nobody, where they gave no address: an event without one needs no organizer. */
function organizerOf(store: Store<LinkTemplate>, sub: string): EventToWrite['organizer'] {
  const person = store.people.get(sub)
  return person === null || person.email === '' ? null : { email: person.email, name: person.name }
}

/** Cronofy's `{{ cronofy.conferencing.join_url }}`; a blank location takes the room, as calendars show it there. */
export function fillPlaceholders(
  event: EventTemplate,
  url: string | null,
): { description: string; location: string } {
  const fill = (text: string) => text.replaceAll(/\{\{ ?cronofy\.conferencing\.join_url ?\}\}/g, url ?? '')
  const location = fill(event.location).trim()
  return { description: fill(event.description), location: location === '' ? (url ?? '') : location }
}

/** Those of the template, the recipient, and, for a single event, the others who take part and named an address. */
function attendees(template: LinkTemplate, own: TargetCalendar, booking: BookingRow): Attendee[] {
  const others =
    template.eventCreation === 'single'
      ? template.targetCalendars
          .filter(t => t.sub !== own.sub && booking.subs.includes(t.sub))
          .map(t => t.attendee)
      : []
  const { name, email } = booking.recipient
  const recipient = email === '' ? [] : [{ email, displayName: name }]
  const all = [...template.event.attendees, ...others.filter(a => a !== undefined), ...recipient]
  return [...new Map(all.map(a => [a.email.toLowerCase(), a])).values()]
}
