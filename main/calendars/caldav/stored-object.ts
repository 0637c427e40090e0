import type { RemoteObject } from '../connector.ts'
import type { DavAnswer, DavClient } from './dav-client.ts'
import { malformed } from './dav-fault.ts'
import { isSameEtag, isWeak } from './etags.ts'
import { isAsWritten, readEventTree } from './event-lines.ts'
import { getObjectAnswer } from './get-object.ts'
import { dav } from './names.ts'
import { demandThere } from './object-listing.ts'
import { propfind } from './requests.ts'

/** Where an event is to be written, and as what. */
export interface WritePlace {
  readonly client: DavClient
  readonly collectionUrl: string
}

/** An object as it is now, with what guards a change of it. */
export interface StoredObject {
  readonly object: RemoteObject
  readonly text: string
  readonly etag: string | null
  readonly guards: Readonly<Record<string, string>>
}

/** @throws CalendarFault; null where there is no such object, though its calendar is there */
export async function readStored(place: WritePlace, path: string): Promise<StoredObject | null> {
  const answer = await getObjectAnswer(place.client, place.collectionUrl, path)
  if (answer === null) return null
  const { text, etag } = answer
  return { object: remoteObject(path, etag, text), text, etag, guards: guardsOf(answer, etag) }
}

export function remoteObject(path: string, etag: string | null, text: string): RemoteObject {
  return { objectId: path, etag, content: { kind: 'icalendar', text } }
}

/**
 * An answer of an attendee changes the ETag but not the Schedule-Tag (RFC 6638 3.2.10), and the server keeps what it
 * says. A weak ETag guards nothing (RFC 9110 13.1.1): there the date has to do, and where there is none, the look
 * that was just taken.
 */
function guardsOf({ headers }: Pick<DavAnswer, 'headers'>, etag: string | null): Record<string, string> {
  const scheduleTag = headers['schedule-tag']
  if (scheduleTag !== undefined) return { 'if-schedule-tag-match': scheduleTag }
  if (etag !== null && !isWeak(etag)) return { 'if-match': etag }
  const modified = headers['last-modified']
  return modified === undefined ? {} : { 'if-unmodified-since': modified }
}

/** Whether nobody decided anything about the event since: by its ETag, else by what it says. */
export function isAsLeft(stored: StoredObject, leftEtag: string | null, uid: string | null): boolean {
  if (isSameEtag(stored.etag, leftEtag)) return true
  return isAsWritten(readEventTree(stored.text, uid)) === true
}

/** An object is gone only from a calendar that is there: else a booking would be cancelled for a server's mistake. */
export async function gone({ client, collectionUrl }: WritePlace): Promise<{ readonly kind: 'gone' }> {
  const { resources } = await client.askMultistatus(propfind(collectionUrl, 0, ['D:resourcetype']))
  demandThere(resources, collectionUrl)
  if (resources.some(({ properties }) => properties.has(dav.resourcetype))) return { kind: 'gone' }
  throw malformed(collectionUrl, 'it does not say whether the calendar is there')
}
