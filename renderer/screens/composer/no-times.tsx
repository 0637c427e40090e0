import SearchX from 'lucide-react/icons/search-x'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/page.tsx'
import { changeDraft, type Gain, gainsOf, useComposing } from '../../state/composing.ts'
import type { Draft } from '../../state/draft.ts'
import { looseningsOf } from '../../state/loosening.ts'
import { usePeople } from '../../state/people.ts'
import { counted } from '../../time/format.ts'
import { addDays, startOfDay } from '../../time/zones.ts'
import type { ShownWeek } from './use-preview.ts'

/** Nothing is on offer: says which single change would help, and by how much. Each was really tried. */
export function NoTimes({ week }: { week: ShownWeek }) {
  const draft = useComposing(s => s.draft)
  const gains = useGains(draft, week)
  return (
    <Notice tone="warn" icon={<SearchX size={18} />} title="Nobody could choose a time from this link">
      {gains === null && <p>Trying what would help…</p>}
      {gains?.length === 0 && (
        <p>No single change brings a time. Look at a later period, or at the calendars that count as busy.</p>
      )}
      {gains !== null && gains.length > 0 && (
        <ul className="gains">
          {gains.map(({ loosening, times }) => (
            <li key={loosening.id}>
              <Button look="secondary" size="small" onPress={() => changeDraft(loosening.apply)}>
                {loosening.label}
              </Button>
              <span>+{counted(times, 'time')}</span>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

function useGains(draft: Draft | null, { week, tzid }: ShownWeek): readonly Gain[] | null {
  const people = usePeople(s => s.value)
  const [gains, setGains] = useState<readonly Gain[] | null>(null)
  useEffect(() => {
    let current = true
    if (!draft || !people) return
    const window = { startMs: startOfDay(week, tzid), endMs: startOfDay(addDays(week, 1), tzid) }
    const timer = setTimeout(async () => {
      const found = await gainsOf(draft, looseningsOf(draft, people), window)
      if (current) setGains(found)
    }, 150)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [draft, people, week, tzid])
  return gains
}
