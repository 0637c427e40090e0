import { createHash, timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'

/** Equal, in a time that tells nothing about either. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/**
 * Only a page or program that calls this machine by a loopback name is answered. Traffic from a tunnel comes from
 * loopback too, and any website can make a browser call 127.0.0.1 under a name of its own (DNS rebinding), so the
 * sender's address proves nothing and the Host header must be exact.
 */
export function requireLoopbackHost(port: () => number) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const allowed = ['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${port()}`)
    if (allowed.includes(req.headers.host ?? '')) next()
    else res.status(421).type('text/plain').send('This address is for this machine only.')
  }
}

/** A browser says where a request comes from: only our own pages may change anything. */
export function requireSameOrigin(req: Request, res: Response, next: NextFunction): void {
  const { origin, 'sec-fetch-site': site, host } = req.headers
  const foreignOrigin = origin !== undefined && origin !== `http://${host}`
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (!foreignOrigin && !foreignSite) next()
  else res.status(403).type('text/plain').send('Other websites may not use this desk.')
}
