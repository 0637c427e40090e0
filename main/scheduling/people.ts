import type { Person, PersonDetails } from '../../preload/contract/people.ts'
import { putWorkHours, readHours, readOrganizerSub, readOverrides, workHoursRuleId } from './organizer.ts'
import { conflict, notFound } from './refusal.ts'
import type { World } from './world.ts'
import { forgetOtherZone } from './zone-change.ts'

export function listPeople({ store }: World): Person[] {
  const organizer = readOrganizerSub(store)
  return store.people.all().map(p => ({
    sub: p.sub,
    name: p.name,
    email: p.email,
    tzid: p.tzid,
    isOrganizer: p.sub === organizer,
    hours: readHours(store, p.sub),
    overrides: readOverrides(store, p.sub),
  }))
}

export function readPerson(world: World, sub: string): Person {
  const person = listPeople(world).find(p => p.sub === sub)
  if (person === undefined) throw notFound('person')
  return person
}

export function addPerson(world: World, details: PersonDetails): Person {
  const sub = world.randomness.id('acc')
  return putPerson(world, sub, details)
}

export function updatePerson(world: World, sub: string, details: PersonDetails): Person {
  readPerson(world, sub)
  return putPerson(world, sub, details)
}

function putPerson(world: World, sub: string, details: PersonDetails): Person {
  const { store } = world
  const { name, email, tzid, hours, overrides } = details
  store.transact(() => {
    forgetOtherZone(store, sub, tzid, world.clock.now())
    store.people.put({ sub, name, email, tzid, createdMs: world.clock.now() })
    if (hours === null) store.availabilityRules.remove(sub, workHoursRuleId)
    else putWorkHours(store, sub, { tzid, hours, overrides })
  })
  world.announce('changed', { noun: 'people' })
  return readPerson(world, sub)
}

/** With all their calendars. Refused while an open link needs them: it could offer nothing without them. */
export function removePerson(world: World, sub: string): void {
  const { store } = world
  if (readPerson(world, sub).isOrganizer) throw conflict('The organizer cannot be removed.')
  const needed = store.links
    .all()
    .filter(l => l.status === 'open' && l.template.partOfSequence !== true)
    .filter(l => l.template.query.participants.some(g => g.members.some(m => m.sub === sub)))
  if (needed.length > 0)
    throw conflict(
      `They take part in ${needed.length === 1 ? 'an open link' : `${needed.length} open links`} ` +
        `(“${needed[0]?.template.event.summary}”). Disable it first.`,
    )
  store.people.remove(sub)
  world.announce('changed', { noun: 'people' })
  world.announce('changed', { noun: 'calendars' })
}
