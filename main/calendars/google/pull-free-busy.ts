import { z } from 'zod'
import { CalendarFault } from '../calendar-fault.ts'
import { type BusySpan, pieces, pulledFreeBusy } from '../cloud/free-busy.ts'
import type { ProviderClient } from '../cloud/provider-client.ts'
import type { Window } from '../cloud/window-cursor.ts'
import type { Account, Pulled, PullRequest } from '../connector.ts'

const instant = z.iso.datetime({ offset: true })
const answerShape = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      errors: z.array(z.object({ reason: z.string() })).optional(),
      busy: z.array(z.object({ start: instant, end: instant })).optional(),
    }),
  ),
})

/** The reference names no longest stretch, but Google refuses long ones (`timeRangeTooLong`). */
const days = 60

/** @param id a calendar's id, or the address of somebody whose free/busy this account may see */
export async function pullFreeBusy(
  client: ProviderClient,
  account: Account,
  id: string,
  { window, known, signal }: PullRequest,
): Promise<Pulled> {
  const parts = pieces(window, days).map(piece => askFreeBusy(client, account, id, piece, signal))
  return pulledFreeBusy(`freebusy:${id}`, (await Promise.all(parts)).flat(), known)
}

async function askFreeBusy(
  client: ProviderClient,
  account: Account,
  id: string,
  { fromMs, toMs }: Window,
  signal: AbortSignal,
): Promise<BusySpan[]> {
  const body = {
    timeMin: new Date(fromMs).toISOString(),
    timeMax: new Date(toMs).toISOString(),
    items: [{ id }],
  }
  const answer = await client.ask(account, { path: '/freeBusy', method: 'POST', body, signal })
  const { calendars } = answer.read(answerShape)
  const told = Object.entries(calendars).find(([key]) => key.toLowerCase() === id.toLowerCase())?.[1]
  const reason = told?.errors?.[0]?.reason
  // An answer that leaves somebody out tells nothing about them; it does not say that they are free.
  if (told?.busy === undefined || reason !== undefined) throw notTold(id, reason)
  return told.busy.map(b => ({ startMs: Date.parse(b.start), endMs: Date.parse(b.end), status: 'busy' }))
}

function notTold(id: string, reason: string | undefined): CalendarFault {
  if (reason === undefined || reason === 'internalError' || reason === 'backendError')
    return new CalendarFault('server', `Google Calendar cannot tell just now when ${id} is free.`)
  const message = `Google Calendar does not show this account when ${id} is free. Ask them to share their free/busy with you, or check the address.`
  return new CalendarFault('not_found', message)
}
