import { z } from 'zod'
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
import {
  type GraphEvent,
  graphEvent,
  statusFrom,
  toObject,
  toOccurrence,
  transactionIdOf,
  uidOf,
} from './graph-event.ts'

/** One account's calendar, to be written to. */
export interface Desk {
  readonly client: ProviderClient
  readonly account: Account
  readonly calendar: RemoteCalendar
  readonly signal: AbortSignal
}

/** Openslot's UID in a property of its own, which can be searched for. The name space is a number drawn once. */
const uidProperty = 'String {6f70656e-736c-4f74-a9d1-3e5b7c2d9a10} Name OpenslotUid'

/**
 * Creates the event once. Graph refuses a `transactionId` that it has seen, but does not say for how long; what was
 * made before is therefore looked for first, and again when Graph says so.
 */
export async function createEvent(desk: Desk, event: EventToPut): Promise<WriteOutcome> {
  const before = await findByUid(desk, event.uid)
  if (before !== null) return compare(desk, before, event)
  const answer = await ask(desk, '', { method: 'POST', body: toNewBody(event), expect: [400, 409] })
  if (answer.status < 300) return written(desk, answer)
  if (answer.reason !== 'ErrorDuplicateTransactionId') throw notTaken(answer)
  return meetTwin(desk, answer, event)
}

const duplicate = z.object({ error: z.object({ '@event.existingEventId': z.string().min(1).optional() }) })

/** Only an event that was named and is not there was deleted; one that cannot be found may be on its way. */
async function meetTwin(desk: Desk, answer: ProviderAnswer, event: EventToPut): Promise<WriteOutcome> {
  const id = answer.read(duplicate).error['@event.existingEventId']
  const twin = id === undefined ? await findByUid(desk, event.uid) : await readEvent(desk, id)
  if (twin !== null) return compare(desk, twin, event)
  if (id !== undefined) return { kind: 'gone' }
  const message =
    'Microsoft 365 has taken the event, but does not show it yet. Openslot looks again by itself.'
  throw new CalendarFault('server', message)
}

export async function changeEvent(
  desk: Desk,
  event: EventToPut,
  before: WrittenBefore,
): Promise<WriteOutcome> {
  const now = await readEvent(desk, before.objectId)
  if (now === null) return { kind: 'gone' }
  if (isOther(now, before)) return compare(desk, now, event)
  const answer = await ask(desk, pathOf(before), {
    method: 'PATCH',
    headers: conditionOf(now),
    body: toBody(event),
    expect: [404, 409, 412],
  })
  if (answer.status < 300) return written(desk, answer)
  assertOvertaken(answer)
  const since = await readEvent(desk, before.objectId)
  return since === null ? { kind: 'gone' } : compare(desk, since, event)
}

/** Graph tells the attendees of a meeting that it is cancelled, whatever is wanted; where nobody was invited, nobody is. */
export async function removeEvent(desk: Desk, before: WrittenBefore) {
  const now = await readEvent(desk, before.objectId)
  if (now === null) return { kind: 'gone' } as const
  if (isOther(now, before)) return { kind: 'changed', object: objectOf(desk, now) } as const
  const answer = await ask(desk, pathOf(before), {
    method: 'DELETE',
    headers: conditionOf(now),
    expect: [404, 409, 412],
  })
  if (answer.status < 300) return { kind: 'removed' } as const
  assertOvertaken(answer)
  const since = await readEvent(desk, before.objectId)
  if (since === null) return { kind: 'gone' } as const
  return { kind: 'changed', object: objectOf(desk, since) } as const
}

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly expect?: readonly number[]
}

function ask(
  { client, account, calendar, signal }: Desk,
  rest: string,
  asked: Asked,
): Promise<ProviderAnswer> {
  const path = `/me/calendars/${encodeURIComponent(calendar.remoteId)}/events${rest}`
  const headers = { prefer: 'outlook.timezone="UTC"', ...asked.headers }
  return client.ask(account, { ...asked, path, headers, signal })
}

const pathOf = ({ objectId }: WrittenBefore) => `/${encodeURIComponent(objectId)}`

