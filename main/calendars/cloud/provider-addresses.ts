export type Provider = 'google' | 'microsoft'

/** Where a provider is asked. The host passes the real ones; tests pass a provider of their own. */
export interface ProviderAddress {
  readonly authorize: string
  readonly token: string
  /** What every path of the API is appended to, without a slash at its end. */
  readonly api: string
}

export type ProviderAddresses = Readonly<Record<Provider, ProviderAddress>>

/**
 * Google: "OAuth 2.0 for iOS & Desktop Apps" and the Calendar API v3. Microsoft: the identity platform's v2.0 endpoint
 * for work, school and personal accounts, and Graph v1.0.
 */
export const realAddresses: ProviderAddresses = {
  google: {
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    api: 'https://www.googleapis.com/calendar/v3',
  },
  microsoft: {
    authorize: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    api: 'https://graph.microsoft.com/v1.0',
  },
}

/** One base address that stands for all three of a provider, as the provider of the tests has them. */
export function addressesUnder(base: string): ProviderAddress {
  return { authorize: `${base}/authorize`, token: `${base}/token`, api: `${base}/api` }
}

const variables: Readonly<Record<Provider, string>> = {
  google: 'OPENSLOT_GOOGLE_API',
  microsoft: 'OPENSLOT_MICROSOFT_API',
}

type Environment = Readonly<Record<string, string | undefined>>

const named = (env: Environment, provider: Provider): string | null => env[variables[provider]] || null

/** The real ones, or those that OPENSLOT_GOOGLE_API and OPENSLOT_MICROSOFT_API name. */
export function addressesFrom(env: Environment): ProviderAddresses {
  const of = (provider: Provider) => {
    const base = named(env, provider)
    return base === null ? realAddresses[provider] : addressesUnder(base)
  }
  return { google: of('google'), microsoft: of('microsoft') }
}

/** Hosts that the variables name, for the network's policy: whoever starts Openslot like that means them. */
export function hostsFrom(env: Environment): string[] {
  const bases = (['google', 'microsoft'] as const).map(provider => named(env, provider))
  const hosts = bases.filter(base => base !== null && URL.canParse(base)).map(base => new URL(base!).hostname)
  return [...new Set(hosts)]
}
