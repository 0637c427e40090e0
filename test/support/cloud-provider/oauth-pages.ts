import { createHash } from 'node:crypto'
import type { Answer } from './exchange.ts'

interface Code {
  readonly challenge: string
  readonly redirectUri: string
  readonly clientId: string
  readonly scope: string
}

export interface OAuthBehaviour {
  /** `strict`: a refresh token is worth nothing once used. `grace`: it goes on. `none`: no new one comes. */
  rotation: 'strict' | 'grace' | 'none'
  expiresInSeconds: number
  /** What the person grants; by default all that is asked for. */
  grants: ((scope: string) => string) | null
  /** What the person or the provider says instead of a code. */
  refuses: string | null
  withoutRefreshToken: boolean
}

/** RFC 6749, 7636 and 8252 as the two vendors publish them: a code is good once, and only with its verifier. */
export function createOAuthPages(clientSecret: string | null) {
  const behaviour: OAuthBehaviour = {
    rotation: 'strict',
    expiresInSeconds: 3600,
    grants: null,
    refuses: null,
    withoutRefreshToken: false,
  }
  const codes = new Map<string, Code>()
  const refreshTokens = new Map<string, string>()
  const accessTokens = new Set<string>()
  const secrets: string[] = []
  let count = 0
  const secret = (kind: string) => {
    const text = `${kind}-secret-${++count}-${'x'.repeat(20)}`
    secrets.push(text)
    return text
  }

  function authorize(query: URLSearchParams): Answer {
    const back = new URL(query.get('redirect_uri') ?? 'invalid:')
    back.searchParams.set('state', query.get('state') ?? '')
    const wellFormed =
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      back.protocol === 'http:' &&
      ['127.0.0.1', 'localhost'].includes(back.hostname)
    if (!wellFormed) return { status: 400, json: { error: 'invalid_request' } }
    if (behaviour.refuses !== null) back.searchParams.set('error', behaviour.refuses)
    else back.searchParams.set('code', newCode(query))
    return { status: 302, headers: { location: back.href } }
  }

  function newCode(query: URLSearchParams): string {
    const code = secret('code')
    codes.set(code, {
      challenge: query.get('code_challenge') ?? '',
      redirectUri: query.get('redirect_uri') ?? '',
      clientId: query.get('client_id') ?? '',
      scope: query.get('scope') ?? '',
    })
    return code
  }

  function token(form: URLSearchParams): Answer {
    if (form.get('client_id') !== 'my-client' || form.get('client_secret') !== clientSecret)
      return { status: 401, json: { error: 'invalid_client', error_description: 'secret words' } }
    return form.get('grant_type') === 'refresh_token' ? refresh(form) : exchange(form)
  }

  function exchange(form: URLSearchParams): Answer {
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri')) return invalidGrant
    return grant(behaviour.grants?.(code.scope) ?? code.scope, !behaviour.withoutRefreshToken)
  }

  function refresh(form: URLSearchParams): Answer {
    const old = form.get('refresh_token') ?? ''
    const scope = refreshTokens.get(old)
    if (scope === undefined) return invalidGrant
    if (behaviour.rotation === 'strict') refreshTokens.delete(old)
    return grant(scope, behaviour.rotation !== 'none')
  }

  function grant(scope: string, withRefreshToken: boolean): Answer {
    const access = secret('access')
    accessTokens.add(access)
    const answer = {
      access_token: access,
      token_type: 'Bearer',
      expires_in: behaviour.expiresInSeconds,
      scope,
    }
    if (!withRefreshToken) return { status: 200, json: answer }
    const next = secret('refresh')
    refreshTokens.set(next, scope)
    return { status: 200, json: { ...answer, refresh_token: next } }
  }

  return {
    behaviour,
    authorize,
    token,
    isGood: (authorization: string | undefined) =>
      accessTokens.has(authorization?.replace('Bearer ', '') ?? ''),
    /** Access tokens end before their time, as after a change of password. */
    endAccess: () => accessTokens.clear(),
    /** The person withdraws the permission. */
    withdraw: () => {
      accessTokens.clear()
      refreshTokens.clear()
    },
    /** Signs in without pages: tokens as they would have been got. */
    issue(scope: string) {
      return grant(scope, true).json as { access_token: string; refresh_token: string }
    },
    /** Every secret that was ever given out. */
    secrets: (): readonly string[] => secrets,
  }
}

export type OAuthPages = ReturnType<typeof createOAuthPages>

const invalidGrant: Answer = {
  status: 400,
  json: { error: 'invalid_grant', error_description: 'secret words' },
}
