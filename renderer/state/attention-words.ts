import type { Booking, Delivery } from '../../preload/contract/bookings.ts'
import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection } from '../../preload/contract/connections.ts'
import { counted, spanOf } from '../time/format.ts'
import type { Attention } from './attention.ts'
import { hrefOf } from './route.ts'
import { recipientName } from './tones.ts'

export interface Told {
  readonly title: string
  readonly detail: string
  /** Where it can be put right, and what leads there is called. */
  readonly href: string
  readonly action: string
}

/** Where a conflict lies: `“Dentist” in Work`. */
export function conflictText(conflict: Booking['conflicts'][number], calendars: readonly Calendar[]): string {
  const name = calendars.find(c => c.calendarId === conflict.calendarId)?.name
  const what = conflict.summary === '' ? 'something' : `“${conflict.summary}”`
  return name === undefined ? what : `${what} in ${name}`
}

export function deliveryTitle({ kind, target }: Delivery): string {
  if (kind === 'webhook') return `Webhook to ${target}`
  if (kind === 'mail') return `Mail to ${target}`
  return kind === 'event' ? `Event written to ${target}` : `Event taken out of ${target}`
}

/** Each matter as a title, a sentence and the way to it. Toasts and Today say it alike. */
export function attentionWords(one: Attention, calendars: readonly Calendar[], tzid: string): Told {
  switch (one.kind) {
    case 'reach':
      return {
        title: 'Your links cannot be opened from outside at the moment',
        detail: one.reach.message,
        href: hrefOf('settings'),
        action: 'Look into it',
      }
    case 'connection':
      return connectionWords(one.connection, one.unread, calendars)
    case 'unread':
      return {
        title: `${one.calendar.name} cannot be read`,
        detail: `${one.calendar.freshness?.failure?.message ?? ''} ${untilRead}`.trim(),
        href: hrefOf('calendars'),
        action: 'Show',
      }
    case 'uncertain':
      return {
        title: `${one.calendar.name}: ${counted(one.calendar.problems.length, 'entry', 'entries')} could not be read`,
        detail: 'Everything else in it counts as busy.',
        href: hrefOf('calendars'),
        action: 'Show',
      }
    case 'conflict':
      return {
        ...toBooking(one.booking),
        title: `${one.booking.summary} overlaps with ${conflictText(one.conflict, calendars)}`,
        detail: `${spanOf(one.booking.startMs, one.booking.endMs, tzid)}, with ${recipientName(one.booking)}. Move one of the two, or cancel the booking.`,
      }
    case 'delivery':
      return {
        ...toBooking(one.booking),
        title: `${one.booking.summary}: ${undelivered[one.delivery.kind]}`,
        detail: one.delivery.lastError ?? one.delivery.target,
      }
    case 'followed':
      return { ...toBooking(one.booking), ...followedWords(one.booking, tzid) }
  }
}

const untilRead = 'All of its time counts as busy until it can be read.'

const undelivered: Record<Delivery['kind'], string> = {
  webhook: 'the webhook did not arrive',
  event: 'the event did not arrive',
  event_removal: 'the event could not be taken out',
  mail: 'the mail was not sent',
}

function toBooking({ bookingId }: Booking) {
  return { href: hrefOf('bookings', bookingId), action: 'Show' }
}

/** A feed is known by its calendar's name, an account by its own. */
function connectionWords(
  connection: Connection,
  unread: readonly Calendar[],
  calendars: readonly Calendar[],
): Told {
  const { connectionId, kind, state, problem } = connection
  const feed = kind === 'feed' ? calendars.find(c => c.connectionId === connectionId) : undefined
  const name = feed?.name ?? connection.name
  const title =
    state === 'sign_in' ? `${name} wants you to sign in again` : `${name} cannot be read at the moment`
  const action = state === 'sign_in' ? 'Sign in' : 'Show'
  return {
    title,
    detail: `${problem ?? ''} ${countsMeanwhile(unread, name)}`.trim(),
    href: hrefOf('calendars'),
    action,
  }
}

function countsMeanwhile(unread: readonly Calendar[], name: string): string {
  if (unread.length === 0) return ''
  if (unread.length > 1) return `${unread.length} calendars count as busy until then.`
  return `${unread[0]!.name === name ? 'It' : unread[0]!.name} counts as busy until then.`
}

function followedWords(booking: Booking, tzid: string): { title: string; detail: string } {
  const with_ = `with ${recipientName(booking)}`
  if (booking.followed === 'deleted') {
    return {
      title: `${booking.summary} was cancelled`,
      detail: `Its event was deleted in your calendar, so the booking ${with_} went with it.`,
    }
  }
  return {
    title: `${booking.summary} was moved`,
    detail: `Its event was moved in your calendar, so the booking ${with_} is now ${spanOf(booking.startMs, booking.endMs, tzid)}.`,
  }
}
