import { create } from 'zustand'

const KEY = 'openslot.seen'
const MOST = 300

/** What the organizer was told and put away. Kept by the browser: another desk tells it once more. */
export const useSeen = create<{ readonly keys: ReadonlySet<string> }>()(() => ({ keys: new Set(kept()) }))

export function markSeen(key: string): void {
  const keys = [...useSeen.getState().keys, key].slice(-MOST)
  useSeen.setState({ keys: new Set(keys) })
  try {
    localStorage.setItem(KEY, JSON.stringify(keys))
  } catch {
    // Storage may be off or full: then it is told again at the next start, which is no harm.
  }
}

function kept(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(value) ? value.filter(v => typeof v === 'string') : []
  } catch {
    return []
  }
}
