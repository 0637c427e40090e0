import type { ServerResponse } from 'node:http'

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  connection: 'close',
}

export type Told = 'signed_in' | 'refused' | 'not_ours'

const pages: Readonly<Record<Told, { status: number; title: string; text: string }>> = {
  signed_in: {
    status: 200,
    title: 'Back to Openslot',
    text: 'You can close this page. Openslot shows the rest.',
  },
  refused: {
    status: 200,
    title: 'Not signed in',
    text: 'Openslot got no permission. You can close this page, and try again from Openslot.',
  },
  not_ours: {
    status: 404,
    title: 'Nothing here',
    text: 'This page only ends a sign-in that Openslot began.',
  },
}

/** What the browser shows in the end: text alone. The address it stands at holds the code, so nothing may learn it. */
export function sendSignInPage(response: ServerResponse, told: Told): void {
  const { status, title, text } = pages[told]
  response.writeHead(status, headers).end(
    `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title} – Openslot</title>
<h1>${title}</h1><p>${text}</p></html>`,
  )
}
