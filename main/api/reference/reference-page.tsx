import { createHash } from 'node:crypto'
import { renderToStaticMarkup } from 'react-dom/server'
import { operationId } from '../openapi.ts'
import type { Operation } from '../operation.ts'
import { Callbacks } from './callbacks.tsx'
import { Endpoint } from './endpoint.tsx'
import { Introduction } from './introduction.tsx'
import style from './style.css?raw'
import { Values } from './values.tsx'

const styleHash = createHash('sha256').update(style).digest('base64')

/** The reference of `/v1` as one document with no script and nothing to fetch, made from what checks the requests. */
export function referencePage(operations: readonly Operation[], address: string) {
  const page = renderToStaticMarkup(<ReferencePage {...{ operations, address }} />)
  return {
    html: `<!doctype html>${page}`,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`,
  }
}

interface Props {
  readonly operations: readonly Operation[]
  readonly address: string
}

function ReferencePage({ operations, address }: Props) {
  const groups = Map.groupBy(operations, o => o.group)
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Openslot for programs</title>
        <link rel="icon" href="data:," />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own file, made of no input */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <a className="skip" href="#start">
          Skip to the text
        </a>
        <details className="menu">
          <summary>Contents</summary>
          <Contents groups={groups} />
        </details>
        <div className="sidebar">
          <Contents groups={groups} />
        </div>
        <main>
          <Introduction address={address} />
          <Values />
          {[...groups].map(([name, members]) => (
            <section key={name} id={anchorOf(name)} className="chapter wide">
              <h2>{name}</h2>
              {members.map(operation => (
                <Endpoint key={operationId(operation)} operation={operation} />
              ))}
            </section>
          ))}
          <Callbacks />
        </main>
      </body>
    </html>
  )
}

const anchorOf = (group: string) => group.toLowerCase().replaceAll(' ', '-')

function Contents({ groups }: { readonly groups: ReadonlyMap<string, readonly Operation[]> }) {
  return (
    <nav aria-label="Contents">
      <p className="brand">Openslot /v1</p>
      <ul>
        <Entry to="start">Start here</Entry>
        <Entry to="credentials">Credentials</Entry>
        <Entry to="errors">Errors</Entry>
        <Entry to="values">Values</Entry>
      </ul>
      {[...groups].map(([name, members]) => (
        <div key={name}>
          <p>
            <a href={`#${anchorOf(name)}`}>{name}</a>
          </p>
          <ul>
            {members.map(o => (
              <Entry key={operationId(o)} to={operationId(o)}>
                {o.title}
              </Entry>
            ))}
          </ul>
        </div>
      ))}
      <p>
        <a href="#callbacks">Callbacks</a>
      </p>
      <ul>
        <Entry to="signatures">Signatures</Entry>
      </ul>
    </nav>
  )
}

function Entry({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <li>
      <a href={`#${to}`}>{children}</a>
    </li>
  )
}
