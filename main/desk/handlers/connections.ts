import {
  addColleague,
  chooseCalendars,
  connectCaldav,
  findCalendars,
  listConnections,
  removeConnection,
  signInAgain,
} from '../../scheduling/connections.ts'
import type { HandlersOf } from '../desk.ts'

export const connectionHandlers: HandlersOf<'connections'> = {
  'connections.list': ({ world }) => listConnections(world),
  'connections.connectCaldav': ({ world, remote }, input) => connectCaldav(world, remote, input),
  'connections.signInAgain': ({ world, remote }, { connectionId, password }) =>
    signInAgain(world, remote, connectionId, password),
  'connections.beginSignIn': ({ signIns }, input) => signIns.begin(input),
  'connections.signInState': ({ signIns }, { signInId }) => signIns.state(signInId),
  'connections.found': ({ world, remote }, { connectionId }) => findCalendars(world, remote, connectionId),
  'connections.choose': ({ world, remote }, { connectionId, remoteIds }) =>
    chooseCalendars(world, remote, connectionId, remoteIds),
  'connections.addColleague': ({ world, remote }, input) => addColleague(world, remote, input),
  'connections.remove': ({ world }, { connectionId }) => {
    removeConnection(world, connectionId)
    return {}
  },
}
