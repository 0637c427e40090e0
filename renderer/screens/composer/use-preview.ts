import { useEffect, useMemo, useState } from 'react'
import { useBookings } from '../../state/bookings.ts'
import { useCalendars } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { askPreview, questionOf, useComposing } from '../../state/composing.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { usePeople } from '../../state/people.ts'
import { weekStartsOn } from '../../time/locale.ts'
import { addDays, type Day, dayAt, startOfDay, startOfWeek } from '../../time/zones.ts'

/** Long enough to swallow a burst of keystrokes, too short to be felt. */
const SETTLE_MS = 60

export interface ShownWeek {
  readonly week: Day
  readonly thisWeek: Day
  readonly tzid: string
  readonly chooseWeek: (week: Day | null) => void
}

/** Keeps the preview true to the draft and to the calendars, for the week on show. */
export function usePreview(): ShownWeek {
  const nowMs = useNow()
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const firstMs = useComposing(s => s.preview?.firstStartMs ?? null)
  const [chosen, chooseWeek] = useState<Day | null>(null)
  const weekOf = (ms: number) => startOfWeek(dayAt(ms, tzid), weekStartsOn)
  const week = chosen ?? weekOf(firstMs ?? nowMs)
  useAsking(week, tzid)
  return { week, thisWeek: weekOf(nowMs), tzid, chooseWeek }
}

function useAsking(week: Day, tzid: string): void {
  const draft = useComposing(s => s.draft)
  const question = draft ? questionOf(draft) : ''
  const facts = [useCalendars(s => s.value), useBookings(s => s.value), usePeople(s => s.value)]
  const window = useMemo(
    () => ({ startMs: startOfDay(week, tzid), endMs: startOfDay(addDays(week, 7), tzid) }),
    [week, tzid],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the question, the week or the facts change, not with every letter of the title.
  useEffect(() => {
    if (!draft) return
    const timer = setTimeout(() => void askPreview(draft, window), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [question, window, ...facts])
}
