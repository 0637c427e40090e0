import { CalendarFault, type CalendarFaultKind } from '../calendar-fault.ts'
import type { DavAnswer } from './dav-client.ts'
import { isSuccess } from './multistatus.ts'
import { readRetryAfter } from './retry-after.ts'

/** What was being done, as it stands in a sentence to the organizer. */
export type Errand = 'read' | 'write'

/** What an answer that is no success means, and what can be done about it (RFC 9110 15, RFC 4918 11). */
export function faultOf(answer: DavAnswer, errand: Errand, nowMs: number): CalendarFault {
  if (isSuccess(answer.status)) return malformed(answer.url, 'it is not what calendar servers say')
  const host = new URL(answer.url).host
  const retryAfterMs = readRetryAfter(answer.headers, nowMs)
  const throttled = answer.status === 429 || (answer.status === 503 && retryAfterMs !== null)
  const kind = throttled ? 'throttled' : kindOf(answer.status, errand)
  return new CalendarFault(kind, sentence(kind, host, answer.status, errand), { retryAfterMs })
}

function kindOf(status: number, errand: Errand): CalendarFaultKind {
  if (status === 401 || status === 407) return 'sign_in'
  if (status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'not_found'
  if (status === 423) return 'locked'
  if (status === 507) return 'full'
  if (status >= 500) return 'server'
  return errand === 'write' ? 'refused' : 'server'
}

function sentence(kind: CalendarFaultKind, host: string, status: number, errand: Errand): string {
  switch (kind) {
    case 'sign_in':
      return `${host} does not accept this user name and password. Sign in again; where two-step sign-in is on, with an app password made for this.`
    case 'forbidden':
      return `${host} does not let this account ${errand} the calendar. Ask its owner to share it${errand === 'write' ? ' for writing' : ''}, or take it out here.`
    case 'not_found':
      return `This calendar is no longer on ${host}. Choose another one, or take it out here.`
    case 'throttled':
      return `${host} asks to be left alone for a while. It is asked again by itself.`
    case 'locked':
      return `Somebody else holds this calendar locked on ${host}. It is tried again by itself.`
    case 'full':
      return `There is no room left on ${host}. Delete something there, or choose another calendar.`
    case 'refused':
      return `${host} did not take the event (status ${status}). Choose another calendar for it, or ask whoever runs ${host}.`
    default:
      return `${host} has trouble of its own (status ${status}). It is tried again by itself; if it lasts, ask whoever runs ${host}.`
  }
}

/** The answer cannot be understood, or only in part, which is no better. */
export function malformed(url: string, what: string, cause?: unknown): CalendarFault {
  const { host } = new URL(url)
  const message = `The answer of ${host} cannot be understood: ${what}. It is tried again by itself; if it lasts, check the address of the calendar.`
  return new CalendarFault('malformed', message, { cause })
}

/** Said inside of an answer that is a success by its number. */
export function noCalendar(url: string): CalendarFault {
  return new CalendarFault('not_found', sentence('not_found', new URL(url).host, 404, 'read'))
}
