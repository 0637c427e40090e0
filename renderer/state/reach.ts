import type { Reach, ReachChoice } from '../../preload/contract/reach.ts'
import type { Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useReach = nounStore('reach.read')

export async function setReach(choice: ReachChoice): Promise<Outcome<Reach>> {
  const outcome = await call('reach.set', choice)
  if (outcome.ok) useReach.setState({ value: outcome.value, failure: null })
  return outcome
}
