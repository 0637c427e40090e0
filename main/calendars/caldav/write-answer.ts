import { CalendarFault } from '../calendar-fault.ts'
import { type DavAnswer, type DavClient, isSuccess } from './dav-client.ts'
import { readMultistatus } from './multistatus.ts'
import { caldav, dav } from './names.ts'
import { child, type XmlElement } from './xml.ts'

/** What became of a PUT or DELETE. */
export type WriteAnswer =
  | { readonly kind: 'done' }
  /** A precondition of ours did not hold (412). */
  | { readonly kind: 'changed' }
  | { readonly kind: 'gone' }
  /** 409 (RFC 4918 9.7.1), with Cyrus 403: the calendar is not there, or whatever else the server means by it. */
  | { readonly kind: 'misplaced' }
  /** Another object has this UID (RFC 4791 5.3.2.1); the server may say which. */
  | { readonly kind: 'uid_taken'; readonly href: string | null }

/** @throws CalendarFault for everything else */
export async function readWriteAnswer(client: DavClient, answer: DavAnswer): Promise<WriteAnswer> {
  const { status } = answer
  if (status === 207) return readInside(client, answer)
  if (isSuccess(status)) return { kind: 'done' }
  if (status === 412) return { kind: 'changed' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  const error = await errorOf(client, answer)
  const conflict = uidConflict(error)
  if (conflict !== null) return conflict
  if (status === 403 && isAboutTheEvent(error)) throw refused(answer)
  if (status === 403 || status === 409) return { kind: 'misplaced' }
  throw client.fault(answer, 'write')
}

/** Xandikos answers 207, which is a success by its number, with the failure inside. */
async function readInside(client: DavClient, answer: DavAnswer): Promise<WriteAnswer> {
  const root = await client.xmlOf(answer)
  const conflict = uidConflict(root)
  if (conflict !== null) return conflict
  const statuses = (readMultistatus(root)?.resources ?? []).map(({ status }) => status ?? 0)
  const failure = statuses.find(status => !isSuccess(status))
  if (failure === 412) return { kind: 'changed' }
  if (failure === undefined && statuses.length > 0) return { kind: 'done' }
  throw client.fault({ ...answer, status: failure || 500 }, 'write')
}

async function errorOf(client: DavClient, answer: DavAnswer): Promise<XmlElement | null> {
  if (!/\bxml\b/i.test(answer.headers['content-type'] ?? '')) return null
  return client.xmlOf(answer).catch(() => null)
}

/** Cyrus says it in the words of RFC 6638 3.2.4.1. */
function uidConflict(root: XmlElement | null): WriteAnswer | null {
  if (root === null) return null
  const conflict = descendant(root, caldav.noUidConflict) ?? descendant(root, caldav.uniqueSchedulingObject)
  if (conflict === null) return null
  return { kind: 'uid_taken', href: child(conflict, dav.href)?.text.trim() || null }
}

function descendant(element: XmlElement, name: string): XmlElement | null {
  if (element.name === name) return element
  for (const part of element.children) {
    const found = descendant(part, name)
    if (found !== null) return found
  }
  return null
}

/** RFC 4791 5.3.2.1 and RFC 6638 3.2.4.1 refuse with 403 what is wrong with the event, not with the account. */
function isAboutTheEvent(error: XmlElement | null): boolean {
  const names = error?.children.map(({ name }) => name) ?? []
  return names.some(name => name.startsWith('urn:ietf:params:xml:ns:caldav '))
}

function refused({ url }: DavAnswer): CalendarFault {
  const { host } = new URL(url)
  const message = `${host} does not take this event into the calendar. Choose another calendar for it.`
  return new CalendarFault('refused', message)
}
