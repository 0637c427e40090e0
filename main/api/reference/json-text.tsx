import type { ReactNode } from 'react'

/** JSON with its names told apart from its values: the eye finds its way by that. */
export function JsonText({ value }: { readonly value: unknown }) {
  return <>{highlighted(JSON.stringify(value, null, 2))}</>
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?/g

/** Names and texts of a piece of code that holds JSON, as elements. */
export function highlighted(text: string): ReactNode[] {
  const pieces: ReactNode[] = []
  let at = 0
  for (const found of text.matchAll(token)) {
    const [, string = '', colon] = found
    pieces.push(text.slice(at, found.index))
    const kind = colon === undefined ? 'text' : 'name'
    pieces.push(
      <span key={found.index} className={kind}>
        {string}
      </span>,
    )
    at = found.index + string.length
  }
  return [...pieces, text.slice(at)]
}
