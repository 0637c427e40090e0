import type { ReactNode } from 'react'
import './working.css'

export function Spinner() {
  return <span className="spinner" aria-hidden />
}

/** Says what is going on while it takes its time. Spoken where it stands in a live region. */
export function Working({ children }: { children: ReactNode }) {
  return (
    <p className="working">
      <Spinner /> <span>{children}</span>
    </p>
  )
}
