import type { NextFunction, Request, Response } from 'express'

/** A browser says where a request comes from: only our own pages may change anything. */
export function requireSameOrigin(req: Request, res: Response, next: NextFunction): void {
  const { origin, 'sec-fetch-site': site, host } = req.headers
  const foreignOrigin = origin !== undefined && origin !== `http://${host}`
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (!foreignOrigin && !foreignSite) next()
  else res.status(403).type('text/plain').send('Other websites may not use this desk.')
}
