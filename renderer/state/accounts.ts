import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connection } from '../../preload/contract/connections.ts'

export interface AccountCalendars {
  readonly connection: Connection
  readonly calendars: readonly Calendar[]
}

/**
 * A person's calendars by the account they are read through. A feed is one calendar and its own account, so it stands
 * with those that have none; so does what is seen of a colleague through somebody else's account.
 */
export function byAccount(
  sub: string,
  calendars: readonly Calendar[],
  connections: readonly Connection[],
): { readonly accounts: readonly AccountCalendars[]; readonly others: readonly Calendar[] } {
  const own = connections.filter(c => c.sub === sub && c.kind !== 'feed')
  const ids = new Set(own.map(c => c.connectionId))
  const grouped = (c: Calendar) => c.connectionId !== null && ids.has(c.connectionId)
  return {
    accounts: own.map(connection => ({
      connection,
      calendars: calendars.filter(c => c.connectionId === connection.connectionId),
    })),
    others: calendars.filter(c => !grouped(c)),
  }
}
