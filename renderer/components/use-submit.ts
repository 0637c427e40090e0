import { useCallback, useState } from 'react'
import type { Failure, Outcome } from '../../preload/contract/errors.ts'

export interface Submit<A extends readonly unknown[], T> {
  readonly pending: boolean
  readonly failure: Failure | null
  readonly submit: (...args: A) => Promise<Outcome<T>>
  readonly forget: () => void
}

/** Runs one action at a time and keeps what went wrong with the last, for the form to show. */
export function useSubmit<A extends readonly unknown[], T>(
  action: (...args: A) => Promise<Outcome<T>>,
  then?: (value: T) => void,
): Submit<A, T> {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const submit = async (...args: A) => {
    setPending(true)
    const outcome = await action(...args)
    setPending(false)
    setFailure(outcome.ok ? null : outcome.error)
    if (outcome.ok) then?.(outcome.value)
    return outcome
  }
  const forget = useCallback(() => setFailure(null), [])
  return { pending, failure, submit, forget }
}
