import type { ConferencingProfile } from '../../preload/contract/conferencing.ts'
import { notFound } from './refusal.ts'
import type { World } from './world.ts'

export function listConferencing({ store }: World): ConferencingProfile[] {
  return store.conferencing.all().map(({ profileId, name, kind, url }) => ({ profileId, name, kind, url }))
}

export function createConferencing(
  world: World,
  profile: Omit<ConferencingProfile, 'profileId'>,
): ConferencingProfile {
  const profileId = world.randomness.id('pro')
  world.store.conferencing.add({ ...profile, profileId, createdMs: world.clock.now() })
  world.announce('changed', { noun: 'conferencing' })
  return { ...profile, profileId }
}

/** Links that named it book on, without a room. */
export function removeConferencing(world: World, profileId: string): void {
  if (!world.store.conferencing.remove(profileId)) throw notFound('conferencing profile')
  world.announce('changed', { noun: 'conferencing' })
}
