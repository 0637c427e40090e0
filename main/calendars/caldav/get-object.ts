import { isCalendarText } from './calendar-text.ts'
import { type DavAnswer, type DavClient, isSuccess } from './dav-client.ts'
import { malformed } from './dav-fault.ts'

export interface ObjectAnswer extends DavAnswer {
  readonly text: string
  readonly etag: string | null
}

/**
 * One object by GET, or null when it is not there. Uncompressed: Cyrus and nginx make an ETag weak in compressing, and
 * a weak one guards no change.
 */
export async function getObjectAnswer(
  client: DavClient,
  collectionUrl: string,
  path: string,
): Promise<ObjectAnswer | null> {
  const url = new URL(path, collectionUrl).href
  const answer = await client.ask({ method: 'GET', url, headers: { 'accept-encoding': 'identity' } }, 'read')
  if (answer.status === 404 || answer.status === 410) return null
  if (!isSuccess(answer.status)) throw client.fault(answer, 'read')
  const text = client.textOf(answer)
  if (!isCalendarText(text)) throw malformed(answer.url, 'it holds something that is no event')
  return { ...answer, text, etag: answer.headers['etag'] ?? null }
}
