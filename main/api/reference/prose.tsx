import type { ReactNode } from 'react'

/** A sentence of the descriptions: what stands between backticks is code. */
export function Prose({ text }: { readonly text: string }) {
  const pieces: ReactNode[] = []
  let at = 0
  for (const found of text.matchAll(/`([^`]*)`/g)) {
    pieces.push(text.slice(at, found.index), <code key={found.index}>{found[1]}</code>)
    at = found.index + found[0].length
  }
  return <>{[...pieces, text.slice(at)]}</>
}
