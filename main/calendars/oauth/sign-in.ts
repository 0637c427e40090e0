import { CalendarFault } from '../calendar-fault.ts'
import type { Provider, ProviderAddresses } from '../cloud/provider-addresses.ts'
import type { SignedIn } from '../connector.ts'
import { granted } from './access-tokens.ts'
import { nameAccount } from './name-account.ts'
import { type OAuthProvider, oauthProvider } from './oauth-providers.ts'
import { challengeOf } from './pkce.ts'
import { openRedirectListener, type Redirected, type RedirectListener } from './redirect-listener.ts'
import { askForTokens, type Grant, type TokenEndpointOptions } from './token-endpoint.ts'
import { toSecret } from './tokens.ts'

export interface OAuthSignInOptions extends TokenEndpointOptions {
  readonly clock: {
    now(): number
    setTimeout(work: () => void, ms: number): unknown
    clearTimeout(timer: unknown): void
  }
  /** 128 bits or more, URL-safe. */
  readonly randomness: { token(): string }
  readonly providers: ProviderAddresses
}

export interface SignInRequest {
  readonly provider: Provider
  readonly clientId: string
  readonly clientSecret: string | null
}

export interface SignInUnderWay {
  /** To be opened in the organizer's browser. */
  readonly authorizeUrl: string
  /** Rejects with CalendarFault or NetworkFault; a sentence either way. */
  readonly done: Promise<SignedIn>
  cancel(): void
}

/** How long the organizer has for the provider's pages. */
const patienceMs = 10 * 60_000

/**
 * Signing in at a provider in the organizer's own browser: OAuth 2.0 for installed apps (RFC 8252) with PKCE (RFC 7636).
 * The client id is the organizer's own. Openslot sees no password, and the code that comes back is worth nothing
 * without the verifier, which never leaves this process.
 */
export function createOAuthSignIn(options: OAuthSignInOptions) {
  return {
    /** @param request typed by the organizer; what surrounds it is cut off */
    async begin(request: SignInRequest): Promise<SignInUnderWay> {
      const provider = oauthProvider(request.provider, options.providers)
      const attempt = {
        clientId: request.clientId.trim(),
        clientSecret: request.clientSecret?.trim() || null,
        state: options.randomness.token(),
        verifier: options.randomness.token() + options.randomness.token(),
      }
      const listener = await openRedirectListener(provider.redirectHost, attempt.state)
      const { redirected, cancel } = waitFor(listener, options.clock)
      const done = redirected.then(found => finish(options, provider, attempt, listener.redirectUri, found))
      // Whoever began may not be waiting yet, or any more; a sign-in that fails ends no program.
      done.catch(() => {})
      return { authorizeUrl: authorizeUrl(provider, attempt, listener.redirectUri), done, cancel }
    },
  }
}

export type OAuthSignIn = ReturnType<typeof createOAuthSignIn>

interface Attempt {
  readonly clientId: string
  readonly clientSecret: string | null
  readonly state: string
  readonly verifier: string
}

function authorizeUrl(provider: OAuthProvider, attempt: Attempt, redirectUri: string): string {
  const url = new URL(provider.address.authorize)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: attempt.clientId,
    redirect_uri: redirectUri,
    scope: provider.scopes.join(' '),
    state: attempt.state,
    code_challenge: challengeOf(attempt.verifier),
    code_challenge_method: 'S256',
    ...provider.authorizeParameters,
  }).toString()
  return url.href
}

function waitFor(listener: RedirectListener, clock: OAuthSignInOptions['clock']) {
  const { promise: given, reject } = Promise.withResolvers<never>()
  const giveUp = (message: string) => () => {
    reject(new CalendarFault('sign_in', message))
    listener.close()
  }
  const timer = clock.setTimeout(giveUp('Nobody signed in for ten minutes. Begin again.'), patienceMs)
  const redirected = Promise.race([listener.redirected, given]).finally(() => clock.clearTimeout(timer))
  return { redirected, cancel: giveUp('Signing in was given up. Begin again when you like.') }
}

async function finish(
  options: OAuthSignInOptions,
  provider: OAuthProvider,
  attempt: Attempt,
  redirectUri: string,
  found: Redirected,
): Promise<SignedIn> {
  if ('error' in found) throw notGranted(provider, found.error)
  const askedMs = options.clock.now()
  const grant = await askForTokens(options, provider, codeForm(provider, attempt, redirectUri, found.code))
  assertGranted(provider, grant)
  const tokens = granted({ ...attempt, refreshToken: grant.refresh_token }, grant, askedMs)
  const email = await nameAccount(options, provider, grant.access_token)
  return { name: email, details: { email }, secret: toSecret(tokens) }
}

function notGranted(provider: OAuthProvider, error: string): CalendarFault {
  const { denied, clientRefused } = provider.sentences
  if (error === 'unauthorized_client' || error === 'invalid_client')
    return new CalendarFault('sign_in', clientRefused)
  if (error === 'server_error' || error === 'temporarily_unavailable')
    return new CalendarFault(
      'server',
      `${provider.name} cannot sign anyone in just now. Try again in a minute.`,
    )
  return new CalendarFault('sign_in', denied)
}

function codeForm(provider: OAuthProvider, attempt: Attempt, redirectUri: string, code: string) {
  return {
    grant_type: 'authorization_code',
    client_id: attempt.clientId,
    client_secret: attempt.clientSecret,
    code,
    code_verifier: attempt.verifier,
    redirect_uri: redirectUri,
    scope: provider.scopesWithTokens ? provider.scopes.join(' ') : null,
  }
}

/** People may untick permissions one by one; a calendar that cannot be read must not look like an empty one. */
function assertGranted(
  provider: OAuthProvider,
  grant: Grant,
): asserts grant is Grant & { refresh_token: string } {
  const { sentences } = provider
  const short = (scope: string) => scope.toLowerCase().replace('https://graph.microsoft.com/', '')
  const given = (grant.scope ?? '').split(' ').map(short)
  const wanted = provider.scopes.map(short).filter(scope => scope !== 'offline_access')
  // RFC 6749, 5.1: nothing said means that all was granted.
  if (grant.scope !== undefined && !wanted.every(scope => given.includes(scope)))
    throw new CalendarFault('forbidden', sentences.scopesMissing)
  if (grant.refresh_token === undefined) throw new CalendarFault('sign_in', sentences.notLasting)
}
