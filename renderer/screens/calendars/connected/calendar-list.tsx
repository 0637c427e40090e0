import { useState } from 'react'
import type { Calendar } from '../../../../preload/contract/calendars.ts'
import { Button } from '../../../components/button.tsx'
import { CalendarRow } from '../calendar-row.tsx'

interface CalendarListProps {
  readonly label: string
  readonly calendars: readonly Calendar[]
  readonly accountProblem?: string | null
  readonly onReplace: (files: readonly File[], calendarId: string) => void
}

/** So many stand in a list at once; of more the first, and whichever needs to be looked at. */
const MOST = 5

export function CalendarList({ label, calendars, accountProblem = null, onReplace }: CalendarListProps) {
  const [all, setAll] = useState(false)
  if (calendars.length === 0) return null
  const folds = calendars.length > MOST + 1
  const shown = folds && !all ? calendars.filter((c, at) => at < MOST || c.state !== 'ok') : calendars
  const rest = calendars.length - shown.length
  return (
    <>
      <ul className="person-calendars" aria-label={label}>
        {shown.map(c => (
          <CalendarRow
            key={c.calendarId}
            calendar={c}
            accountProblem={accountProblem}
            onReplace={files => onReplace(files, c.calendarId)}
          />
        ))}
      </ul>
      {folds && (all || rest > 0) && (
        <Button look="quiet" size="small" onPress={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show fewer' : `Show ${rest} more`}
        </Button>
      )}
    </>
  )
}
