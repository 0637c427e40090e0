import type { Person, PersonDetails } from '../../preload/contract/people.ts'
import type { Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const usePeople = nounStore('people.list')

export async function addPerson(details: PersonDetails): Promise<Outcome<Person>> {
  const outcome = await call('people.add', details)
  if (outcome.ok) await usePeople.load()
  return outcome
}

export async function updatePerson(sub: string, details: PersonDetails): Promise<Outcome<Person>> {
  const outcome = await call('people.update', { sub, details })
  if (outcome.ok) await usePeople.load()
  return outcome
}

export async function removePerson(sub: string): Promise<Outcome<Record<string, never>>> {
  const outcome = await call('people.remove', { sub })
  if (outcome.ok) await usePeople.load()
  return outcome
}
