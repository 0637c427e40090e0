import { createHash } from 'node:crypto'

/** RFC 7636, section 4.2: what is shown of the verifier at first. The verifier itself needs 43 to 128 characters. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url')
}
