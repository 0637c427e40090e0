export const isWeak = (etag: string): boolean => etag.startsWith('W/')

/**
 * Weak comparison (RFC 9110 8.8.3.2): a server that compresses its answer gives the same ETag a `W/`. None is like
 * none other.
 */
export function isSameEtag(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && bare(one) === bare(other)
}

const bare = (etag: string) => etag.replace(/^W\//, '')
