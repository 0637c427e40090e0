import fs from 'node:fs'
import path from 'node:path'
import type { CustomScheme } from 'electron'
import { deskContentSecurityPolicy } from '../desk/content-security-policy.ts'

/** The desk's own scheme: a real origin, unlike file addresses, and no way to any file but those that were built. */
export const deskOrigin = 'app://openslot'

export const deskScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Answers requests to the desk's scheme from a list of files that is made once: no path of a request ever reaches
 * the file system.
 */
export function serveDeskFiles(folder: string): (request: Request) => Response {
  const files = new Map(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      .map(file => [`/${path.relative(folder, file).split(path.sep).join('/')}`, file]),
  )
  return request => {
    const url = new URL(request.url)
    const file = files.get(url.pathname === '/' ? '/index.html' : url.pathname)
    if (request.method !== 'GET' || url.host !== 'openslot' || file === undefined)
      return new Response('Nothing is here.', { status: 404 })
    return new Response(new Uint8Array(fs.readFileSync(file)), {
      headers: {
        'content-type': types[path.extname(file)] ?? 'application/octet-stream',
        'content-security-policy': deskContentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    })
  }
}
