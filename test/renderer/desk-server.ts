import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import type { InMemoryProgram } from './in-memory-program.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'"

/** The desk's side of HTTP over a program in memory: the same routes, the same envelope, the same headers. */
export function deskServer(program: InMemoryProgram, key: string, built?: string): Server {
  return createServer((request, response) => {
    void answer(program, key, built, request, response)
  })
}

async function answer(
  program: InMemoryProgram,
  key: string,
  built: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://desk')
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const signedIn = request.headers.cookie?.includes(`desk=${key}`) ?? false
  const locked = { ok: false, error: { code: 'unauthorized', message: 'Not signed in.' } }
  if (pathname === '/session') {
    const given = JSON.parse(await bodyOf(request)) as { key: string }
    if (given.key !== key) return json(401, locked)
    response.writeHead(204, { 'set-cookie': `desk=${key}; HttpOnly; SameSite=Strict; Path=/` }).end()
    return
  }
  if (pathname.startsWith('/rpc/')) {
    if (!signedIn) return json(401, locked)
    const outcome = program.call(pathname.slice(5), JSON.parse(await bodyOf(request)))
    return json(outcome.ok ? 200 : 422, outcome)
  }
  if (pathname === '/capabilities') {
    return signedIn
      ? json(200, { host: 'headless', notifications: 'browser', platform: 'linux' })
      : json(401, locked)
  }
  if (pathname === '/events') return signedIn ? stream(program, response) : json(401, locked)
  await file(built, pathname, response)
}

function stream(program: InMemoryProgram, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': here\n\n')
  const stop = program.listen(push => response.write(`id: ${push.seq}\ndata: ${JSON.stringify(push)}\n\n`))
  response.on('close', stop)
}

async function file(built: string | undefined, pathname: string, response: ServerResponse): Promise<void> {
  const name = pathname === '/' ? '/index.html' : pathname
  try {
    const content = await readFile(path.join(built ?? '/nowhere', path.normalize(name)))
    const type = types[path.extname(name)] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'content-security-policy': csp }).end(content)
  } catch {
    response.writeHead(404).end()
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
