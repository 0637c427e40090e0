import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Connected, Connection, FoundCalendar, SignInState } from '../../preload/contract/connections.ts'
import type { InputOf, Outcome, OutputOf } from '../client/client.ts'
import { useCalendars } from './calendars.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useConnections = nounStore('connections.list')

async function reload(): Promise<void> {
  await Promise.all([useConnections.load(), useCalendars.load()])
}

export async function connectCaldav(
  input: InputOf<'connections.connectCaldav'>,
): Promise<Outcome<Connected>> {
  const outcome = await call('connections.connectCaldav', input)
  if (outcome.ok) await useConnections.load()
  return outcome
}

export async function signInAgain(connectionId: string, password: string): Promise<Outcome<Connection>> {
  const outcome = await call('connections.signInAgain', { connectionId, password })
  if (outcome.ok) await reload()
  return outcome
}

export function beginSignIn(
  input: InputOf<'connections.beginSignIn'>,
): Promise<Outcome<OutputOf<'connections.beginSignIn'>>> {
  return call('connections.beginSignIn', input)
}

export function readSignIn(signInId: string): Promise<Outcome<SignInState>> {
  return call('connections.signInState', { signInId })
}

export function findCalendars(connectionId: string): Promise<Outcome<FoundCalendar[]>> {
  return call('connections.found', { connectionId })
}

export async function chooseCalendars(
  connectionId: string,
  remoteIds: readonly string[],
): Promise<Outcome<Calendar[]>> {
  const outcome = await call('connections.choose', { connectionId, remoteIds: [...remoteIds] })
  if (outcome.ok) await reload()
  return outcome
}

export async function addColleague(input: InputOf<'connections.addColleague'>): Promise<Outcome<Calendar>> {
  const outcome = await call('connections.addColleague', input)
  if (outcome.ok) await reload()
  return outcome
}

export async function removeConnection(connectionId: string): Promise<Outcome<Record<string, never>>> {
  const outcome = await call('connections.remove', { connectionId })
  if (outcome.ok) await reload()
  return outcome
}
