import { stretchAround } from '../../calendars/object-reading.ts'
import { addPerson, listPeople, removePerson, updatePerson } from '../../scheduling/people.ts'
import type { Desk, HandlersOf } from '../desk.ts'

/** Where the zone is another one, calendars are read anew, in the background: they are all busy until then. */
export function readInZone({ world, cover, remote }: Desk, sub: string): void {
  const { fromMs, toMs } = stretchAround(world.clock.now())
  void cover([sub], fromMs, toMs).then(() => world.announce('changed', { noun: 'calendars' }))
  remote.sync.wake()
}

export const peopleHandlers: HandlersOf<'people'> = {
  'people.list': ({ world }) => listPeople(world),
  'people.add': ({ world }, details) => addPerson(world, details),
  'people.update': (desk, { sub, details }) => {
    const person = updatePerson(desk.world, sub, details)
    readInZone(desk, sub)
    return person
  },
  'people.remove': ({ world }, { sub }) => {
    removePerson(world, sub)
    return {}
  },
}
