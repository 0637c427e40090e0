import { readOrganizer, setOrganizer } from '../../scheduling/organizer.ts'
import type { HandlersOf } from '../desk.ts'

export const organizerHandlers: HandlersOf<'organizer'> = {
  'organizer.read': ({ world }) => readOrganizer(world),
  'organizer.set': ({ world }, details) => setOrganizer(world, details),
}
