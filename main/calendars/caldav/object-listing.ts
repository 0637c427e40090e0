import { CalendarFault } from '../calendar-fault.ts'
import type { DavAnswer, DavClient } from './dav-client.ts'
import { malformed, noCalendar } from './dav-fault.ts'
import { comparable, pathOf } from './hrefs.ts'
import type { Multistatus, ResourceAnswer } from './multistatus.ts'
import { dav } from './names.ts'
import { propfind, syncCollection } from './requests.ts'
import { child } from './xml.ts'

/** What there is, or what changed, before anything is fetched. */
export interface ObjectListing {
  /** Path as the server spells it, to ETag (null: it gives none), or to `gone`. */
  readonly objects: ReadonlyMap<string, { readonly etag: string | null } | 'gone'>
  /** Where the collection stands, after redirects. */
  readonly url: string
  /** RFC 6578; null where the server has none. */
  readonly token: string | null
}

const maxObjects = 100_000
const maxPages = 2_000

/** The token is of no use any more, or the server knows nothing of tokens: everything is to be listed. */
export class SyncImpossible extends Error {
  override readonly name = 'SyncImpossible'
}

/**
 * What RFC 6578 lists since the token, page by page as long as the server says that there is more (507, its 3.6).
 *
 * @throws SyncImpossible
 */
export async function listChanges(
  client: DavClient,
  collectionUrl: string,
  since: string | null,
): Promise<ObjectListing> {
  const objects = new Map<string, { etag: string | null } | 'gone'>()
  let token = since
  for (let page = 0; page < maxPages; page++) {
    const answer = await askPage(client, collectionUrl, token)
    const { resources, url, syncToken } = answer
    if (since !== null && isElsewhere(url, collectionUrl)) throw new SyncImpossible('the calendar was moved')
    const more = takePage(resources, url, objects)
    // RFC 6578 3.2 demands one; what comes without may be anything, such as an empty answer to all reports.
    if (syncToken === null) throw new SyncImpossible('no token')
    if (!more) return { objects, url, token: syncToken }
    if (syncToken === token) throw malformed(url, 'it breaks off and cannot go on')
    token = syncToken
  }
  throw malformed(collectionUrl, 'it never comes to an end')
}

/** All that is kept has new names there, and what changed says nothing of the rest. */
function isElsewhere(url: string, asked: string): boolean {
  return comparable(new URL(url).pathname) !== comparable(new URL(asked).pathname)
}

/** Refusals that mean the report or the token, in the spellings of real servers (RFC 6578 3.2, 3.7; Xandikos: 500). */
const impossible = [400, 403, 405, 409, 410, 412, 415, 418, 422, 500, 501, 507]

async function askPage(
  client: DavClient,
  url: string,
  token: string | null,
): Promise<Multistatus & { readonly url: string }> {
  const answer: DavAnswer = await client.ask(syncCollection(url, token), 'read')
  if (impossible.includes(answer.status)) throw new SyncImpossible(`status ${answer.status}`)
  if (answer.status !== 207) throw client.fault(answer, 'read')
  return client.multistatusOf(answer)
}

/** Whether there is more to ask for. */
function takePage(
  resources: readonly ResourceAnswer[],
  url: string,
  objects: Map<string, { etag: string | null } | 'gone'>,
): boolean {
  const collection = comparable(new URL(url).pathname)
  let more = false
  for (const resource of resources) {
    const path = readPath(resource, url)
    if (comparable(path) === collection) more ||= resource.status === 507
    else if (resource.status === 404) objects.set(path, 'gone')
    else objects.set(path, { etag: readEtag(listed(resource)) })
  }
  if (objects.size > maxObjects) throw tooMany(url)
  return more
}

/** Only 404 is a removal (RFC 6578 3.2); what else goes wrong with one object is looked at in the whole list. */
function listed(resource: ResourceAnswer): ResourceAnswer {
  if (resource.status === null || resource.status === 200) return resource
  throw new SyncImpossible(`status ${resource.status} for an object`)
}

/** All objects with their ETags, for servers without RFC 6578. */
export async function listAll(client: DavClient, collectionUrl: string): Promise<ObjectListing> {
  const { resources, url } = await client.askMultistatus(
    propfind(collectionUrl, 1, ['D:getetag', 'D:resourcetype']),
  )
  demandThere(resources, url)
  const collection = comparable(new URL(url).pathname)
  const objects = new Map<string, { etag: string | null }>()
  let itself = false
  for (const resource of resources) {
    const path = readPath(resource, url)
    if (comparable(path) === collection) itself = true
    else if (!isCollection(resource) && resource.status !== 404) objects.set(path, readListed(resource, url))
  }
  // RFC 4918 9.1: with Depth 1 the collection is listed, too. An answer without it is no answer to the question.
  if (!itself) throw malformed(url, 'it does not list the calendar that was asked about')
  if (objects.size > maxObjects) throw tooMany(url)
  return { objects, url, token: null }
}

/** Xandikos answers 207, with the 404 of the calendar inside. */
export function demandThere(resources: readonly ResourceAnswer[], url: string): void {
  const collection = comparable(new URL(url).pathname)
  const missing = resources.some(r => r.status === 404 && comparable(readPath(r, url)) === collection)
  if (missing) throw noCalendar(url)
}

function readListed(resource: ResourceAnswer, url: string): { etag: string | null } {
  if (resource.status !== null && resource.status !== 200) {
    const what = `one of its events cannot be read (status ${resource.status})`
    throw malformed(url, what)
  }
  return { etag: readEtag(resource) }
}

function readPath({ href }: ResourceAnswer, url: string): string {
  const path = href === '' ? null : pathOf(href, url)
  if (path === null) throw malformed(url, 'it names an address that is none')
  return path
}

export function readEtag({ properties }: ResourceAnswer): string | null {
  return properties.get(dav.getetag)?.text.trim() || null
}

function isCollection({ properties }: ResourceAnswer): boolean {
  const type = properties.get(dav.resourcetype)
  return type !== undefined && child(type, dav.collection) !== null
}

function tooMany(url: string): CalendarFault {
  const { host } = new URL(url)
  const message = `The calendar on ${host} holds more than ${maxObjects.toLocaleString('en')} events. Move old ones to another calendar there, or choose another calendar.`
  return new CalendarFault('malformed', message)
}
