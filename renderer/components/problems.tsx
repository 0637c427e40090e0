import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import type { Failure } from '../../preload/contract/errors.ts'
import './problems.css'

type Fields = Readonly<Record<string, readonly string[]>>

const Problems = createContext<Fields>({})

interface FormProps {
  /** What the program said to the last attempt. */
  readonly failure: Failure | null
  /** What is known to be wrong before any attempt; shown alike, but it takes no focus from who is typing. */
  readonly early?: Fields
  readonly onSubmit: () => void
  readonly children: ReactNode
  readonly label?: string
  readonly className?: string
}

/**
 * A form whose faults the program finds: each is shown beside the field whose `name` is its dotted path, or by a
 * `ProblemsAt` for what is no single field; the first field at fault takes the focus.
 */
export function Form({ failure, early, onSubmit, children, label, className }: FormProps) {
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!failure) return
    // A frame later: what was folded away opens first to show its fault.
    const frame = requestAnimationFrame(() => {
      ref.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]')?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [failure])
  const fields = useMemo(() => ({ ...early, ...failure?.fields }), [early, failure])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <AriaForm
      ref={ref}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={className ?? 'form'}
      validationBehavior="aria"
      validationErrors={fields as Record<string, string[]>}
      onSubmit={submit}
    >
      <Problems value={fields}>{children}</Problems>
    </AriaForm>
  )
}

/** Whether something is wrong at one of these paths or below it. */
export function useProblemsBelow(paths: readonly string[]): boolean {
  const all = useContext(Problems)
  return Object.keys(all).some(at => paths.some(path => at === path || at.startsWith(`${path}.`)))
}

/** Sentences about a part of the input that is no text field; `deep` takes all below the path as well. */
export function ProblemsAt({ path, deep = false }: { path: string; deep?: boolean }) {
  const all = useContext(Problems)
  const mine = Object.entries(all)
    .filter(([at]) => at === path || (deep && at.startsWith(`${path}.`)))
    .flatMap(([, sentences]) => sentences)
  if (mine.length === 0) return null
  return (
    <p className="problems" role="alert" tabIndex={-1} data-problem="">
      {[...new Set(mine)].join(' ')}
    </p>
  )
}

/** The sentence of a failure that names no field, at the foot of its form. */
export function FailureLine({ failure }: { failure: Failure | null }) {
  if (!failure) return null
  const named = Object.keys(failure.fields ?? {}).length > 0
  return (
    <p className="problems" role="alert">
      {named ? 'Something is not right yet; see above.' : failure.message}
    </p>
  )
}
