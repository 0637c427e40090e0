import type { InputOf, Outcome, OutputOf } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useOrganizer = nounStore('organizer.read')

export async function setOrganizer(
  details: InputOf<'organizer.set'>,
): Promise<Outcome<OutputOf<'organizer.set'>>> {
  const outcome = await call('organizer.set', details)
  if (outcome.ok) useOrganizer.setState({ value: outcome.value, failure: null })
  return outcome
}
