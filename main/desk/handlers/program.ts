import { createConferencing, listConferencing, removeConferencing } from '../../scheduling/conferencing.ts'
import type { HandlersOf } from '../desk.ts'

export const programHandlers: HandlersOf<'conferencing'> & HandlersOf<'reach'> & HandlersOf<'program'> = {
  'conferencing.list': ({ world }) => listConferencing(world),
  'conferencing.create': ({ world }, profile) => createConferencing(world, profile),
  'conferencing.remove': ({ world }, { profileId }) => {
    removeConferencing(world, profileId)
    return {}
  },
  'reach.read': ({ reach }) => reach.read(),
  'reach.set': ({ reach }, choice) => reach.set(choice),
  'program.read': ({ program }) => program(),
}
