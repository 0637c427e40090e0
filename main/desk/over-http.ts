import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Capabilities } from '../../preload/contract/bridge.ts'
import type { Failure, Outcome } from '../../preload/contract/errors.ts'
import type { Push } from '../../preload/contract/topics.ts'
import { sameSecret } from '../scheduling/secrets.ts'
import { deskContentSecurityPolicy } from './content-security-policy.ts'
import type { Dispatch } from './dispatch.ts'
import type { Feed } from './feed.ts'
import { requireSameOrigin } from './same-origin.ts'

export interface DeskOverHttpOptions {
  readonly dispatch: Dispatch
  readonly feed: Feed
  /** What signs a browser in; the address that Openslot prints carries it behind `#`, where no server sees it. */
  readonly deskKey: string
  readonly port: () => number
  /** Folder with the desk's built files. */
  readonly files: string
  readonly report: (fault: unknown) => void
}

const status: Record<Failure['code'], number> = {
  invalid_input: 422,
  not_found: 404,
  conflict: 409,
  unauthorized: 401,
  internal: 500,
}

/** The desk for a browser on this machine: its files, `POST /rpc/<name>`, `GET /events`, behind a sign-in. */
export function createDeskOverHttp(options: DeskOverHttpOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders)
  app.post('/session', requireSameOrigin, express.json({ limit: '4kb' }), (req, res) =>
    signIn(options, req, res),
  )
  app.use(express.static(options.files, { index: 'index.html', cacheControl: true, maxAge: 0 }))
  app.use(requireSameOrigin, (req, res, next) => requireSession(options, req, res, next))
  app.get('/capabilities', (_req, res) => {
    const capabilities: Capabilities = {
      host: 'headless',
      notifications: 'browser',
      platform: process.platform,
    }
    res.json(capabilities)
  })
  app.get('/events', (req, res) => streamEvents(options.feed, req, res))
  app.post('/rpc/:name', express.json({ limit: '20mb' }), async (req, res) => {
    answer(res, await options.dispatch(req.params['name'] ?? '', req.body ?? {}))
  })
  app.use(
    (_req, res) => void answer(res, { ok: false, error: { code: 'not_found', message: 'Nothing is here.' } }),
  )
  app.use(answerFault(options.report))
  return app
}

function securityHeaders(_req: Request, res: Response, next: NextFunction): void {
  res.set({
    'Content-Security-Policy': deskContentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  })
  next()
}

/** Cookies know no ports: the name keeps two Openslots on one machine apart. */
const cookieName = (options: DeskOverHttpOptions) => `openslot-desk-${options.port()}`

function signIn(options: DeskOverHttpOptions, req: Request, res: Response): void {
  const key = (req.body as { key?: unknown } | undefined)?.key
  if (typeof key === 'string' && sameSecret(key, options.deskKey)) {
    res.cookie(cookieName(options), options.deskKey, { httpOnly: true, sameSite: 'strict', path: '/' })
    res.status(204).end()
  } else locked(res)
}

function requireSession(options: DeskOverHttpOptions, req: Request, res: Response, next: NextFunction): void {
  const cookies = (req.headers.cookie ?? '').split('; ').map(c => c.split('=', 2))
  const sent = cookies.find(([name]) => name === cookieName(options))?.[1]
  if (sent !== undefined && sameSecret(sent, options.deskKey)) next()
  else locked(res)
}

const locked = (res: Response) =>
  answer(res, {
    ok: false,
    error: { code: 'unauthorized', message: 'This desk is locked: open the address that Openslot printed.' },
  })

function answer(res: Response, outcome: Outcome<unknown>): void {
  res.status(outcome.ok ? 200 : status[outcome.error.code]).json(outcome)
}

/** Server-Sent Events; a stream that broke says with Last-Event-ID what it saw last. */
function streamEvents(feed: Feed, req: Request, res: Response): void {
  res.set('Content-Type', 'text/event-stream').flushHeaders()
  const send = (push: Push) => res.write(`id: ${push.seq}\ndata: ${JSON.stringify(push)}\n\n`)
  res.write(': here\n\n')
  const last = Number(req.headers['last-event-id'] ?? Number.NaN)
  if (Number.isSafeInteger(last)) feed.missed(last).forEach(send)
  const leave = feed.subscribe(send)
  const beat = setInterval(() => res.write(': still here\n\n'), 25_000)
  beat.unref()
  res.on('close', () => {
    leave()
    clearInterval(beat)
  })
}

/** Malformed JSON and the like: a code and a sentence, never a stack. */
function answerFault(report: (fault: unknown) => void) {
  return (fault: unknown, _req: Request, res: Response, _next: NextFunction): void => {
    const { status: code } = fault as { status?: unknown }
    const blame = typeof code === 'number' && code >= 400 && code < 500
    if (!blame) report(fault)
    const message = code === 413 ? 'This is too large to take in.' : 'This request is not valid JSON.'
    if (blame) answer(res, { ok: false, error: { code: 'invalid_input', message } })
    else answer(res, { ok: false, error: { code: 'internal', message: 'Something went wrong in Openslot.' } })
  }
}
