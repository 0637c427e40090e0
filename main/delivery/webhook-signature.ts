import { createHmac } from 'node:crypto'

/**
 * `Cronofy-HMAC-SHA256`: base64 of HMAC-SHA256 over the exact bytes of the body, keyed by the client secret.
 * Known vector: secret `pDY0Oi7TJSP2hfNmZNkm5`, body `{"example":"well-known"}` →
 * `6r2/HjBkqymGegX0wOfifieeUXbbHwtV/LohHS+jv6c=`.
 */
export function cronofyHmac(clientSecret: string, body: string): string {
  return createHmac('sha256', clientSecret).update(body).digest('base64')
}
