import { createHmac } from 'node:crypto'

/**
 * `Cronofy-HMAC-SHA256`: base64 of HMAC-SHA256 over the exact bytes of the body, keyed by the client secret.
 * Known vector: secret `pDY0Oi7TJSP2hfNmZNkm5`, body `{"example":"well-known"}` →
 * `6r2/HjBkqymGegX0wOfifieeUXbbHwtV/LohHS+jv6c=`.
 */
export function cronofyHmac(clientSecret: string, body: string): string {
  return createHmac('sha256', clientSecret).update(body).digest('base64')
}

/**
 * The headers of Standard Webhooks 1.0.0. The key is the client secret's own bytes (UTF-8): a library that takes the
 * standard's `whsec_…` form is given `whsec_` and the base64 of the client secret.
 *
 * @param sentMs when this try is made; receivers refuse one that is minutes old
 */
export function standardWebhookHeaders(
  clientSecret: string | Uint8Array,
  message: { readonly id: string; readonly sentMs: number; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.sentMs / 1000))
  const signed = `${message.id}.${timestamp}.${message.body}`
  const signature = createHmac('sha256', clientSecret).update(signed).digest('base64')
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
