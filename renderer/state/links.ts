import type { Link, LinkToCreate } from '../../preload/contract/links.ts'
import type { Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useLinks = nounStore('links.list')

export async function createLink(input: LinkToCreate): Promise<Outcome<Link>> {
  const outcome = await call('links.create', input)
  if (outcome.ok) await useLinks.load()
  return outcome
}

export async function disableLink(linkId: string, displayMessage: string): Promise<Outcome<Link>> {
  const outcome = await call('links.disable', { linkId, displayMessage })
  await useLinks.load()
  return outcome
}
