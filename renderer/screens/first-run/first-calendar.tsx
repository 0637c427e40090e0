import type { Organizer } from '../../../preload/contract/organizer.ts'
import { Button } from '../../components/button.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { useFirstRun } from '../../state/first-run.ts'
import { go } from '../../state/route.ts'
import { BringIn } from '../calendars/bring-in.tsx'

export function FirstCalendar({ organizer }: { organizer: Organizer }) {
  const anything = useCalendars(s => s.value?.some(c => c.eventCount > 0) ?? false)
  const leave = (screen: 'today' | 'new') => {
    useFirstRun.setState({ offering: false })
    go(screen)
  }
  return (
    <>
      <header className="first-run-head">
        <h1>Good to have you, {organizer.name.split(' ')[0]}. When are you busy?</h1>
        <p className="soft">
          Export a calendar from Google, Outlook, Apple or any other program as an .ics file and drop it here.
          Repeating events, all-day events and time zones come along. You can do this later, too.
        </p>
      </header>
      <BringIn sub={organizer.sub} owner="your" prominent />
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
