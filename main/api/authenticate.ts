import { subOfAccessToken } from '../scheduling/account-tokens.ts'
import { readOrganizerSub } from '../scheduling/organizer.ts'
import { sameSecret } from '../scheduling/secrets.ts'
import type { World } from '../scheduling/world.ts'
import type { Answer } from './answers.ts'

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  /** Stands for the organizer's account. */
  readonly accessToken: string
}

/** Who must be asking: the program itself, an account by its token, either of them, or anybody. */
export type Auth = 'client' | 'account' | 'either' | 'none'

export interface Caller {
  /** The program proved itself by its secret. */
  readonly isClient: boolean
  /** The account that the token stands for; null where none was sent. */
  readonly sub: string | null
}

/**
 * Who sent this: the client secret as bearer, id and secret in the body as the Ruby and C# SDKs send them, or as Basic
 * as OAuth libraries do; and an account by its access token.
 */
export function identify(
  world: World,
  credentials: Credentials,
  request: { readonly authorization: string | undefined; readonly body: unknown },
): Caller {
  const bearer = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1] ?? ''
  const isClient =
    sameSecret(bearer, credentials.clientSecret) ||
    pairs(request).some(
      ({ id, secret }) => id === credentials.clientId && sameSecret(secret, credentials.clientSecret),
    )
  return { isClient, sub: accountOf(world, credentials, bearer) }
}

function accountOf(world: World, { accessToken }: Credentials, bearer: string): string | null {
  if (bearer === '') return null
  return sameSecret(bearer, accessToken) ? readOrganizerSub(world.store) : subOfAccessToken(world, bearer)
}

function pairs(request: { readonly authorization: string | undefined; readonly body: unknown }) {
  const { client_id: id, client_secret: secret } = (request.body ?? {}) as Record<string, unknown>
  const inBody = typeof id === 'string' && typeof secret === 'string' ? [{ id, secret }] : []
  const basic = /^Basic (\S+)$/i.exec(request.authorization ?? '')?.[1]
  if (basic === undefined) return inBody
  const text = Buffer.from(basic, 'base64').toString()
  const colon = text.indexOf(':')
  return [...inBody, { id: text.slice(0, colon), secret: text.slice(colon + 1) }]
}

/** Null when the caller may do it. A token that is good, but for less than this, is 403 and not 401. */
export function refuse(auth: Auth, caller: Caller): Answer | null {
  if (auth === 'none') return null
  if (auth !== 'account' && caller.isClient) return null
  if (auth !== 'client' && caller.sub !== null) return null
  return caller.sub === null ? unauthorized : forbidden
}

const unauthorized: Answer = {
  status: 401,
  headers: { 'WWW-Authenticate': 'Bearer' },
  body: { error: 'unauthorized', error_description: 'The credentials are missing, expired or wrong.' },
}

const forbidden: Answer = {
  status: 403,
  body: {
    error: 'insufficient_scope',
    error_description: 'This takes the client secret; the token of an account is not enough.',
  },
}
