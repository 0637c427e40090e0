import { cronofyHmac } from './webhook-signature.ts'

export interface WebhookAttempt {
  readonly url: string
  readonly body: string
  readonly deliveryId: string
  readonly clientSecret: string
  /** Gives the try up: Openslot is stopping. */
  readonly signal: AbortSignal
}

export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  /** Given up half-way; nobody knows whether it arrived, so it is made again. */
  | { readonly kind: 'abandoned' }
  /** `error` is a sentence for the organizer. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterMs: number | null }

const deadlineMs = 15_000

/** One try. Any 2xx counts; a redirect does not, because the receiver that was named is the one that is told. */
export async function sendWebhook(fetcher: typeof fetch, attempt: WebhookAttempt): Promise<AttemptOutcome> {
  try {
    const response = await fetcher(attempt.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(deadlineMs), attempt.signal]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Openslot',
        'Cronofy-HMAC-SHA256': cronofyHmac(attempt.clientSecret, attempt.body),
        'webhook-id': attempt.deliveryId,
      },
      body: attempt.body,
    })
    await response.body?.cancel()
    return response.ok ? { kind: 'delivered' } : refused(response)
  } catch (cause) {
    if (attempt.signal.aborted) return { kind: 'abandoned' }
    return { kind: 'failed', error: unreachable(cause), retryAfterMs: null }
  }
}

function refused(response: Response): AttemptOutcome {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    kind: 'failed',
    error: `The receiver answered ${response.status} ${response.statusText}`.trim(),
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null,
  }
}

function unreachable(cause: unknown): string {
  if (!(cause instanceof Error)) return 'The receiver could not be reached'
  if (cause.name === 'TimeoutError') return `The receiver did not answer within ${deadlineMs / 1000} seconds`
  const code = (cause.cause as { code?: unknown } | undefined)?.code
  return `The receiver could not be reached${typeof code === 'string' ? ` (${code})` : ''}`
}
