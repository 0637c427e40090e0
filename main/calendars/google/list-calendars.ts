import { z } from 'zod'
import type { ProviderClient } from '../cloud/provider-client.ts'
import type { Account, FoundCalendar } from '../connector.ts'
import { readPages } from './read-pages.ts'

const entry = z.object({
  id: z.string().min(1),
  summary: z.string().optional(),
  summaryOverride: z.string().optional(),
  backgroundColor: z.string().optional(),
  accessRole: z.string(),
  deleted: z.boolean().optional(),
})
type Entry = z.infer<typeof entry>

/** Names a calendar of which only free/busy is shown, be it on the list or a colleague's. */
export const freeBusyPrefix = 'freebusy:'

export async function listCalendars(
  client: ProviderClient,
  account: Account,
  signal: AbortSignal,
): Promise<FoundCalendar[]> {
  const path = '/users/me/calendarList?maxResults=250&showHidden=true'
  const { items } = await readPages({ client, account, path, item: entry, signal })
  return items.filter(e => e.deleted !== true).map(toFound)
}

/** `accessRole` is one of freeBusyReader, reader, writer, owner; a role that is new is taken for a reader's. */
function toFound({ id, summary, summaryOverride, backgroundColor, accessRole }: Entry): FoundCalendar {
  const takesEvents = accessRole === 'writer' || accessRole === 'owner'
  return {
    remoteId: accessRole === 'freeBusyReader' ? freeBusyPrefix + id : id,
    name: summaryOverride ?? summary ?? id,
    color: backgroundColor ?? null,
    takesEvents,
    sendsInvitations: takesEvents,
  }
}
