import { z } from 'zod'
import type { ProviderClient } from '../cloud/provider-client.ts'
import type { Account, FoundCalendar } from '../connector.ts'
import { readPages } from './read-pages.ts'

const calendar = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  hexColor: z.string().nullish(),
  canEdit: z.boolean().nullish(),
})

export async function listCalendars(
  client: ProviderClient,
  account: Account,
  signal: AbortSignal,
): Promise<FoundCalendar[]> {
  const items = await readPages({ client, account, path: '/me/calendars', item: calendar, signal })
  return items.map(({ id, name, hexColor, canEdit }) => ({
    remoteId: id,
    name: name ?? 'Calendar',
    color: hexColor == null || hexColor === '' ? null : hexColor,
    takesEvents: canEdit === true,
    sendsInvitations: canEdit === true,
  }))
}
