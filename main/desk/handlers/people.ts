import { addPerson, listPeople, removePerson, updatePerson } from '../../scheduling/people.ts'
import type { HandlersOf } from '../desk.ts'

export const peopleHandlers: HandlersOf<'people'> = {
  'people.list': ({ world }) => listPeople(world),
  'people.add': ({ world }, details) => addPerson(world, details),
  'people.update': ({ world }, { sub, details }) => updatePerson(world, sub, details),
  'people.remove': ({ world }, { sub }) => {
    removePerson(world, sub)
    return {}
  },
}
