import { builtIn } from '../store/calendars.ts'
import { readOrganizer } from './organizer.ts'
import { tokenDigest } from './secrets.ts'
import type { World } from './world.ts'

/** As long as Cronofy's: programs are used to refreshing them. */
export const accessTokenLifeMs = 10_800_000

export interface IssuedTokens {
  readonly sub: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresInSeconds: number
}

/**
 * The account that a program knows by an id of its own: made, with a calendar of its own, when the id is new, else the
 * one that is there. Each call gives fresh tokens for it; those of earlier calls go on working.
 */
export function openApplicationCalendar(world: World, applicationCalendarId: string): IssuedTokens {
  const { store } = world
  const { sub, made } = store.transact(() => {
    const known = store.accountTokens.subOfApplicationCalendar(applicationCalendarId)
    return known === null
      ? { sub: makeAccount(world, applicationCalendarId), made: true }
      : { sub: known, made: false }
  })
  if (made) {
    world.announce('changed', { noun: 'people' })
    world.announce('changed', { noun: 'calendars' })
  }
  return issue(world, sub)
}

function makeAccount(world: World, applicationCalendarId: string): string {
  const { store, randomness, clock } = world
  const sub = randomness.id('acc')
  const createdMs = clock.now()
  const name = applicationCalendarId
  store.people.put({ sub, name, email: '', tzid: readOrganizer(world).tzid, createdMs })
  store.calendars.put({
    calendarId: randomness.id('cal'),
    sub,
    name,
    ...builtIn,
    createdMs,
  })
  store.accountTokens.addApplicationCalendar(applicationCalendarId, sub)
  return sub
}

function issue(world: World, sub: string): IssuedTokens {
  const refreshToken = world.randomness.token() + world.randomness.token()
  world.store.accountTokens.add({ digest: tokenDigest(refreshToken), kind: 'refresh', sub, expiresMs: null })
  return { ...issueAccess(world, sub), refreshToken }
}

function issueAccess(world: World, sub: string) {
  const { store, clock, randomness } = world
  const accessToken = randomness.token() + randomness.token()
  store.transact(() => {
    store.accountTokens.removeExpired(clock.now())
    store.accountTokens.add({
      digest: tokenDigest(accessToken),
      kind: 'access',
      sub,
      expiresMs: clock.now() + accessTokenLifeMs,
    })
  })
  return { sub, accessToken, expiresInSeconds: accessTokenLifeMs / 1000 }
}

/** A fresh access token for a refresh token, which stays as it is; null when there is none such. */
export function refreshTokens(world: World, refreshToken: string): IssuedTokens | null {
  const row = world.store.accountTokens.get(tokenDigest(refreshToken))
  return row?.kind === 'refresh' ? { ...issueAccess(world, row.sub), refreshToken } : null
}

/** Ends every token of the account that one of them stands for. What the account keeps stays. */
export function revokeTokens(world: World, token: string): void {
  const row = world.store.accountTokens.get(tokenDigest(token))
  if (row !== null) world.store.accountTokens.revoke(row.sub)
}

/** The account that an access token stands for, while it lasts. */
export function subOfAccessToken(world: World, token: string): string | null {
  const row = world.store.accountTokens.get(tokenDigest(token))
  const lasts = row?.expiresMs == null || row.expiresMs > world.clock.now()
  return row?.kind === 'access' && lasts ? row.sub : null
}
