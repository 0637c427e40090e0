import { readOrganizer, setOrganizer } from '../../scheduling/organizer.ts'
import type { HandlersOf } from '../desk.ts'
import { readInZone } from './people.ts'

export const organizerHandlers: HandlersOf<'organizer'> = {
  'organizer.read': ({ world }) => readOrganizer(world),
  'organizer.set': (desk, details) => {
    const organizer = setOrganizer(desk.world, details)
    readInZone(desk, organizer.sub)
    return organizer
  },
}
