import { NetworkFault } from '../../network/network-fault.ts'
import type { RemoteObject } from '../connector.ts'
import { isCalendarText } from './calendar-text.ts'
import type { DavClient } from './dav-client.ts'
import { getObjectAnswer } from './get-object.ts'
import { createMatcher, pathOf } from './hrefs.ts'
import type { ResourceAnswer } from './multistatus.ts'
import { caldav } from './names.ts'
import { readEtag } from './object-listing.ts'
import { multiget } from './requests.ts'

export interface WantedObject {
  readonly path: string
  /** From the listing, for answers that hold none. Older than the text at worst, so the text is fetched again. */
  readonly etag: string | null
}

const batchSize = 100

/**
 * Fetches whole objects, a hundred at a time (RFC 4791 7.9); what an answer leaves out is fetched by itself. Null when
 * one of them is not there.
 *
 * @throws CalendarFault when one of them can be had in no way
 */
export async function fetchObjects(
  client: DavClient,
  collectionUrl: string,
  wanted: readonly WantedObject[],
): Promise<readonly RemoteObject[] | null> {
  const fetched: RemoteObject[] = []
  for (let start = 0; start < wanted.length; start += batchSize) {
    const batch = wanted.slice(start, start + batchSize)
    const found = await fetchBatch(client, collectionUrl, batch)
    for (const one of batch) {
      const object = found.get(one.path) ?? (await getObject(client, collectionUrl, one))
      if (object === null) return null
      fetched.push(object)
    }
  }
  return fetched
}

async function fetchBatch(
  client: DavClient,
  collectionUrl: string,
  batch: readonly WantedObject[],
): Promise<ReadonlyMap<string, RemoteObject>> {
  const resources = await askBatch(client, collectionUrl, batch)
  const match = createMatcher(batch.map(({ path }) => path))
  const etags = new Map(batch.map(({ path, etag }) => [path, etag]))
  const found = new Map<string, RemoteObject>()
  for (const resource of resources) {
    const path = match(pathOf(resource.href, collectionUrl) ?? '')
    const text = resource.properties.get(caldav.calendarData)?.text
    if (path === null || text === undefined || !isCalendarText(text)) continue
    const etag = readEtag(resource) ?? etags.get(path) ?? null
    found.set(path, { objectId: path, etag, content: { kind: 'icalendar', text } })
  }
  return found
}

/** Nothing where the server does not do this report, or not so much at once. */
async function askBatch(
  client: DavClient,
  collectionUrl: string,
  batch: readonly WantedObject[],
): Promise<readonly ResourceAnswer[]> {
  try {
    const answer = await client.ask(
      multiget(
        collectionUrl,
        batch.map(({ path }) => path),
      ),
      'read',
    )
    if ([400, 403, 404, 405, 409, 413, 415, 501, 507].includes(answer.status)) return []
    if (answer.status !== 207) throw client.fault(answer, 'read')
    return (await client.multistatusOf(answer)).resources
  } catch (fault) {
    if (fault instanceof NetworkFault && fault.kind === 'too_large') return []
    throw fault
  }
}

async function getObject(
  client: DavClient,
  collectionUrl: string,
  { path, etag }: WantedObject,
): Promise<RemoteObject | null> {
  const answer = await getObjectAnswer(client, collectionUrl, path)
  if (answer === null) return null
  return { objectId: path, etag: answer.etag ?? etag, content: { kind: 'icalendar', text: answer.text } }
}
