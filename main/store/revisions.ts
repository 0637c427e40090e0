/**
 * Counts the changes of each calendar's content, so that what was worked out from it can tell whether it still holds.
 * A count never comes back: two equal answers mean that nothing was written between them.
 */
export function createRevisions() {
  const latest = new Map<string, number>()
  let counted = 0
  let ofAll = 0
  return {
    of: (calendarId: string): number => latest.get(calendarId) ?? ofAll,
    /** Changes with whatever is written to any calendar. */
    latest: (): number => counted,
    touch(calendarId: string): void {
      counted++
      latest.set(calendarId, counted)
    },
    /** After a rollback, and whatever takes calendars along with it. */
    touchAll(): void {
      counted++
      ofAll = counted
      latest.clear()
    },
  }
}

export type Revisions = ReturnType<typeof createRevisions>
