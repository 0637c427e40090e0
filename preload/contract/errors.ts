import { z } from 'zod'

/** Everything that can be wrong, by code. The wire carries a code and a sentence; causes stay in the program. */
export const errorCode = z.enum([
  /** The input broke the schema or a rule; `fields` names each fault by dotted path. */
  'invalid_input',
  /** No such procedure, link, calendar, person … */
  'not_found',
  /** It is not in a state that allows this (a used link, a calendar that takes no events, an outdated edit). */
  'conflict',
  /** The caller is not signed in at the desk. */
  'unauthorized',
  /** A fault of ours; the details are in the log. */
  'internal',
])
export type ErrorCode = z.infer<typeof errorCode>

export const failure = z.strictObject({
  code: errorCode,
  message: z.string(),
  /** Dotted path of the input field → sentences to show beside it. */
  fields: z.record(z.string(), z.array(z.string())).optional(),
})
export type Failure = z.infer<typeof failure>

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure }
