import { create } from 'zustand'

interface Announcements {
  /** Rises with each announcement, so that the same sentence twice is spoken twice. */
  readonly count: number
  readonly text: string
}

/** What the live region says next to those who do not see the screen change. */
export const useAnnouncements = create<Announcements>()(() => ({ count: 0, text: '' }))

export function announce(text: string): void {
  useAnnouncements.setState(s => ({ count: s.count + 1, text }))
}
