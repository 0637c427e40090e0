import type { SignInBegun, SignInState, SignInToBegin } from '../../preload/contract/connections.ts'
import { sealSecret } from '../calendars/accounts.ts'
import type { SignedIn } from '../calendars/connector.ts'
import { toFailure } from '../calendars/failure.ts'
import { readTokens } from '../calendars/oauth/tokens.ts'
import { addConnection, readAnew, readConnection, readSecret } from './connections.ts'
import { conflict, invalid, notFound, Refusal } from './refusal.ts'
import type { Remote } from './remote.ts'
import type { World } from './world.ts'

interface Kept {
  state: SignInState
  readonly cancel: () => void
}

/** More than a person begins; the oldest is given up for a new one. */
const mostAtOnce = 5

/** Sign-ins at providers' own pages: begun at the desk, ended in a browser, remembered until the program ends. */
export function createSignIns(world: World, remote: Remote) {
  const begun = new Map<string, Kept>()

  async function finish(kept: Kept, input: SignInToBegin, done: Promise<SignedIn>): Promise<void> {
    try {
      const connectionId = await keepAccount(world, remote, input, await done)
      kept.state = { state: 'done', connectionId, problem: null }
    } catch (cause) {
      const problem = cause instanceof Refusal ? cause.message : toFailure(cause).message
      kept.state = { state: 'failed', connectionId: null, problem }
    }
    world.announce('changed', { noun: 'connections' })
  }

  function makeRoom(): void {
    for (const [id, { cancel }] of [...begun].slice(0, Math.max(0, begun.size - mostAtOnce + 1))) {
      cancel()
      begun.delete(id)
    }
  }

  return {
    /** @throws Refusal `not_found`, `conflict` for another provider’s account, or `invalid_input` where the client id that was kept cannot be read */
    async begin(input: SignInToBegin): Promise<SignInBegun> {
      if (world.store.people.get(input.sub) === null) throw notFound('person')
      const client = clientOf(world, input)
      makeRoom()
      const { authorizeUrl, done, cancel } = await remote.beginSignIn({ provider: input.kind, ...client })
      const kept: Kept = { state: { state: 'waiting', connectionId: null, problem: null }, cancel }
      const signInId = world.randomness.token()
      begun.set(signInId, kept)
      void finish(kept, input, done)
      return { signInId, authorizeUrl }
    },
    /** @throws Refusal `not_found` */
    state(signInId: string): SignInState {
      const kept = begun.get(signInId)
      if (kept === undefined) throw notFound('sign-in')
      return kept.state
    },
    stop(): void {
      for (const { cancel } of begun.values()) cancel()
    },
  }
}

export type SignIns = ReturnType<typeof createSignIns>

/** The client that is named, or the one that the account was signed in with before. */
function clientOf(world: World, { kind, clientId, clientSecret, connectionId }: SignInToBegin) {
  const row = connectionId === undefined ? null : readConnection(world, connectionId)
  if (row !== null && row.kind !== kind) throw conflict('This account is one of another provider.')
  if (clientId !== undefined) return { clientId, clientSecret }
  const kept = row === null ? null : readTokens(readSecret(world, row))
  if (kept === null) throw invalid('clientId', 'The client id is not here any more: please enter it again.')
  return { clientId: kept.clientId, clientSecret: kept.clientSecret }
}

/** Signed in anew, an account keeps its calendars. */
async function keepAccount(
  world: World,
  remote: Remote,
  input: SignInToBegin,
  signedIn: SignedIn,
): Promise<string> {
  if (input.connectionId === undefined)
    return (await addConnection(world, remote, input.sub, input.kind, signedIn)).connection.connectionId
  const row = readConnection(world, input.connectionId)
  const { name, details, secret } = signedIn
  // Its calendars are not in another account, and their bookings neither.
  if (name.toLowerCase() !== row.name.toLowerCase())
    throw conflict(`You signed in as ${name}, and this account is ${row.name}. Sign in as that one.`)
  world.store.connections.put({ ...row, name, details, sealedSecret: sealSecret(world.sealer, secret) })
  return readAnew(world, remote, input.connectionId).connectionId
}
