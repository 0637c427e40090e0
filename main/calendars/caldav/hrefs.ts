/**
 * Servers spell one address in many ways: whole or as a path, `@` or `%40`, `%c3` or `%C3`. What is compared is the
 * path, decoded; what is kept and sent is the server's own spelling.
 */

/** The path of an href as the server spells it (Xandikos: `http%3A//…`), or null for what is no address. */
export function pathOf(href: string, base: string): string | null {
  const plain = href.replace(/^https?%3A\/\/[^/]*/i, decodeSegment)
  return URL.canParse(plain, base) ? new URL(plain, base).pathname : null
}

/** One spelling for all that mean the same: each segment decoded, then encoded in one way, no slash at the end. */
export function comparable(path: string): string {
  return path
    .replace(/\/+$/, '')
    .split('/')
    .map(segment => encodeURIComponent(decodeSegment(segment)))
    .join('/')
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Finds, among names that are kept, the one that a server's spelling means. */
export function createMatcher(kept: Iterable<string>): (path: string) => string | null {
  const exact = new Set(kept)
  let folded: Map<string, string> | null = null
  return path => {
    if (exact.has(path)) return path
    folded ??= new Map([...exact].map(one => [comparable(one), one]))
    return folded.get(comparable(path)) ?? null
  }
}

/** A file name for an event that is the same whenever it is made, and safe in any path. */
export function fileNameOf(uid: string, digest: (text: string) => string): string {
  return `${/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(uid) ? uid : digest(uid)}.ics`
}
