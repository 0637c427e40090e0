import type { ConnectionRow } from '../store/connections.ts'
import type { Store } from '../store/store.ts'
import { CalendarFault } from './calendar-fault.ts'
import type { Account, Facts } from './connector.ts'

/** Keeps passwords and tokens unreadable in the store, and in every copy of it. */
export interface Sealer {
  seal(text: string): string
  /** Null: it was sealed elsewhere, with a key that is not here. */
  open(sealed: string): string | null
}

type AccountStore = Pick<Store, 'connections'>

export const sealSecret = (sealer: Sealer, secret: Facts): string => sealer.seal(JSON.stringify(secret))

/**
 * An account as connectors are handed it. It reads what is kept whenever it is asked, so that of two syncs the second
 * has the token which the first was given.
 *
 * @throws CalendarFault `sign_in` where the secret cannot be unsealed, `not_found` where the connection is gone
 */
export function openAccount(store: AccountStore, sealer: Sealer, connectionId: string): Account {
  const row = (): ConnectionRow => {
    const found = store.connections.get(connectionId)
    if (found === null) throw new CalendarFault('not_found', 'This account was removed.')
    return found
  }
  return {
    connectionId,
    kind: row().kind,
    get details() {
      return row().details
    },
    get secret() {
      return unseal(sealer, row())
    },
    keep({ details, secret }) {
      const now = row()
      store.connections.put({
        ...now,
        ...(details === undefined ? {} : { details }),
        ...(secret === undefined ? {} : { sealedSecret: sealSecret(sealer, secret) }),
      })
    },
  }
}

function unseal(sealer: Sealer, { sealedSecret, name }: ConnectionRow): Facts {
  const text = sealer.open(sealedSecret)
  if (text === null)
    throw new CalendarFault(
      'sign_in',
      `The password of ${name} was stored on another machine or with another key. Sign in again.`,
    )
  return JSON.parse(text) as Facts
}
