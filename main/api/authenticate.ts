import type { NextFunction, Request, Response } from 'express'
import { sameSecret } from '../scheduling/secrets.ts'

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  /** Stands for the organizer's account. */
  readonly accessToken: string
}

const bearer = (req: Request) => /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? ''

const refuse = (res: Response) =>
  void res
    .status(401)
    .set('WWW-Authenticate', 'Bearer')
    .json({ error: 'unauthorized', error_description: 'The credentials are missing or wrong.' })

/** The program itself: the client secret as bearer, or id and secret in the body as the Ruby and C# SDKs send them. */
export function requireClient(credentials: Credentials) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const body = (req.body ?? {}) as { client_id?: unknown; client_secret?: unknown }
    const inBody =
      body.client_id === credentials.clientId &&
      typeof body.client_secret === 'string' &&
      sameSecret(body.client_secret, credentials.clientSecret)
    if (inBody || sameSecret(bearer(req), credentials.clientSecret)) next()
    else refuse(res)
  }
}

/** The organizer's account, by its access token. */
export function requireAccount(credentials: Credentials) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (sameSecret(bearer(req), credentials.accessToken)) next()
    else refuse(res)
  }
}
