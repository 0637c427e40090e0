import {
  createContext,
  type FormEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import type { Failure } from '../../preload/contract/errors.ts'
import './problems.css'

type Fields = Readonly<Record<string, readonly string[]>>

const Problems = createContext<Fields>({})
const none: ReadonlySet<string> = new Set()

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
  const typed = useTyped(ref, failure)
  const fields = useMemo(() => {
    const left = Object.entries(failure?.fields ?? {}).filter(([path]) => !typed.has(path))
    return { ...early, ...Object.fromEntries(left) }
  }, [early, failure, typed])
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

/**
 * Which fields were typed in since the last attempt: their fault goes with the first letter. Were it to go when the field
 * is left, as React Aria has it, the form would move under the very press of its button.
 */
function useTyped(form: RefObject<HTMLFormElement | null>, failure: Failure | null): ReadonlySet<string> {
  const [typed, setTyped] = useState(none)
  useEffect(() => {
    setTyped(none)
    const note = ({ target }: Event) => {
      const { name } = target as HTMLInputElement
      if (form.current?.contains(target as Node) && name && failure?.fields?.[name])
        setTyped(before => new Set([...before, name]))
    }
    // At the document, so that React has taken the letter in first: a rendering before that would take it out again.
    document.addEventListener('input', note)
    return () => document.removeEventListener('input', note)
  }, [form, failure])
  return typed
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