/**
 * The reference tells of no condition for events, so an ETag is compared by reading first. It is sent as well, and
 * closes what time is left between where Graph heeds it (412, or 409 `ErrorIrresolvableConflict`).
 */
const isOther = (now: GraphEvent, { etag }: WrittenBefore) => etag !== null && now['@odata.etag'] !== etag
const conditionOf = (now: GraphEvent): Record<string, string> => {
  const etag = now['@odata.etag']
  return etag == null ? {} : { 'if-match': etag }
}

/** Null: the event is not there any more. A calendar that is not there any more is a fault, and no deleted event. */
async function readEvent(desk: Desk, id: string): Promise<GraphEvent | null> {
  const answer = await ask(desk, `/${encodeURIComponent(id)}`, { expect: [404] })
  if (answer.status === 404) {
    await ask(desk, '?$top=1&$select=id', {})
    return null
  }
  const event = answer.read(graphEvent)
  return event.isCancelled === true ? null : event
}

async function findByUid(desk: Desk, uid: string): Promise<GraphEvent | null> {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  const filter = `singleValueExtendedProperties/any(ep: ep/id eq ${quoted(uidProperty)} and ep/value eq ${quoted(uid)})`
  const answer = await ask(desk, `?$filter=${encodeURIComponent(filter)}`, {})
  return answer.read(z.object({ value: z.array(graphEvent) })).value[0] ?? null
}

/** What is exactly what was to be written was written: its answer got lost. */
function compare(desk: Desk, now: GraphEvent, wanted: EventToPut): WriteOutcome {
  const object = objectOf(desk, now)
  return { kind: isAsWanted(object, now, wanted) ? 'written' : 'changed', object }
}

const written = (desk: Desk, answer: ProviderAnswer): WriteOutcome => ({
  kind: 'written',
  object: objectOf(desk, answer.read(graphEvent)),
})

function objectOf({ calendar }: Desk, event: GraphEvent): RemoteObject {
  const occurrence = toOccurrence(event, uidOf(event), calendar.zone)
  if (occurrence !== null) return toObject(event, occurrence.uid, [occurrence])
  throw new CalendarFault('malformed', 'Microsoft 365 tells of an event without a time.')
}

function notTaken({ status, reason }: ProviderAnswer): CalendarFault {
  const code = /^[A-Za-z]{1,60}$/.test(reason) ? `, ${reason}` : ''
  return new CalendarFault('refused', `Microsoft 365 did not take the event (${status}${code}).`)
}

/** A conflict of another kind would be the same again, however often the event is looked at. */
function assertOvertaken(answer: ProviderAnswer): void {
  if (answer.status === 409 && answer.reason !== 'ErrorIrresolvableConflict') throw notTaken(answer)
}

const showAs = { busy: 'busy', tentative: 'tentative', free: 'free' } as const

/** Graph mails everybody who is named as an attendee, so attendees are named only where it is to invite them. */
function toBody(event: EventToPut) {
  const time = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' })
  const text = [event.description, event.description.includes(event.url) ? '' : event.url]
  const attendees = event.attendees.map(({ email, displayName }) => ({
    emailAddress: { address: email, name: displayName },
    type: 'required',
  }))
  return {
    subject: event.summary,
    body: { contentType: 'text', content: text.filter(part => part !== '').join('\n\n') },
    location: { displayName: event.location },
    start: time(event.startMs),
    end: time(event.endMs),
    // Somebody may have made it a whole day.
    isAllDay: false,
    showAs: showAs[event.status],
    ...(event.invite ? { attendees } : {}),
  }
}

const toNewBody = (event: EventToPut) => ({
  ...toBody(event),
  transactionId: transactionIdOf(event.uid),
  singleValueExtendedProperties: [{ id: uidProperty, value: event.uid }],
})

function isAsWanted({ content }: RemoteObject, now: GraphEvent, wanted: EventToPut): boolean {
  const occurrence = content.kind === 'occurrences' ? content.occurrences[0] : undefined
  return (
    occurrence?.startMs === wanted.startMs &&
    occurrence.endMs === wanted.endMs &&
    statusFrom(now.showAs) === wanted.status &&
    (now.subject ?? '') === wanted.summary &&
    (now.location?.displayName ?? '') === wanted.location
  )
}
