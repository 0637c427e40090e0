import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { app } from './app.ts'

export type ProtocolHandler = (request: Request) => Response | Promise<Response>

const schemes = new Set<string>()
const handlers = new Map<string, ProtocolHandler>()

export const protocol = {
  registerSchemesAsPrivileged(list: { scheme: string }[]) {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    }
    for (const { scheme } of list) schemes.add(scheme)
  },
  handle(scheme: string, handler: ProtocolHandler) {
    if (!app.isReady()) throw new Error('protocol.handle should be called after app is ready')
    if (handlers.has(scheme)) throw new Error('The scheme has been intercepted')
    schemes.add(scheme)
    handlers.set(scheme, handler)
  },
  unhandle(scheme: string) {
    handlers.delete(scheme)
  },
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
}

export function handlerOf(url: string): ProtocolHandler | undefined {
  return handlers.get(url.split(':')[0] ?? '')
}

/**
 * Chromium knows no scheme of ours, so `app://organizer/x` is loaded as `https://organizer.app-scheme.invalid/x`: a
 * secure origin of its own, whose requests are all intercepted. The two functions translate to and fro.
 */
export function toChromiumUrl(url: string): string {
  const [, scheme, rest = ''] = /^([a-z0-9+-]+):\/\/(.*)$/.exec(url) ?? []
  if (scheme === undefined || !schemes.has(scheme)) return url
  const [, host, tail] = /^([^/]*)(.*)$/.exec(rest) ?? []
  return `https://${host}.${scheme}-scheme.invalid${tail}`
}

export function toElectronUrl(url: string): string {
  return url.replace(/^https:\/\/([^/]*)\.([a-z0-9+-]+)-scheme\.invalid/, '$2://$1')
}

/** `URL.origin` is the text `null` for schemes it does not know; Electron knows those that are registered. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null'
  return toElectronUrl(new URL(toChromiumUrl(url)).origin)
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export const net = {
  /** Like Electron's, it also reads `file:` addresses. */
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const url = typeof input === 'string' ? input : input.url
    if (!url.startsWith('file:')) return fetch(input, init)
    const file = fileURLToPath(url)
    const type = contentTypes[path.extname(file)] ?? 'application/octet-stream'
    try {
      return new Response(await fs.promises.readFile(file), { headers: { 'content-type': type } })
    } catch (cause) {
      throw new Error('net::ERR_FILE_NOT_FOUND', { cause })
    }
  },
  isOnline: () => true,
  online: true,
}
