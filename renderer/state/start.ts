import type { Client } from '../client/client.ts'
import { DeskLocked } from '../client/over-http.ts'
import { useBookings } from './bookings.ts'
import { useCalendars } from './calendars.ts'
import { useConferencing } from './conferencing.ts'
import { useConnections } from './connections.ts'
import { useDesk } from './desk.ts'
import { reloadEvents } from './events.ts'
import { useLinks } from './links.ts'
import { useMail } from './mail.ts'
import { rememberNews, tellNews } from './news.ts'
import { useOrganizer } from './organizer.ts'
import { usePeople } from './people.ts'
import { connectCalls } from './program-calls.ts'
import { applyPush } from './pushes.ts'
import { useReach } from './reach.ts'

/** Reads everything the desk shows. Also the answer to `resync`. */
export async function loadEverything(): Promise<void> {
  const stores = [
    useOrganizer,
    usePeople,
    useCalendars,
    useConnections,
    useLinks,
    useBookings,
    useConferencing,
    useMail,
    useReach,
  ]
  await Promise.all([...stores.map(store => store.load()), reloadEvents()])
}

/** A stream that breaks may have been refused: a program that was started anew knows this sign-in no longer. */
async function lockIfSignedOut(client: Client): Promise<void> {
  const locked = await client.capabilities().then(
    () => false,
    (cause: unknown) => cause instanceof DeskLocked,
  )
  if (locked) useDesk.setState({ phase: 'locked' })
}

/** From a client to a desk that is ready, locked, or says that nobody answers. */
export async function startDesk(client: Client): Promise<void> {
  connectCalls(client, () => useDesk.setState({ phase: 'locked' }))
  try {
    const capabilities = await client.capabilities()
    useDesk.setState({ capabilities })
  } catch (cause) {
    useDesk.setState({ phase: cause instanceof DeskLocked ? 'locked' : 'unreachable' })
    return
  }
  client.subscribe(push => applyPush(push, () => loadEverything().then(tellNews)))
  client.watchConnection(connection => {
    useDesk.setState({ connection })
    if (connection === 'lost') void lockIfSignedOut(client)
  })
  await loadEverything()
  rememberNews()
  useDesk.setState(desk => (desk.phase === 'starting' ? { phase: 'ready' } : {}))
}
