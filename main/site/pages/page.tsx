import { createHash } from 'node:crypto'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import script from '../script.js?raw'
import style from '../style.css?raw'

export interface PageOptions {
  readonly title: string
  /** What the script may do here. */
  readonly step?: 'choose' | 'other'
  readonly zone?: string
  readonly zoneChosen?: boolean
}

const hashSource = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What a Content-Security-Policy names the page's own style and script by. */
export const styleHash = hashSource(style)
export const scriptHash = hashSource(script)

/** One whole document: style and script stand in it, so that one request shows the page. */
export function renderPage(options: PageOptions, body: ReactNode): string {
  const { title, step = 'other', zone, zoneChosen } = options
  const page = (
    <html lang="en" data-step={step} data-zone={zone} data-zone-chosen={zoneChosen}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own file, made of no input */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own file, made of no input */}
        <script dangerouslySetInnerHTML={{ __html: script }} />
      </head>
      <body>
        <main>
          <div className="card">{body}</div>
          <p className="made">Offered with Openslot, from the organizer’s own computer.</p>
        </main>
      </body>
    </html>
  )
  return `<!doctype html>${renderToStaticMarkup(page)}`
}
