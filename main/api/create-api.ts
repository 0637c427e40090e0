import { setTimeout as wait } from 'node:timers/promises'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Cover } from '../calendars/coverage.ts'
import type { World } from '../scheduling/world.ts'
import type { Answer } from './answers.ts'
import { type Credentials, identify } from './authenticate.ts'
import { createDispatch, type Dispatch, readQuery } from './dispatch.ts'
import { openApi } from './openapi.ts'
import { operations } from './operations/all.ts'
import { createBatch } from './operations/batch.ts'
import { createRateLimit, cronofyLimits, type Limit } from './rate-limit.ts'
import { referencePage } from './reference/reference-page.tsx'

export interface ApiOptions {
  readonly world: World
  /** Reads calendar files as far as a query looks. */
  readonly cover: Cover
  readonly credentials: Credentials
  readonly report: (fault: unknown) => void
  /** Cronofy's limits unless others are given. */
  readonly limits?: readonly Limit[]
}

/** `/v1`: Cronofy's dialect for programs on this machine. Loopback only, and never behind the tunnel. */
export function createApi({ world, cover, credentials, report, limits }: ApiOptions): Express {
  const batch = createBatch(() => dispatch)
  const all = [...operations, batch]
  const dispatch: Dispatch = createDispatch({ world, cover, credentials }, all)
  const admit = createRateLimit(limits ?? cronofyLimits, world.clock.now)

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(express.json({ limit: '1mb', type: ['application/json', 'application/*+json'] }))
  app.use(express.urlencoded({ limit: '64kb', extended: false, parameterLimit: 100 }))
  app.use((_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    next()
  })
  app.get('/v1/openapi.json', (req, res) => void res.json(openApi(all, addressOf(req))))
  app.get('/v1/docs', (req, res) => {
    const page = referencePage(all, addressOf(req))
    res.set({ 'Content-Security-Policy': page.contentSecurityPolicy, 'Referrer-Policy': 'no-referrer' })
    res.type('html').send(page.html)
  })
  app.use(async (req, res) => {
    const caller = identify(world, credentials, { authorization: req.headers.authorization, body: req.body })
    const known = caller.isClient || caller.sub !== null
    const path = belowV1(req.path)
    const admission = known ? admit() : null
    if (admission?.kind === 'refused') return send(res, tooMany(admission.retryAfterMs))
    if (admission !== null && admission.afterMs > 0) await wait(admission.afterMs)
    send(
      res,
      await dispatch({
        method: req.method,
        path,
        query: readQuery(new URL(req.originalUrl, addressOf(req)).searchParams),
        body: req.body,
        caller,
        address: `${addressOf(req)}/v1${path}`,
      }),
    )
  })
  app.use((fault: unknown, _req: Request, res: Response, _next: NextFunction) =>
    answerFault(fault, res, report),
  )
  return app
}

/** A program whose base address ends in `/v1` already, and adds it again, is understood. */
const belowV1 = (path: string) => path.replace(/^(\/v1)+(?=\/|$)/, '')

/** The address that this server really has, whatever name it was called by. */
const addressOf = (req: Request) => `http://127.0.0.1:${req.socket.localPort}`

const tooMany = (retryAfterMs: number): Answer => ({
  status: 429,
  headers: { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) },
  body: { error: 'rate_limited', error_description: 'Too many requests; wait as Retry-After says.' },
})

function send(res: Response, { status, body, headers }: Answer): void {
  res.status(status).set(headers ?? {})
  if (body === undefined) res.end()
  else res.json(body)
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
