import type { z } from 'zod'

/** What an operation answers, before it is HTTP: `/v1/batch` carries the same values. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One fault of the input: where it is, and what Cronofy's clients know it by. */
export interface WireFault {
  readonly path: string
  readonly key: string
  readonly description: string
}

export const ok = (body: unknown): Answer => ({ status: 200, body })

/** Done; there is nothing to say about it. */
export const accepted: Answer = { status: 202 }

/** `422 {"errors":{"dotted.path":[{"key","description"}]}}`, every fault at once. */
export function faulty(faults: readonly WireFault[]): Answer {
  const errors: Record<string, { key: string; description: string }[]> = {}
  for (const { path, key, description } of faults)
    errors[path] = [...(errors[path] ?? []), { key, description }]
  return { status: 422, body: { errors } }
}

export const notFound: Answer = {
  status: 404,
  body: { error: 'not_found', error_description: 'There is nothing of this id here.' },
}

export const invalidFault = (path: string, description: string): WireFault => ({
  path,
  key: 'errors.invalid',
  description,
})

export const requiredFault = (path: string): WireFault => ({
  path,
  key: 'errors.required',
  description: 'required',
})

/** What the schema found, in the wire's words. */
export function faultsOf(error: z.ZodError): WireFault[] {
  return error.issues.map(issue => {
    const path = issue.path.map(String).join('.') || 'body'
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
    return missing || issue.message === 'required' ? requiredFault(path) : invalidFault(path, issue.message)
  })
}
