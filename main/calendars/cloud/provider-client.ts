import { z } from 'zod'
import type { GuardedFetch, GuardedResponse, NetworkPolicy } from '../../network/guarded-fetch.ts'
import { CalendarFault } from '../calendar-fault.ts'
import type { Account } from '../connector.ts'
import { createAccessTokens } from '../oauth/access-tokens.ts'
import { type OAuthProvider, oauthProvider } from '../oauth/oauth-providers.ts'
import { createPacing, throttled } from './pacing.ts'
import type { Provider, ProviderAddresses } from './provider-addresses.ts'
import { readJson } from './read-json.ts'
import { retryAfterMs } from './retry-after.ts'
import { asksToWait, type Refusal, type RefusalRules, statusFault } from './status-fault.ts'

export interface CloudOptions {
  readonly fetch: GuardedFetch
  readonly policy: NetworkPolicy
  readonly clock: { now(): number }
  readonly providers: ProviderAddresses
}

export interface ProviderRequest {
  /** Under the API's address, with a slash before it; or whole, as a provider gave it, and then under it all the same. */
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Statuses besides 2xx that are an answer to whoever asks, and no fault. */
  readonly expect?: readonly number[]
  readonly signal: AbortSignal
}

export interface ProviderAnswer {
  readonly status: number
  readonly reason: string
  /** Checks the shape of what was said. @throws CalendarFault `malformed` */
  read<T>(shape: z.ZodType<T>): T
}

/** What a provider calls an error, in the forms of Google (`errors[0].reason`) and Microsoft (`code`). */
const errorShape = z.object({
  error: z.object({
    code: z.union([z.string(), z.number()]).optional(),
    errors: z.array(z.object({ reason: z.string() })).optional(),
  }),
})

/**
 * Asks a provider's API for an account: with a token that is good, a few requests at once, not before the moment that
 * the provider named, and with every answer that is no success turned into a fault.
 */
export function createProviderClient(provider: Provider, options: CloudOptions, rules: RefusalRules) {
  const oauth = oauthProvider(provider, options.providers)
  const tokens = createAccessTokens(options, oauth)
  const pacing = createPacing(options.clock, rules.name)

  async function send(token: string, request: ProviderRequest): Promise<GuardedResponse> {
    const { path, method = 'GET', headers = {}, body, signal } = request
    return options.fetch({
      url: absolute(oauth, path, rules.name),
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      deadlineMs: 30_000,
      maxBytes: 32_000_000,
      signal,
      policy: options.policy,
    })
  }

  /** A token may end before its time; another one is tried once. */
  async function sendSignedIn(account: Account, request: ProviderRequest): Promise<GuardedResponse> {
    const token = await tokens.get(account)
    const response = await send(token, request)
    return response.status === 401 ? send(await tokens.getAnother(account, token), request) : response
  }

  function judge(account: Account, request: ProviderRequest, response: GuardedResponse): ProviderAnswer {
    const { status, headers } = response
    const json = readJson(response)
    const refusal = { status, reason: reasonIn(json), waitMs: retryAfterMs(headers, options.clock.now()) }
    const ok = status >= 200 && status < 300
    if (!ok && asksToWait(refusal, rules)) throw wait(account, refusal)
    if (!ok && request.expect?.includes(status) !== true) throw statusFault(refusal, rules)
    pacing.served(account.connectionId)
    return { status, reason: refusal.reason, read: shape => readShape(shape, json, rules.name) }
  }

  function wait(account: Account, refusal: Refusal): CalendarFault {
    const waitMs = pacing.refused(account.connectionId, refusal.waitMs)
    const busy = refusal.status >= 500
    return busy ? statusFault({ ...refusal, waitMs }, rules) : throttled(rules.name, waitMs)
  }

  return {
    /** @throws CalendarFault, NetworkFault */
    ask: (account: Account, request: ProviderRequest): Promise<ProviderAnswer> =>
      pacing.run(account.connectionId, async () =>
        judge(account, request, await sendSignedIn(account, request)),
      ),
  }
}

export type ProviderClient = ReturnType<typeof createProviderClient>

/** A token goes to the provider's API and nowhere else, whatever a link in an answer says. */
function absolute({ address }: OAuthProvider, path: string, name: string): string {
  if (path.startsWith('/')) return address.api + path
  const [base, url] = [new URL(`${address.api}/`), URL.parse(path)]
  if (url !== null && url.origin === base.origin && url.pathname.startsWith(base.pathname)) return url.href
  throw new CalendarFault('malformed', `${name} sent Openslot to another place, where it does not go.`)
}

function reasonIn(json: unknown): string {
  const error = errorShape.safeParse(json).data?.error
  return error?.errors?.[0]?.reason ?? (typeof error?.code === 'string' ? error.code : '')
}

function readShape<T>(shape: z.ZodType<T>, json: unknown, name: string): T {
  const read = shape.safeParse(json)
  if (read.success) return read.data
  // What zod says may quote what somebody's calendar holds.
  throw new CalendarFault('malformed', `${name} answered in a way that Openslot cannot read.`)
}
