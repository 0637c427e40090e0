import type { ConferencingProfile } from '../../preload/contract/conferencing.ts'
import type { InputOf, Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useConferencing = nounStore('conferencing.list')

export async function createProfile(
  input: InputOf<'conferencing.create'>,
): Promise<Outcome<ConferencingProfile>> {
  const outcome = await call('conferencing.create', input)
  if (outcome.ok) await useConferencing.load()
  return outcome
}

export async function removeProfile(profileId: string): Promise<Outcome<Record<string, never>>> {
  const outcome = await call('conferencing.remove', { profileId })
  if (outcome.ok) await useConferencing.load()
  return outcome
}
