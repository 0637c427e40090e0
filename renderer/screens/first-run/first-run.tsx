import type { Organizer } from '../../../preload/contract/organizer.ts'
import { useFirstRun } from '../../state/first-run.ts'
import { Wordmark } from '../shell/wordmark.tsx'
import { AboutYou } from './about-you.tsx'
import { FirstCalendar } from './first-calendar.tsx'
import './first-run.css'

/** A minute, then done: who you are, when you work, and (or later) your calendar. */
export function FirstRun({ organizer }: { organizer: Organizer }) {
  const offering = useFirstRun(s => s.offering)
  return (
    <main className="first-run">
      <Wordmark />
      {offering ? <FirstCalendar organizer={organizer} /> : <AboutYou organizer={organizer} />}
    </main>
  )
}
