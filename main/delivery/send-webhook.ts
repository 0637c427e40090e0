import { STATUS_CODES } from 'node:http'
import type { GuardedFetch, GuardedResponse, NetworkPolicy } from '../network/guarded-fetch.ts'
import { NetworkFault } from '../network/network-fault.ts'
import { cronofyHmac, standardWebhookHeaders } from './webhook-signature.ts'

export interface WebhookAttempt {
  readonly url: string
  readonly body: string
  readonly deliveryId: string
  readonly clientSecret: string
  readonly policy: NetworkPolicy
  readonly sentMs: number
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
export async function sendWebhook(fetcher: GuardedFetch, attempt: WebhookAttempt): Promise<AttemptOutcome> {
  try {
    const response = await fetcher({
      url: attempt.url,
      method: 'POST',
      deadlineMs,
      maxBytes: 0,
      headOnly: true,
      signal: attempt.signal,
      policy: attempt.policy,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Openslot',
        'Cronofy-HMAC-SHA256': cronofyHmac(attempt.clientSecret, attempt.body),
        ...standardWebhookHeaders(attempt.clientSecret, { ...attempt, id: attempt.deliveryId }),
      },
      body: attempt.body,
    })
    return response.status >= 200 && response.status < 300 ? { kind: 'delivered' } : refused(response)
  } catch (cause) {
    if (attempt.signal.aborted) return { kind: 'abandoned' }
    if (!(cause instanceof NetworkFault)) throw cause
    return { kind: 'failed', error: cause.message, retryAfterMs: null }
  }
}

function refused({ status, headers }: GuardedResponse): AttemptOutcome {
  const seconds = Number(headers['retry-after'])
  return {
    kind: 'failed',
    error: `The receiver answered ${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null,
  }
}
