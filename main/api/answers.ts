import type { Response } from 'express'
import type { z } from 'zod'

/** One fault of the input: where it is, and what Cronofy's clients know it by. */
export interface WireFault {
  readonly path: string
  readonly key: string
  readonly description: string
}

/** `422 {"errors":{"dotted.path":[{"key","description"}]}}`, every fault at once. */
export function sendFaults(res: Response, faults: readonly WireFault[]): Response {
  const errors: Record<string, { key: string; description: string }[]> = {}
  for (const { path, key, description } of faults)
    errors[path] = [...(errors[path] ?? []), { key, description }]
  return res.status(422).json({ errors })
}

export const sendNotFound = (res: Response): Response =>
  res.status(404).json({ error: 'not_found', error_description: 'There is nothing of this id here.' })

export const invalidFault = (path: string, description: string): WireFault => ({
  path,
  key: 'errors.invalid',
  description,
})

/** What the schema found, in the wire's words. */
export function faultsOf(error: z.ZodError): WireFault[] {
  return error.issues.map(issue => {
    const path = issue.path.map(String).join('.') || 'body'
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
    const required = missing || issue.message === 'required'
    return required
      ? { path, key: 'errors.required', description: 'required' }
      : { path, key: 'errors.invalid', description: issue.message }
  })
}

/** The parsed value, or null once the 422 has been sent. */
export function parseOrAnswer<S extends z.ZodType>(
  schema: S,
  input: unknown,
  res: Response,
): z.infer<S> | null {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  sendFaults(res, faultsOf(parsed.error))
  return null
}
