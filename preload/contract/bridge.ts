import type { Outcome } from './errors.ts'
import type { InputOf, OutputOf, ProcedureName } from './procedures.ts'
import type { Push } from './topics.ts'

/** What this desk can do here. Screens ask, they never sniff. */
export interface Capabilities {
  readonly host: 'electron' | 'headless'
  /** Who shows the notification of a booking: the program itself, or this page through the browser. */
  readonly notifications: 'program' | 'browser'
  readonly platform: string
}

/** The three functions that the preload exposes as `window.openslot`; over HTTP the same three are fetches. */
export interface Bridge {
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<Outcome<OutputOf<N>>>
  /** Pushes from now on; the function returned ends it. */
  subscribe(listener: (push: Push) => void): () => void
  capabilities(): Promise<Capabilities>
}

/** One channel for calls, one for pushes, one for the capabilities. */
export const channels = {
  call: 'openslot:call',
  push: 'openslot:push',
  capabilities: 'openslot:capabilities',
} as const
