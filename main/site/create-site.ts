import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Cover } from '../calendars/coverage.ts'
import type { World } from '../scheduling/world.ts'
import { probeAnswer, probePath } from '../tunnel/probe.ts'
import { type BookingPageOptions, bookingPages } from './booking-pages.tsx'
import { Plain } from './pages/plain.tsx'
import { publishedFeeds } from './published-feed.ts'
import { sendPage } from './send-page.ts'

export interface SiteOptions extends BookingPageOptions {
  readonly world: World
  readonly cover: Cover
  /** Proves to our own probe that a public address leads here. */
  readonly probeSecret: Uint8Array
  readonly report: (fault: unknown) => void
}

/** The public booking site: all that a tunnel ever points at. Nothing in it depends on who seems to be asking. */
export function createSite(options: SiteOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders)
  app.get(probePath, (req, res) => {
    const answer = probeAnswer(options.probeSecret, req.query['nonce'])
    res
      .type('text/plain')
      .status(answer === null ? 404 : 200)
      .send(answer ?? 'Nothing is here.')
  })
  app.get('/robots.txt', (_req, res) => void res.type('text/plain').send('User-agent: *\nDisallow: /\n'))
  app.use('/book', bookingPages(options))
  app.use('/feed', publishedFeeds(options.world))
  app.use((_req, res) => {
    sendPage(res, 404, { title: 'Nothing is here' }, Plain({ heading: 'Nothing is here', text: nothingHere }))
  })
  app.use((fault: unknown, _req: Request, res: Response, _next: NextFunction) =>
    answerFault(fault, res, options),
  )
  return app
}

const nothingHere =
  'If somebody sent you a link, open it once more as a whole: part of it may have been cut off.'

function securityHeaders(_req: Request, res: Response, next: NextFunction): void {
  res.set({
    'X-Content-Type-Options': 'nosniff',
    // The address of a page is what opens it: it is told to nobody.
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    'X-Robots-Tag': 'noindex',
    'Cache-Control': 'no-store',
  })
  next()
}

function answerFault(fault: unknown, res: Response, { report }: SiteOptions): void {
  const { status } = fault as { status?: unknown }
  const blame = typeof status === 'number' && status >= 400 && status < 500
  if (!blame) report(fault)
  const heading = blame ? 'This could not be understood' : 'Something went wrong'
  const text = blame
    ? 'The page sent something that cannot be used. Open the link once more, please.'
    : 'Nothing was booked. Open the link once more in a moment, please.'
  sendPage(res, blame ? status : 500, { title: heading }, Plain({ heading, text }))
}
