import { z } from 'zod'
import { CalendarFault } from '../calendar-fault.ts'
import { type BusySpan, pieces, pulledFreeBusy } from '../cloud/free-busy.ts'
import type { ProviderClient } from '../cloud/provider-client.ts'
import type { Window } from '../cloud/window-cursor.ts'
import type { Account, Pulled, PullRequest } from '../connector.ts'
import { statusFrom, wallOf } from './graph-event.ts'

/** Names a colleague's calendar, of which only free/busy is shown. */
export const schedulePrefix = 'schedule:'

const time = z.object({ dateTime: z.string(), timeZone: z.string() })
const answerShape = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string(),
      scheduleItems: z.array(z.object({ status: z.string().nullish(), start: time, end: time })).nullish(),
      error: z.object({ responseCode: z.string().nullish() }).nullish(),
    }),
  ),
})

/** "The time period to look up must be less than 62 days"; it was 42 once. */
const days = 30

/** @param address of somebody in the same organization; personal accounts cannot ask for it */
export async function pullSchedule(
  client: ProviderClient,
  account: Account,
  address: string,
  { window, known, signal }: PullRequest,
): Promise<Pulled> {
  const parts = pieces(window, days).map(piece => askSchedule(client, account, address, piece, signal))
  return pulledFreeBusy(schedulePrefix + address, (await Promise.all(parts)).flat(), known)
}

async function askSchedule(
  client: ProviderClient,
  account: Account,
  address: string,
  { fromMs, toMs }: Window,
  signal: AbortSignal,
): Promise<BusySpan[]> {
  const utc = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' })
  const answer = await client.ask(account, {
    path: '/me/calendar/getSchedule',
    method: 'POST',
    headers: { prefer: 'outlook.timezone="UTC"' },
    body: { schedules: [address], startTime: utc(fromMs), endTime: utc(toMs), availabilityViewInterval: 60 },
    signal,
  })
  const told = answer.read(answerShape).value.find(s => s.scheduleId.toLowerCase() === address.toLowerCase())
  // An answer that leaves somebody out tells nothing about them; it does not say that they are free.
  if (told?.scheduleItems == null || told.error != null) throw notTold(address)
  return told.scheduleItems.flatMap(item => toSpan(item))
}

function toSpan({
  status,
  start,
  end,
}: {
  status?: string | null | undefined
  start: { dateTime: string }
  end: { dateTime: string }
}): BusySpan[] {
  const shown = statusFrom(status)
  const [startMs, endMs] = [wallOf(start.dateTime), wallOf(end.dateTime)]
  if (Number.isNaN(startMs) || Number.isNaN(endMs))
    throw new CalendarFault('malformed', 'Microsoft 365 tells of busy time without a time.')
  return shown === 'free' ? [] : [{ startMs, endMs, status: shown }]
}

const notTold = (address: string) =>
  new CalendarFault(
    'not_found',
    `Microsoft 365 does not show this account when ${address} is free. Check the address; it has to be in the same organization.`,
  )
