import CircleCheck from 'lucide-react/icons/circle-check'
import Plus from 'lucide-react/icons/plus'
import { useState } from 'react'
import type { Organizer } from '../../../preload/contract/organizer.ts'
import { Button } from '../../components/button.tsx'
import { calendarLine } from '../../state/calendar-words.ts'
import { useCalendars } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { useFirstRun } from '../../state/first-run.ts'
import { usePeople } from '../../state/people.ts'
import { go } from '../../state/route.ts'
import { AddCalendar } from '../calendars/add/add-calendar.tsx'
import { BringIn } from '../calendars/bring-in.tsx'

export function FirstCalendar({ organizer }: { organizer: Organizer }) {
  const anything = useCalendars(s => s.value?.some(c => c.eventCount > 0) ?? false)
  const me = usePeople(s => s.value?.find(p => p.isOrganizer))
  const [connecting, setConnecting] = useState(false)
  const leave = (screen: 'today' | 'new') => {
    useFirstRun.setState({ offering: false })
    go(screen)
  }
  return (
    <>
      <header className="first-run-head">
        <h1>Good to have you, {organizer.name.split(' ')[0]}. When are you busy?</h1>
        <p className="soft">
          Connect the calendar that you have, and Openslot keeps itself up to date; or drop an exported .ics
          file here. You can do this later, too.
        </p>
      </header>
      <div>
        <Button look="primary" size="large" onPress={() => setConnecting(true)}>
          <Plus aria-hidden size={18} /> Connect a calendar
        </Button>
      </div>
      {me && connecting && <AddCalendar person={me} onClose={() => setConnecting(false)} />}
      <Connected sub={organizer.sub} />
      <BringIn sub={organizer.sub} owner="your" />
      <div className="first-run-actions">
        <Button look="quiet" size="large" onPress={() => leave('today')}>
          Go to the desk
        </Button>
        <Button look={anything ? 'primary' : 'secondary'} size="large" onPress={() => leave('new')}>
          Make your first link
        </Button>
      </div>
    </>
  )
}

/** What is read by now, so that one sees it arrive. */
function Connected({ sub }: { sub: string }) {
  const calendars = useCalendars(s => s.value) ?? []
  const nowMs = useNow()
  const read = calendars.filter(c => c.sub === sub && c.connectionId !== null)
  return (
    <ul className="first-run-connected" aria-label="Connected calendars">
      {read.map(c => (
        <li key={c.calendarId}>
          <CircleCheck aria-hidden size={16} /> <strong>{c.name}</strong>{' '}
          <span className="soft small">{calendarLine(c, nowMs)}</span>
        </li>
      ))}
    </ul>
  )
}
