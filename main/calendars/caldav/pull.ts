import type { Pulled, PullRequest, RemoteObject } from '../connector.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { DavClient } from './dav-client.ts'
import { isSameEtag } from './etags.ts'
import { fetchObjects } from './fetch-objects.ts'
import { createMatcher } from './hrefs.ts'
import { listAll, listChanges, type ObjectListing, SyncImpossible } from './object-listing.ts'

type Known = PullRequest['known']

/** What changed in a calendar since the cursor; a server's own expansion or free/busy is never asked for. */
export async function pull(client: DavClient, collectionUrl: string, request: PullRequest): Promise<Pulled> {
  const { cursor, known } = request
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

/** Fetches what is new or different; an object without an ETag is always fetched. */
async function bring(
  client: DavClient,
  { objects, url, token }: ObjectListing,
  removed: readonly string[],
  known: Known,
): Promise<Pulled> {
  const match = createMatcher(known.keys())
  const wanted = [...objects].flatMap(([path, state]) => {
    if (state === 'gone') return []
    const id = match(path)
    const same = id !== null && isSameEtag(known.get(id) ?? null, state.etag)
    return same ? [] : [{ path, etag: state.etag }]
  })
  const fetched = await fetchObjects(client, url, wanted)
  const vanished = [...fetched].flatMap(([path, object]) => (object === null ? (match(path) ?? []) : []))
  const changed = [...fetched].flatMap(([path, object]) => named(object, match(path)))
  const present = new Set(changed.map(({ objectId }) => objectId))
  const gone = new Set([...removed, ...vanished].filter(id => !present.has(id)))
  return { cursor: writeCursor({ token }), changed, removed: [...gone] }
}

/** An object that is kept already stays under its name, however the server spells that today. */
function named(object: RemoteObject | null, known: string | null): RemoteObject[] {
  if (object === null) return []
  return [known === null ? object : { ...object, objectId: known }]
}
