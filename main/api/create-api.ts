import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { World } from '../scheduling/world.ts'
import { sendNotFound } from './answers.ts'
import { type Credentials, requireAccount, requireClient } from './authenticate.ts'
import { calendarRoutes } from './calendars.ts'
import { eventRoutes } from './events.ts'
import { realTimeSchedulingRoutes } from './real-time-scheduling.ts'

export interface ApiOptions {
  readonly world: World
  readonly credentials: Credentials
  readonly report: (fault: unknown) => void
}

/** `/v1`: Cronofy's dialect for programs on this machine. Loopback only, and never behind the tunnel. */
export function createApi({ world, credentials, report }: ApiOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ limit: '1mb', type: ['application/json', 'application/*+json'] }))
  app.use((_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    next()
  })
  app.use('/v1', realTimeSchedulingRoutes(world, requireClient(credentials)))
  app.use('/v1', calendarRoutes(world, requireAccount(credentials)))
  app.use('/v1', eventRoutes(world, requireAccount(credentials)))
  app.use((_req, res) => sendNotFound(res))
  app.use((fault: unknown, _req: Request, res: Response, _next: NextFunction) =>
    answerFault(fault, res, report),
  )
  return app
}

function answerFault(fault: unknown, res: Response, report: (fault: unknown) => void): Response {
  const { status } = fault as { status?: unknown }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const description = status === 413 ? 'The request is too large.' : 'The body is not valid JSON.'
    const errors = { body: [{ key: 'errors.invalid', description }] }
    return res.status(status === 413 ? 413 : 422).json({ errors })
  }
  report(fault)
  return res.status(500).json({ error: 'internal', error_description: 'Something went wrong in Openslot.' })
}
