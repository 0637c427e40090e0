import type { Pulled, PullRequest } from '../connector.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { DavClient } from './dav-client.ts'
import { malformed } from './dav-fault.ts'
import { isSameEtag } from './etags.ts'
import { fetchObjects } from './fetch-objects.ts'
import { createMatcher } from './hrefs.ts'
import { listAll, listChanges, type ObjectListing, SyncImpossible } from './object-listing.ts'

type Known = PullRequest['known']

const tries = 3

/**
 * What changed in a calendar since the cursor; a server's own expansion or free/busy is never asked for.
 *
 * An object that is listed and then not there was removed in between, or something between here and the server broke:
 * the list is asked for again, and tells which.
 */
export async function pull(client: DavClient, collectionUrl: string, request: PullRequest): Promise<Pulled> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const pulled = await pullOnce(client, collectionUrl, request)
    if (pulled !== null) return pulled
  }
  throw malformed(collectionUrl, 'it lists events that it does not hand out')
}

async function pullOnce(
  client: DavClient,
  collectionUrl: string,
  { cursor, known }: PullRequest,
): Promise<Pulled | null> {
  const since = readCursor(cursor)
  if (since?.token !== undefined && since.token !== null) {
    const changes = await unlessImpossible(listChanges(client, collectionUrl, since.token))
    if (changes !== null) return bring(client, changes, removedIn(changes, known), known)
  }
  const listing = await listEverything(client, collectionUrl, since?.token !== null)
  return bring(client, listing, missingIn(listing, known), known)
}

async function listEverything(client: DavClient, url: string, tryTokens: boolean): Promise<ObjectListing> {
  const synced = tryTokens ? await unlessImpossible(listChanges(client, url, null)) : null
  return synced ?? (await listAll(client, url))
}

async function unlessImpossible(listing: Promise<ObjectListing>): Promise<ObjectListing | null> {
  try {
    return await listing
  } catch (cause) {
    if (cause instanceof SyncImpossible) return null
    throw cause
  }
}

function removedIn({ objects }: ObjectListing, known: Known): string[] {
  const match = createMatcher(known.keys())
  const gone = [...objects].filter(([, state]) => state === 'gone')
  return gone.flatMap(([path]) => match(path) ?? [])
}

function missingIn({ objects }: ObjectListing, known: Known): string[] {
  const present = [...objects].filter(([, state]) => state !== 'gone').map(([path]) => path)
  const match = createMatcher(present)
  return [...known.keys()].filter(id => match(id) === null)
}

/** Fetches what is new or different, an object without an ETag always; null when one of them is not there any more. */
async function bring(
  client: DavClient,
  { objects, url, token }: ObjectListing,
  removed: readonly string[],
  known: Known,
): Promise<Pulled | null> {
  const match = createMatcher(known.keys())
  const wanted = [...objects].flatMap(([path, state]) => {
    if (state === 'gone') return []
    const id = match(path)
    const same = id !== null && isSameEtag(known.get(id) ?? null, state.etag)
    return same ? [] : [{ path, etag: state.etag }]
  })
  const fetched = await fetchObjects(client, url, wanted)
  if (fetched === null) return null
  // An object that is kept already stays under its name, however the server spells that today.
  const changed = fetched.map(object => ({ ...object, objectId: match(object.objectId) ?? object.objectId }))
  const present = new Set(changed.map(({ objectId }) => objectId))
  return { cursor: writeCursor({ token }), changed, removed: removed.filter(id => !present.has(id)) }
}
