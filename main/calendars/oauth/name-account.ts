import { z } from 'zod'
import { CalendarFault } from '../calendar-fault.ts'
import { readJson } from '../cloud/read-json.ts'
import type { OAuthProvider } from './oauth-providers.ts'
import type { TokenEndpointOptions } from './token-endpoint.ts'

const google = z.object({ id: z.string().min(1) })
const microsoft = z.object({ owner: z.object({ address: z.string().min(1) }) })

/**
 * The address that an account is called by. It is read off the primary calendar, so that no permission beyond the
 * calendar's is needed for it: its id at Google, its owner at Microsoft.
 */
export async function nameAccount(
  { fetch, policy }: TokenEndpointOptions,
  provider: OAuthProvider,
  accessToken: string,
): Promise<string> {
  const isGoogle = provider.provider === 'google'
  const response = await fetch({
    url: `${provider.address.api}${isGoogle ? '/users/me/calendarList/primary' : '/me/calendar'}`,
    headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    deadlineMs: 20_000,
    maxBytes: 100_000,
    policy,
  })
  if (response.status !== 200) throw noCalendar(provider, response.status)
  const answer = readJson(response)
  const email = isGoogle ? google.safeParse(answer).data?.id : microsoft.safeParse(answer).data?.owner.address
  if (email !== undefined) return email
  throw new CalendarFault('malformed', `${provider.name} names the account in a way Openslot cannot read.`)
}

function noCalendar(provider: OAuthProvider, status: number): CalendarFault {
  if (status === 429 || status >= 500)
    return new CalendarFault('server', `${provider.name} signed you in, then did not answer. Sign in again.`)
  const enabled =
    provider.provider === 'google' ? ' Check that the Google Calendar API is enabled in your project.' : ''
  return new CalendarFault('forbidden', `${provider.name} shows no calendar of this account.${enabled}`)
}
