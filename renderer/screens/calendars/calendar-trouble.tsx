import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Button } from '../../components/button.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { announce } from '../../state/announcements.ts'
import { unreadText } from '../../state/calendar-words.ts'
import { syncCalendar } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { toast } from '../../state/toasts.ts'
import { relativeText } from '../../time/format.ts'

interface CalendarTroubleProps {
  readonly calendar: Calendar
  readonly accountProblem: string | null
}

/** Why it cannot be read, since when, what that means for links, and another try; what its account says, that says. */
export function CalendarTrouble({ calendar, accountProblem }: CalendarTroubleProps) {
  const nowMs = useNow()
  const failure = calendar.freshness?.failure ?? null
  const meaning = unreadText(calendar)
  if (failure === null && meaning === null) return null
  if (failure !== null && failure.message === accountProblem) return null
  return (
    <div className="calendar-trouble small" data-state={calendar.state}>
      {failure !== null && (
        <p>
          {failure.message} <span className="soft">Since {relativeText(failure.sinceMs, nowMs)}.</span>
        </p>
      )}
      {meaning !== null && <p>{meaning}</p>}
      {failure !== null && <TryNow calendar={calendar} />}
    </div>
  )
}

export function TryNow({ calendar }: { calendar: Calendar }) {
  const { name, calendarId } = calendar
  const { pending, submit } = useSubmit(() => syncCalendar(calendarId))
  const tryNow = async () => {
    const outcome = await submit()
    if (!outcome.ok) toast({ title: `${name} cannot be asked`, detail: outcome.error.message, tone: 'bad' })
    else if (outcome.value.freshness?.failure) announce(`${name}: ${outcome.value.freshness.failure.message}`)
    else announce(`${name} was read.`)
  }
  return (
    <Button size="small" isPending={pending} onPress={() => void tryNow()} aria-label={`Try now: ${name}`}>
      {pending ? 'Trying…' : 'Try now'}
    </Button>
  )
}
