import { z } from 'zod'
import { CalendarFault } from '../calendar-fault.ts'
import type { ProviderAnswer, ProviderClient } from '../cloud/provider-client.ts'
import type { Account } from '../connector.ts'

/** Far more than any list has; a server that pages for ever must not be followed for ever. */
const mostPages = 500

export interface Listing<T> {
  readonly client: ProviderClient
  readonly account: Account
  /** With its query, which has to be the same for every page. */
  readonly path: string
  readonly item: z.ZodType<T>
  readonly signal: AbortSignal
}

export interface Pages<T> {
  readonly items: T[]
  /** For the changes after this. */
  readonly syncToken: string
}

/** A list, whole: every page, or a fault. Half a list would look like free time. */
export async function readPages<T>(listing: Listing<T>): Promise<Pages<T>> {
  const pages = await readPagesUnless(listing, [])
  if (pages === null) throw endless()
  return pages
}

/**
 * The same, and null where one of these statuses is answered. The reference gives each page either the token of the next
 * or, the last one, the token for changes; an answer with neither is no last page.
 */
export async function readPagesUnless<T>(
  { client, account, path, item, signal }: Listing<T>,
  statuses: readonly number[],
): Promise<Pages<T> | null> {
  const items: T[] = []
  const seen = new Set<string>()
  for (let pageToken = ''; ; ) {
    const query = pageToken === '' ? '' : `&pageToken=${encodeURIComponent(pageToken)}`
    const answer = await client.ask(account, { path: path + query, signal, expect: statuses })
    if (statuses.includes(answer.status)) return null
    const page = readPage(answer, item)
    for (const found of page.items ?? []) items.push(found)
    if (page.nextSyncToken !== undefined) return { items, syncToken: page.nextSyncToken }
    pageToken = page.nextPageToken ?? ''
    if (pageToken === '' || seen.has(pageToken) || seen.size >= mostPages) throw endless()
    seen.add(pageToken)
  }
}

const readPage = <T>(answer: ProviderAnswer, item: z.ZodType<T>) =>
  answer.read(
    z.object({
      items: z.array(item).optional(),
      nextPageToken: z.string().min(1).optional(),
      nextSyncToken: z.string().min(1).optional(),
    }),
  )

const endless = () =>
  new CalendarFault('malformed', 'Google Calendar sends a list that does not come to its end.')
