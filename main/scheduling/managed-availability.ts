import type { AvailablePeriodRow } from '../store/available-periods.ts'
import type { AvailabilityRuleRow } from '../store/people.ts'
import type { World } from './world.ts'

/** The hours and periods stored for an account. Links look at them when they are opened, not when they are made. */

export function putAvailabilityRule(world: World, sub: string, rule: AvailabilityRuleRow): void {
  world.store.availabilityRules.put(sub, rule)
  announceHours(world)
}

/** Removing what is not there is no fault. */
export function removeAvailabilityRule(world: World, sub: string, availabilityRuleId: string): void {
  if (world.store.availabilityRules.remove(sub, availabilityRuleId)) announceHours(world)
}

export function putAvailablePeriod(world: World, sub: string, period: AvailablePeriodRow): void {
  world.store.availablePeriods.put(sub, period)
  announceHours(world)
}

/** One of them, or all. */
export function removeAvailablePeriods(
  world: World,
  sub: string,
  which: { readonly id: string } | 'all',
): void {
  if (which === 'all') world.store.availablePeriods.removeAll(sub)
  else world.store.availablePeriods.remove(sub, which.id)
  announceHours(world)
}

/** The desk shows the organizer's hours with the organizer, and everyone's with the people. */
function announceHours(world: World): void {
  world.announce('changed', { noun: 'organizer' })
  world.announce('changed', { noun: 'people' })
}
