import { scopesOf } from '../../../preload/contract/connections-help.ts'
import type { Provider, ProviderAddress, ProviderAddresses } from '../cloud/provider-addresses.ts'

/** What differs between the providers in signing in. */
export interface OAuthProvider {
  readonly provider: Provider
  readonly name: string
  readonly address: ProviderAddress
  readonly scopes: readonly string[]
  /** As it stands in the redirect address: Google wants the number, Microsoft the name (the port is free at both). */
  readonly redirectHost: string
  readonly authorizeParameters: Readonly<Record<string, string>>
  /** Microsoft wants the scopes at the token endpoint, too. */
  readonly scopesWithTokens: boolean
  readonly sentences: {
    readonly signInLapsed: string
    readonly clientRefused: string
    readonly denied: string
    readonly scopesMissing: string
    readonly notLasting: string
  }
}

export function oauthProvider(provider: Provider, addresses: ProviderAddresses): OAuthProvider {
  return provider === 'google' ? google(addresses.google) : microsoft(addresses.microsoft)
}

const google = (address: ProviderAddress): OAuthProvider => ({
  provider: 'google',
  name: 'Google',
  address,
  scopes: scopesOf.google,
  redirectHost: '127.0.0.1',
  // Without `offline` there is no refresh token, and without `consent` only the first time.
  authorizeParameters: { access_type: 'offline', prompt: 'consent' },
  scopesWithTokens: false,
  sentences: {
    signInLapsed:
      'Google no longer accepts this sign-in. Sign in again. If this happens every 7 days, your Google project is still in testing: choose Publish app on its consent screen.',
    clientRefused:
      'Google does not know this client id, or the client secret does not belong to it. Check both in the Google Cloud console and sign in again.',
    denied: 'Openslot was not allowed to use your Google calendars. Sign in again and choose Continue.',
    scopesMissing:
      'Google let you in, but a box for calendars was left unticked. Sign in again and tick every box.',
    notLasting:
      'Google gave no lasting permission. Remove Openslot at myaccount.google.com/connections and sign in again.',
  },
})

const microsoft = (address: ProviderAddress): OAuthProvider => ({
  provider: 'microsoft',
  name: 'Microsoft',
  address,
  scopes: scopesOf.microsoft,
  redirectHost: 'localhost',
  authorizeParameters: { response_mode: 'query', prompt: 'select_account' },
  scopesWithTokens: true,
  sentences: {
    signInLapsed:
      'Microsoft no longer accepts this sign-in: the password was changed, the permission withdrawn, or it was not used for 90 days. Sign in again.',
    clientRefused:
      'Microsoft does not know this client id as a desktop application. Check it, and that its platform is Mobile and desktop applications, and sign in again.',
    denied:
      'Openslot was not allowed to use your Microsoft calendars. Sign in again and choose Accept; in some organizations an administrator has to agree first.',
    scopesMissing:
      'Microsoft let you in, but without Calendars.ReadWrite. Add this permission to the app registration and sign in again.',
    notLasting:
      'Microsoft gave no lasting permission. Add offline_access to the permissions of the app registration and sign in again.',
  },
})
