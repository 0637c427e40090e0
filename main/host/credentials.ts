import type { Randomness } from '../scheduling/world.ts'
import type { Store } from '../store/store.ts'

/** Made at the first start and kept: programs hold on to them. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  /** Stands for the organizer's account at `/v1`. */
  readonly accessToken: string
  /** Signs a browser in at the desk. */
  readonly deskKey: string
}

export function ensureCredentials(store: Pick<Store, 'settings'>, randomness: Randomness): Credentials {
  const kept = store.settings.get<Credentials>('credentials')
  if (kept !== null) return kept
  const made: Credentials = {
    clientId: randomness.token(),
    clientSecret: randomness.token() + randomness.token(),
    accessToken: randomness.token() + randomness.token(),
    deskKey: randomness.token() + randomness.token(),
  }
  store.settings.set('credentials', made)
  return made
}
