import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { Failure, OutputOf, ProcedureName } from '../client/client.ts'
import { call } from './program-calls.ts'

/** What the desk knows of one noun: the last value read, and why the last reading failed if it did. */
export interface Noun<T> {
  readonly value: T | null
  readonly failure: Failure | null
}

export type NounStore<T> = UseBoundStore<StoreApi<Noun<T>>> & { readonly load: () => Promise<void> }

type Listing = {
  [N in ProcedureName]: N extends `${string}.list` | `${string}.read` ? N : never
}[ProcedureName]
type Plain = Exclude<Listing, 'links.read' | 'events.list'>

/** A store that mirrors what one query without arguments answers. Of readings under way only the latest counts. */
export function nounStore<N extends Plain>(name: N): NounStore<OutputOf<N>> {
  const store = create<Noun<OutputOf<N>>>()(() => ({ value: null, failure: null }))
  let latest = 0
  const load = async () => {
    latest += 1
    const mine = latest
    const outcome = await call(name, {} as never)
    if (mine !== latest) return
    if (outcome.ok) store.setState({ value: outcome.value as OutputOf<N>, failure: null })
    else store.setState({ failure: outcome.error })
  }
  return Object.assign(store, { load })
}
