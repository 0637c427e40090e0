import { createHash } from 'node:crypto'
import { CalendarFault } from '../calendar-fault.ts'
import type { EventToPut, WriteOutcome, WrittenBefore } from '../connector.ts'
import { isThisBooking, mergeBooking, writeBooking } from './booking-event.ts'
import type { DavAnswer } from './dav-client.ts'
import { malformed } from './dav-fault.ts'
import { isWeak } from './etags.ts'
import { readEventTree } from './event-lines.ts'
import { fileNameOf, pathOf } from './hrefs.ts'
import { queryUid } from './requests.ts'
import {
  gone,
  isAsLeft,
  readStored,
  remoteObject,
  type StoredObject,
  type WritePlace,
} from './stored-object.ts'
import { readWriteAnswer } from './write-answer.ts'

/** A booking on its way into a calendar. */
interface Booking {
  readonly event: EventToPut
  readonly text: string
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const tries = 3

/** Creates the booking's event where `before` is null, else changes it if nobody decided otherwise since. */
export async function putEvent(
  place: WritePlace,
  event: EventToPut,
  accountEmails: readonly string[],
  before: WrittenBefore | null,
): Promise<WriteOutcome> {
  const booking = { event, text: writeBooking(event, accountEmails) }
  return before === null ? create(place, booking) : change(place, booking, before)
}

/**
 * Looks first: a create whose answer was lost finds itself, even at servers that do not heed `If-None-Match`. The
 * file's name follows from the UID, so that it is the same at each try.
 */
async function create(place: WritePlace, booking: Booking): Promise<WriteOutcome> {
  const path = new URL(fileNameOf(booking.event.uid, digest), place.collectionUrl).pathname
  const there = await readStored(place, path)
  if (there !== null) return compare(there, booking)
  const answer = await send(place, path, booking.text, { 'if-none-match': '*' })
  const result = await readWriteAnswer(place.client, answer)
  if (result.kind === 'done')
    return { kind: 'written', object: await readBack(place, path, booking.text, answer) }
  if (result.kind === 'gone' || result.kind === 'misplaced') {
    await gone(place)
    throw place.client.fault(answer, 'write')
  }
  const found = result.kind === 'changed' ? path : await findByUid(place, booking.event.uid, result.href)
  return compareAt(place, found, booking)
}

async function change(place: WritePlace, booking: Booking, before: WrittenBefore): Promise<WriteOutcome> {
  const { objectId } = before
  let stored: StoredObject | null = null
  for (let attempt = 0; attempt < tries; attempt++) {
    stored = await readStored(place, objectId)
    if (stored === null) return gone(place)
    if (isThisBooking(stored.text, booking.text, booking.event))
      return { kind: 'written', object: stored.object }
    if (!isAsLeft(stored, before.etag, booking.event.uid)) return { kind: 'changed', object: stored.object }
    const text = mergeBooking(stored.text, booking.text, booking.event.uid)
    const answer = await send(place, objectId, text, stored.guards)
    const result = await readWriteAnswer(place.client, answer)
    if (result.kind === 'done')
      return { kind: 'written', object: await readBack(place, objectId, text, answer) }
    if (result.kind === 'gone') return gone(place)
    if (result.kind !== 'changed') throw place.client.fault(answer, 'write')
  }
  return { kind: 'changed', object: stored!.object }
}

function send(
  { client, collectionUrl }: WritePlace,
  path: string,
  body: string,
  guards: Readonly<Record<string, string>>,
): Promise<DavAnswer> {
  const headers = { 'content-type': 'text/calendar; charset=utf-8', ...guards }
  return client.ask({ method: 'PUT', url: new URL(path, collectionUrl).href, headers, body }, 'write')
}

/**
 * A strong ETag says that what was sent is what is stored (RFC 4791 5.3.4); else what is stored is looked at. So it is
 * after a plain 200, which a page of a network that wants a sign-in of its own says, too.
 */
async function readBack(place: WritePlace, path: string, text: string, answer: DavAnswer) {
  const etag = answer.headers['etag']
  const certain = answer.status === 201 || answer.status === 204
  if (certain && etag !== undefined && !isWeak(etag)) return remoteObject(path, etag, text)
  const stored = await readStored(place, path)
  if (stored === null) throw malformed(answer.url, 'it took the event and does not have it')
  return stored.object
}

async function compareAt(place: WritePlace, path: string | null, booking: Booking): Promise<WriteOutcome> {
  const there = path === null ? null : await readStored(place, path)
  if (there !== null) return compare(there, booking)
  const { host } = new URL(place.collectionUrl)
  const message = `${host} holds another event with this booking's identity and does not show it. It is tried again by itself; if it lasts, empty the calendar's trash there.`
  throw new CalendarFault('locked', message)
}

function compare(stored: StoredObject, { text, event }: Booking): WriteOutcome {
  return { kind: isThisBooking(stored.text, text, event) ? 'written' : 'changed', object: stored.object }
}

/** Where the object with this UID stands: as the server told in refusing, else as it answers when asked. */
async function findByUid(place: WritePlace, uid: string, told: string | null): Promise<string | null> {
  const { client, collectionUrl } = place
  const { resources, url } = await client.askMultistatus(queryUid(collectionUrl, uid))
  const hrefs = [told, ...resources.map(({ href }) => href)].filter(href => href !== null)
  for (const path of hrefs.map(href => pathOf(href, url)).filter(path => path !== null)) {
    const stored = await readStored(place, path)
    if (stored !== null && readEventTree(stored.text, uid).event !== null) return path
  }
  return null
}
