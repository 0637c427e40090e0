import { CalendarFault } from '../calendar-fault.ts'
import type { Account } from '../connector.ts'
import type { OAuthProvider } from './oauth-providers.ts'
import { askForTokens, type Grant, type TokenEndpointOptions } from './token-endpoint.ts'
import { isFresh, readTokens, type Tokens, toSecret } from './tokens.ts'

interface Kept {
  tokens: Tokens
  /** Refresh tokens that were traded in for the present one: an account handed over with one of these is out of date. */
  readonly spent: Set<string>
  /** Got, but not kept yet, because keeping failed: nothing is asked for again before these are safe. */
  unkept: Tokens | null
  renewing: Promise<Tokens> | null
}

/**
 * The access token to use for an account, renewed in time.
 *
 * Guaranteed: what a renewal brings is kept before it is used, so that no crash can leave a spent refresh token behind
 * a used one; two renewals at once are one; an account that was read before a renewal does not bring the old token back.
 */
export function createAccessTokens(options: TokenEndpointOptions, provider: OAuthProvider) {
  const known = new Map<string, Kept>()

  /** What is in force: what the account brings, unless it has been traded in since. */
  function inForce(account: Account): Kept {
    const brought = readTokens(account.secret)
    const kept = known.get(account.connectionId)
    if (brought === null) throw new CalendarFault('sign_in', provider.sentences.signInLapsed)
    if (kept !== undefined && isTheSame(kept, brought)) return kept
    const anew = { tokens: brought, spent: new Set<string>(), unkept: null, renewing: null }
    known.set(account.connectionId, anew)
    return anew
  }

  async function renew(account: Account, kept: Kept): Promise<Tokens> {
    const old = kept.tokens
    kept.unkept ??= await trade(old)
    account.keep({ secret: toSecret(kept.unkept) })
    if (kept.unkept.refreshToken !== old.refreshToken) kept.spent.add(old.refreshToken)
    kept.tokens = kept.unkept
    kept.unkept = null
    return kept.tokens
  }

  async function trade(old: Tokens): Promise<Tokens> {
    const askedMs = options.clock.now()
    return granted(old, await askForTokens(options, provider, refreshForm(provider, old)), askedMs)
  }

  function renewOnce(account: Account, kept: Kept): Promise<Tokens> {
    kept.renewing ??= renew(account, kept).finally(() => {
      kept.renewing = null
    })
    return kept.renewing
  }

  return {
    /** @throws CalendarFault `sign_in` when the organizer has to sign in again */
    async get(account: Account): Promise<string> {
      const kept = inForce(account)
      const fresh = kept.renewing === null && isFresh(kept.tokens, options.clock.now())
      return (fresh ? kept.tokens : await renewOnce(account, kept)).accessToken
    },
    /** After `refused` was answered 401: another one, which may have been got for somebody else meanwhile. */
    async getAnother(account: Account, refused: string): Promise<string> {
      const kept = inForce(account)
      if (kept.renewing === null && kept.tokens.accessToken !== refused) return kept.tokens.accessToken
      return (await renewOnce(account, kept)).accessToken
    },
  }
}

export type AccessTokens = ReturnType<typeof createAccessTokens>

const isTheSame = (kept: Kept, { refreshToken }: Tokens) =>
  kept.tokens.refreshToken === refreshToken || kept.spent.has(refreshToken)

function refreshForm(provider: OAuthProvider, { clientId, clientSecret, refreshToken }: Tokens) {
  return {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
    scope: provider.scopesWithTokens ? provider.scopes.join(' ') : null,
  }
}

/** A provider that names no new refresh token means that the old one goes on (RFC 6749, section 6). */
export function granted(
  before: Pick<Tokens, 'clientId' | 'clientSecret' | 'refreshToken'>,
  grant: Grant,
  askedMs: number,
): Tokens {
  return {
    clientId: before.clientId,
    clientSecret: before.clientSecret,
    refreshToken: grant.refresh_token ?? before.refreshToken,
    accessToken: grant.access_token,
    issuedMs: askedMs,
    expiresMs: askedMs + grant.expires_in * 1000,
  }
}
