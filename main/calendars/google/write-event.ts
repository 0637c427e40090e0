import { CalendarFault } from '../calendar-fault.ts'
import type { ProviderAnswer, ProviderClient } from '../cloud/provider-client.ts'
import type {
  Account,
  EventToPut,
  RemoteCalendar,
  RemoteObject,
  WriteOutcome,
  WrittenBefore,
} from '../connector.ts'
import { eventIdOf, uidProperty } from './event-id.ts'
import { type GoogleEvent, googleEvent, instantOf, isCancelled, toRemoteObject } from './google-event.ts'

/** One account's calendar, to be written to. */
export interface Desk {
  readonly client: ProviderClient
  readonly account: Account
  readonly calendar: RemoteCalendar
  readonly signal: AbortSignal
}

/** Creates the event under the id that its UID has; one that is there already is looked at, not written over. */
export async function createEvent(desk: Desk, event: EventToPut): Promise<WriteOutcome> {
  const id = eventIdOf(event.uid)
  const body = { id, ...toBody(event) }
  const answer = await ask(desk, `?${updates(event.invite)}`, { method: 'POST', body, expect: [409] })
  return answer.status === 409 ? lookAgain(desk, id, event) : written(desk, answer)
}

export async function changeEvent(
  desk: Desk,
  event: EventToPut,
  before: WrittenBefore,
): Promise<WriteOutcome> {
  const answer = await ask(desk, `${pathOf(before)}?${updates(event.invite)}`, {
    method: 'PATCH',
    body: toPatch(event),
    headers: condition(before),
    expect: [404, 410, 412],
  })
  return answer.status < 300 ? written(desk, answer) : lookAgain(desk, before.objectId, event)
}

export async function removeEvent(desk: Desk, before: WrittenBefore, invite: boolean) {
  const answer = await ask(desk, `${pathOf(before)}?${updates(invite)}`, {
    method: 'DELETE',
    headers: condition(before),
    expect: [404, 410, 412],
  })
  if (answer.status < 300) return { kind: 'removed' } as const
  const now = await lookAgain(desk, before.objectId, null)
  return now.kind === 'written' ? ({ kind: 'changed', object: now.object } as const) : now
}

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly expect?: readonly number[]
}

const ask = (
  { client, account, calendar, signal }: Desk,
  rest: string,
  asked: Asked,
): Promise<ProviderAnswer> =>
  client.ask(account, {
    path: `/calendars/${encodeURIComponent(calendar.remoteId)}/events${rest}`,
    signal,
    ...asked,
  })

const pathOf = ({ objectId }: WrittenBefore) => `/${encodeURIComponent(objectId)}`
/** Mail goes out only where this server is to send it; by default Google sends none, but it is said all the same. */
const updates = (invite: boolean) => `sendUpdates=${invite ? 'all' : 'none'}`
const condition = ({ etag }: WrittenBefore): Record<string, string> =>
  etag === null ? {} : { 'if-match': etag }

/**
 * How the event stands now that a write was refused. What is exactly what was to be written was written: its answer got
 * lost. A deleted event is still shown, as cancelled.
 */
async function lookAgain(desk: Desk, id: string, wanted: EventToPut | null): Promise<WriteOutcome> {
  const answer = await ask(desk, `/${encodeURIComponent(id)}`, { expect: [404, 410] })
  if (answer.status !== 200) return goneFrom(desk)
  const event = answer.read(googleEvent)
  if (isCancelled(event)) return { kind: 'gone' }
  const object = objectOf(desk, event)
  return { kind: wanted !== null && isAsWanted(event, wanted) ? 'written' : 'changed', object }
}

/** 404 is answered for a calendar that is gone or no longer shared, too; that must not look like a deleted event. */
async function goneFrom(desk: Desk): Promise<WriteOutcome> {
  await ask(desk, '?maxResults=1', {})
  return { kind: 'gone' }
}

const written = (desk: Desk, answer: ProviderAnswer): WriteOutcome => ({
  kind: 'written',
  object: objectOf(desk, answer.read(googleEvent)),
})

function objectOf({ calendar }: Desk, event: GoogleEvent): RemoteObject {
  const object = toRemoteObject(event, calendar.zone)
  if (object !== null) return object
  throw new CalendarFault('malformed', 'Google Calendar tells of an event without a time.')
}

/**
 * The event for insert and patch. `iCalUID` is left to Google, which wants one of it and `id` at most, so Openslot's UID
 * stands in a private property. `sequence` is counted by Google itself. Attendees are named only where Google is to
 * invite them: naming them puts the event into their calendars.
 */
function toBody(event: EventToPut) {
  return {
    summary: event.summary,
    description: event.description,
    location: event.location,
    start: { dateTime: new Date(event.startMs).toISOString(), timeZone: event.zone },
    end: { dateTime: new Date(event.endMs).toISOString(), timeZone: event.zone },
    status: event.status === 'tentative' ? 'tentative' : 'confirmed',
    transparency: event.status === 'free' ? 'transparent' : 'opaque',
    extendedProperties: { private: { [uidProperty]: event.uid } },
    ...(/^https?:/.test(event.url) ? { source: { title: 'Openslot', url: event.url } } : {}),
    ...(event.invite ? { attendees: event.attendees.map(a => ({ ...a })) } : {}),
  }
}

/** A patch adds to what is there: the `date` of an event that somebody made a whole day would stay. */
function toPatch(event: EventToPut) {
  const { start, end, ...rest } = toBody(event)
  return { ...rest, start: { ...start, date: null }, end: { ...end, date: null } }
}

function isAsWanted(event: GoogleEvent, wanted: EventToPut): boolean {
  const body = toBody(wanted)
  return (
    instantOf(event.start, 'UTC') === wanted.startMs &&
    instantOf(event.end, 'UTC') === wanted.endMs &&
    (event.summary ?? '') === body.summary &&
    (event.location ?? '') === body.location &&
    (event.status ?? 'confirmed') === body.status &&
    (event.transparency ?? 'opaque') === body.transparency
  )
}
