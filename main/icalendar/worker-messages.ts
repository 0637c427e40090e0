import type { Occurrence, Reading } from './reading.ts'

/** From the worker to the reader. The next one is sent when `'next'` is asked for. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'batch'; readonly occurrences: readonly Occurrence[] }
  | { readonly kind: 'done'; readonly reading: Omit<Reading, 'occurrences'> }
  | { readonly kind: 'failed'; readonly message: string }
