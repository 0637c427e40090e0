import { z } from 'zod'
import { CalendarFault } from '../calendar-fault.ts'
import type { ProviderAnswer, ProviderClient } from '../cloud/provider-client.ts'
import type { Account } from '../connector.ts'

const mostPages = 1000

/** Times in UTC, and pages of a size that Graph makes quickly. Wanted with every request, those of links included. */
export const prefer = { prefer: 'outlook.timezone="UTC", odata.maxpagesize=200' }

export interface Listing<T> {
  readonly client: ProviderClient
  readonly account: Account
  readonly path: string
  readonly item: z.ZodType<T>
  readonly signal: AbortSignal
}

/** What a round of changes brings, and where those after it are to be had. */
export interface DeltaRound<T> {
  readonly items: T[]
  readonly deltaLink: string
}

/** A collection, whole: every page behind `@odata.nextLink`, or a fault. Half of it would look like free time. */
export async function readPages<T>(listing: Listing<T>): Promise<T[]> {
  const pages = await readPagesUnless(listing, [])
  return pages?.items ?? []
}

/** A round of changes, or null where one of these statuses is answered; it ends with `@odata.deltaLink`, or not at all. */
export async function readDelta<T>(
  listing: Listing<T>,
  statuses: readonly number[],
): Promise<DeltaRound<T> | null> {
  const pages = await readPagesUnless(listing, statuses)
  if (pages === null) return null
  if (pages.deltaLink === null) throw endless()
  return { items: pages.items, deltaLink: pages.deltaLink }
}

/** As {@link readPages}, and null where one of these statuses is answered. */
export async function readPagesUnless<T>(
  { client, account, path, item, signal }: Listing<T>,
  statuses: readonly number[],
): Promise<{ items: T[]; deltaLink: string | null } | null> {
  const items: T[] = []
  const seen = new Set<string>()
  for (let at = path; ; ) {
    if (seen.has(at) || seen.size >= mostPages) throw endless()
    seen.add(at)
    const answer = await client.ask(account, { path: at, headers: prefer, signal, expect: statuses })
    if (statuses.includes(answer.status)) return null
    const page = readPage(answer, item)
    for (const found of page.value) items.push(found)
    const next = page['@odata.nextLink']
    if (next === undefined) return { items, deltaLink: page['@odata.deltaLink'] ?? null }
    at = next
  }
}

const readPage = <T>(answer: ProviderAnswer, item: z.ZodType<T>) =>
  answer.read(
    z.object({
      value: z.array(item),
      '@odata.nextLink': z.string().min(1).optional(),
      '@odata.deltaLink': z.string().min(1).optional(),
    }),
  )

const endless = () =>
  new CalendarFault('malformed', 'Microsoft 365 sends a list that does not come to its end.')
