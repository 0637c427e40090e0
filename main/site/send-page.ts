import type { Response } from 'express'
import type { ReactNode } from 'react'
import { type PageOptions, renderPage, scriptHash, styleHash } from './pages/page.tsx'

/** A rendered page, under a policy that lets its own style and script run and nothing else. */
export function sendPage(
  res: Response,
  status: number,
  options: PageOptions & { readonly formLeadsTo?: string | null },
  body: ReactNode,
): Response {
  const policy = [
    "default-src 'none'",
    `style-src ${styleHash}`,
    `script-src ${scriptHash}`,
    'img-src data:',
    // A browser holds the redirect after a form to this as well.
    // A page that it leads on to may lead on itself, to who knows where.
    `form-action 'self'${options.formLeadsTo == null ? '' : ' https: http:'}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return res
    .status(status)
    .set('Content-Security-Policy', policy.join('; '))
    .type('html')
    .send(renderPage(options, body))
}
