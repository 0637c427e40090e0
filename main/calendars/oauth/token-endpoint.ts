import { z } from 'zod'
import type { GuardedFetch, NetworkPolicy } from '../../network/guarded-fetch.ts'
import { CalendarFault } from '../calendar-fault.ts'
import { readJson } from '../cloud/read-json.ts'
import { retryAfterMs } from '../cloud/retry-after.ts'
import type { OAuthProvider } from './oauth-providers.ts'

/** RFC 6749, section 5.1. Whatever else a provider says is left alone. */
const grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
})
export type Grant = z.infer<typeof grant>

export interface TokenEndpointOptions {
  readonly fetch: GuardedFetch
  readonly policy: NetworkPolicy
  readonly clock: { now(): number }
}

/**
 * Asks for tokens. What is sent and what comes back is secret, so no fault quotes either.
 *
 * @throws CalendarFault, NetworkFault
 */
export async function askForTokens(
  { fetch, policy, clock }: TokenEndpointOptions,
  provider: OAuthProvider,
  form: Readonly<Record<string, string | null>>,
): Promise<Grant> {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== null)
  const response = await fetch({
    url: provider.address.token,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(given).toString(),
    deadlineMs: 20_000,
    maxBytes: 100_000,
    policy,
  })
  const answer = readJson(response)
  if (response.status !== 200)
    throw refusal(provider, response.status, answer, retryAfterMs(response.headers, clock.now()))
  const read = grant.safeParse(answer)
  if (read.success) return read.data
  throw new CalendarFault('malformed', `${provider.name} answered the sign-in in a way Openslot cannot read.`)
}

const errorAnswer = z.object({ error: z.string() })

/** RFC 6749, section 5.2, and what a server in trouble says instead. */
function refusal(provider: OAuthProvider, status: number, answer: unknown, waitMs: number | null) {
  const { name } = provider
  if (status === 429 || status >= 500) {
    const kind = status === 429 ? 'throttled' : 'server'
    const message = `${name} cannot renew the sign-in just now. Openslot tries again by itself.`
    return new CalendarFault(kind, message, { retryAfterMs: waitMs })
  }
  const error = errorAnswer.safeParse(answer).data?.error ?? ''
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return new CalendarFault('sign_in', provider.sentences.clientRefused)
  if (signInErrors.includes(error)) return new CalendarFault('sign_in', provider.sentences.signInLapsed)
  return new CalendarFault('refused', `${name} did not accept the sign-in (${status}). Sign in again.`)
}

/** The second three are Microsoft's: the organization wants more of the person than a token. */
const signInErrors = [
  'invalid_grant',
  'access_denied',
  'interaction_required',
  'consent_required',
  'login_required',
]
