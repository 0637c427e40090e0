import type { Bridge, Capabilities } from '../../preload/contract/bridge.ts'
import type { Failure, Outcome } from '../../preload/contract/errors.ts'
import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts'
import type { Push } from '../../preload/contract/topics.ts'

export type { Capabilities, Failure, InputOf, Outcome, OutputOf, ProcedureName, Push }

/** Whether pushes arrive at present. */
export type Connection = 'live' | 'lost'

/** The bridge, and what only a stream can lose. Both bodies answer alike; no screen knows which one it has. */
export interface Client extends Bridge {
  watchConnection(listener: (connection: Connection) => void): () => void
}

export function failed(
  code: Failure['code'],
  message: string,
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, message } }
}
