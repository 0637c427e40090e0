import BellRing from 'lucide-react/icons/bell-ring'
import CalendarArrowDown from 'lucide-react/icons/calendar-arrow-down'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/page.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { useLinks } from '../../state/links.ts'
import { askForNotifications, useMayAskForNotifications } from '../../state/notifications.ts'
import { hrefOf } from '../../state/route.ts'

/** The one or two things that a desk still lacks, each a press away. */
export function NextSteps() {
  const calendars = useCalendars(s => s.value)
  const links = useLinks(s => s.value) ?? []
  const mayAsk = useMayAskForNotifications()
  const empty = calendars?.every(c => c.eventCount === 0) ?? false
  if (!empty && !(mayAsk && links.length > 0)) return null
  return (
    <div className="attention">
      {empty && (
        <Notice
          tone="plain"
          icon={<CalendarArrowDown size={18} />}
          title="Openslot does not know yet when you are busy"
          action={
            <a className="button button-secondary button-small" href={hrefOf('calendars')}>
              Bring a calendar in
            </a>
          }
        >
          Until then every working hour counts as free.
        </Notice>
      )}
      {mayAsk && links.length > 0 && (
        <Notice
          tone="plain"
          icon={<BellRing size={18} />}
          title="Hear of a booking while you do other things"
          action={
            <Button size="small" onPress={() => void askForNotifications()}>
              Turn on notifications
            </Button>
          }
        >
          This page shows a notification when somebody chooses a time, as long as it is open.
        </Notice>
      )}
    </div>
  )
}
