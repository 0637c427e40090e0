import {
  type Client,
  failed,
  type InputOf,
  type Outcome,
  type OutputOf,
  type ProcedureName,
} from '../client/client.ts'

let client: Client | null = null
let whenLocked = () => {}

/** Set once at the start, before any screen is drawn. */
export function connectCalls(given: Client, locked: () => void): void {
  client = given
  whenLocked = locked
}

/** The one way from the desk's state to the program. Never rejects. */
export async function call<N extends ProcedureName>(
  name: N,
  input: InputOf<N>,
): Promise<Outcome<OutputOf<N>>> {
  if (!client) return failed('internal', 'The desk is not connected yet.')
  const outcome = await client.call(name, input).catch(() => failed('internal', 'Openslot does not answer.'))
  if (!outcome.ok && outcome.error.code === 'unauthorized') whenLocked()
  return outcome
}
