import type { RemoteObject, WrittenBefore } from '../connector.ts'
import type { DavAnswer } from './dav-client.ts'
import { malformed } from './dav-fault.ts'
import { isWeak } from './etags.ts'
import { gone, isAsLeft, readStored, type StoredObject, type WritePlace } from './stored-object.ts'
import { readWriteAnswer } from './write-answer.ts'

export type RemoveOutcome =
  | { readonly kind: 'removed' }
  | { readonly kind: 'changed'; readonly object: RemoteObject }
  | { readonly kind: 'gone' }

const tries = 3

/**
 * Removes the event if nobody decided otherwise since. With `invite` the server tells its attendees (RFC 6638
 * 3.2.1.3); without, it is asked not to (8.1). What holds is that an event written without `invite` names nobody: Cyrus
 * calls off whomever it invited, whatever is asked.
 */
export async function removeEvent(
  place: WritePlace,
  before: WrittenBefore,
  invite: boolean,
): Promise<RemoveOutcome> {
  const { objectId, etag } = before
  let guards: Readonly<Record<string, string>> | null =
    etag === null || isWeak(etag) ? null : { 'if-match': etag }
  let stored: StoredObject | null = null
  for (let attempt = 0; attempt < tries; attempt++) {
    if (guards === null) {
      stored = await readStored(place, objectId)
      if (stored === null) return gone(place)
      if (!isAsLeft(stored, etag, null)) return { kind: 'changed', object: stored.object }
      guards = stored.guards
    }
    const answer = await send(place, objectId, invite, guards)
    const result = await readWriteAnswer(place.client, answer)
    if (result.kind === 'done') return removed(place, objectId, answer)
    if (result.kind === 'gone') return gone(place)
    if (result.kind !== 'changed') throw place.client.fault(answer, 'write')
    guards = null
  }
  return { kind: 'changed', object: stored!.object }
}

/** A page of a network that wants a sign-in of its own says 200, too: then a look tells. */
async function removed(
  place: WritePlace,
  path: string,
  answer: DavAnswer,
): Promise<{ readonly kind: 'removed' }> {
  const certain = answer.status === 204 || (await readStored(place, path)) === null
  if (!certain) throw malformed(answer.url, 'it removed the event and still has it')
  return { kind: 'removed' }
}

function send(
  { client, collectionUrl }: WritePlace,
  path: string,
  invite: boolean,
  guards: Readonly<Record<string, string>>,
): Promise<DavAnswer> {
  const headers = { ...guards, ...(invite ? {} : { 'schedule-reply': 'F' }) }
  return client.ask({ method: 'DELETE', url: new URL(path, collectionUrl).href, headers }, 'write')
}
