/** How far a pull has come; opaque to everybody else. */
export interface Cursor {
  /** RFC 6578, or null where the server has no tokens and is asked for its whole list each time. */
  readonly token: string | null
}

export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(cursor)
}

/** Null for what nobody wrote here: then everything is listed anew. */
export function readCursor(text: string | null): Cursor | null {
  try {
    const { token } = JSON.parse(text ?? 'null') as Partial<Cursor>
    return typeof token === 'string' || token === null ? { token } : null
  } catch {
    return null
  }
}
