import type http from 'node:http'

/** A request as the provider's pages see it, and what they answer. */
export interface Asked {
  readonly method: string
  /** Below the vendor's API, with a slash before it, decoded part by part. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  readonly headers: http.IncomingHttpHeaders
  readonly body: Record<string, unknown>
  /** Where the vendor's API stands, for links. */
  readonly api: string
  readonly url: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly json?: unknown
}

export const ok = (json: unknown): Answer => ({ status: 200, json })

/** "Handle API errors" of the Calendar API. */
export const googleError = (status: number, reason: string): Answer => ({
  status,
  json: {
    error: {
      code: status,
      message: `secret words about ${reason}`,
      errors: [{ domain: 'calendar', reason }],
    },
  },
})

/** "Microsoft Graph error responses". */
export const graphError = (status: number, code: string): Answer => ({
  status,
  json: { error: { code, message: `secret words about ${code}` } },
})

export interface Paged<T> {
  readonly items: T[]
  readonly next: string | null
}

export function page<T>(all: readonly T[], from: number, size: number): Paged<T> {
  const end = from + size
  return { items: all.slice(from, end), next: end < all.length ? String(end) : null }
}
