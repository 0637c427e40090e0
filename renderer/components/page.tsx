import type { ReactNode } from 'react'
import './page.css'

interface PageProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly width?: 'reading' | 'wide'
}

export function Page({ title, lead, actions, children, width = 'reading' }: PageProps) {
  return (
    <div className={`page page-${width}`}>
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {lead !== undefined && <p className="page-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className="section" aria-label={title}>
      <header className="section-head">
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`card ${className}`}>{children}</div>
}

interface EmptyProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** Says what will stand here, and leads to the step that brings it. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden>
        {icon}
      </span>
      <p className="empty-title">{title}</p>
      {children !== undefined && <p className="soft">{children}</p>}
      {action}
    </div>
  )
}

interface NoticeProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain'
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export function Notice({ tone, icon, title, children, action }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`}>
      <span className="notice-icon" aria-hidden>
        {icon}
      </span>
      <div className="notice-words">
        <p className="notice-title">{title}</p>
        {children !== undefined && <div className="small">{children}</div>}
      </div>
      {action}
    </div>
  )
}

/** Terms and what they are, as in a booking's particulars. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(f => f !== null)
        .map(([term, value]) => (
          <div key={term} className="fact">
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** Stands in while something is read for the first time; shape without shimmer. */
export function Waiting({ what }: { what: string }) {
  return (
    <p className="waiting" role="status">
      Reading {what}…
    </p>
  )
}
