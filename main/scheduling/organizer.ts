import type { Organizer, OrganizerDetails } from '../../preload/contract/organizer.ts'
import { builtIn } from '../store/calendars.ts'
import type { AvailabilityRuleRow } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import type { LinkTemplate } from './link-template.ts'
import type { World } from './world.ts'
import { forgetOtherZone } from './zone-change.ts'

/** The rule that holds a person's working hours, under the id that Cronofy's own widgets give it. */
export const workHoursRuleId = 'work_hours'

/** Monday to Friday, nine to five: a proposal that the first run shows. */
const proposedHours = [1, 2, 3, 4, 5].map(day => ({ day, startMinute: 9 * 60, endMinute: 17 * 60 }))

/** Makes the organizer, with one calendar of their own, on the first start; later starts find them. */
export function ensureOrganizer(world: World, detectedTzid: string): void {
  const { store, clock, randomness } = world
  if (store.settings.get<string>('organizer.sub') !== null) return
  store.transact(() => {
    const sub = randomness.id('acc')
    const createdMs = clock.now()
    store.people.put({ sub, name: '', email: '', tzid: detectedTzid, createdMs })
    store.availabilityRules.put(sub, {
      availabilityRuleId: workHoursRuleId,
      tzid: detectedTzid,
      weeklyPeriods: proposedHours,
    })
    const calendarId = randomness.id('cal')
    store.calendars.put({
      calendarId,
      sub,
      name: 'Openslot',
      ...builtIn,
      createdMs,
    })
    store.settings.set('organizer.sub', sub)
    store.settings.set('organizer.setUp', false)
  })
}

export function readOrganizerSub(store: Store<LinkTemplate>): string {
  const sub = store.settings.get<string>('organizer.sub')
  if (sub === null) throw new Error('the organizer is made at the first start, before anything else')
  return sub
}

export function readOrganizer({ store }: World): Organizer {
  const sub = readOrganizerSub(store)
  const person = store.people.get(sub)
  if (person === null) throw new Error('the organizer cannot be removed')
  return {
    sub,
    name: person.name,
    email: person.email,
    tzid: person.tzid,
    hours: readHours(store, sub) ?? [],
    overrides: readOverrides(store, sub),
    setUp: store.settings.get<boolean>('organizer.setUp') ?? false,
  }
}

export function setOrganizer(world: World, details: OrganizerDetails): Organizer {
  const { store } = world
  store.transact(() => {
    const sub = readOrganizerSub(store)
    const { name, email, tzid, hours, overrides } = details
    forgetOtherZone(store, sub, tzid, world.clock.now())
    store.people.put({ sub, name, email, tzid, createdMs: world.clock.now() })
    putWorkHours(store, sub, { tzid, hours, overrides })
    store.settings.set('organizer.setUp', true)
  })
  world.announce('changed', { noun: 'organizer' })
  world.announce('changed', { noun: 'people' })
  return readOrganizer(world)
}

interface WorkHours {
  readonly tzid: string
  readonly hours: AvailabilityRuleRow['weeklyPeriods']
  /** Undefined: the dates that override the weekly hours stay as they are. */
  readonly overrides: AvailabilityRuleRow['overrides'] | undefined
}

/** Changes the weekly hours; the calendars that they are tied to stay. */
export function putWorkHours(
  store: Store<LinkTemplate>,
  sub: string,
  { tzid, hours, overrides }: WorkHours,
): void {
  const kept = store.availabilityRules.of(sub).find(r => r.availabilityRuleId === workHoursRuleId)
  store.availabilityRules.put(sub, {
    ...kept,
    ...(overrides === undefined ? {} : { overrides }),
    availabilityRuleId: workHoursRuleId,
    tzid,
    weeklyPeriods: hours,
  })
}

/** The working hours kept for a person, or null when none are kept. */
export function readHours(store: Store<LinkTemplate>, sub: string) {
  const rule = store.availabilityRules.of(sub).find(r => r.availabilityRuleId === workHoursRuleId)
  return rule === undefined ? null : [...rule.weeklyPeriods]
}

/** The dates on which others than these hours hold. */
export function readOverrides(store: Store<LinkTemplate>, sub: string) {
  const rule = store.availabilityRules.of(sub).find(r => r.availabilityRuleId === workHoursRuleId)
  return (rule?.overrides ?? []).map(o => ({ date: o.date, periods: [...o.periods] }))
}
