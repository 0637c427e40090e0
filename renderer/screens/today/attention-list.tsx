import CalendarX from 'lucide-react/icons/calendar-x'
import Send from 'lucide-react/icons/send'
import Unplug from 'lucide-react/icons/unplug'
import { Notice, Section } from '../../components/page.tsx'
import { type Attention, attentionOf } from '../../state/attention.ts'
import { useBookings } from '../../state/bookings.ts'
import { useCalendars } from '../../state/calendars.ts'
import { useReach } from '../../state/reach.ts'
import { hrefOf } from '../../state/route.ts'
import { counted } from '../../time/format.ts'

const deliveryWords = {
  event: 'the event',
  event_removal: 'the event',
  webhook: 'the webhook',
  mail: 'the invitation',
}

export function AttentionList() {
  const bookings = useBookings(s => s.value) ?? []
  const calendars = useCalendars(s => s.value) ?? []
  const reach = useReach(s => s.value)
  const all = attentionOf(bookings, calendars, reach)
  if (all.length === 0) return null
  return (
    <Section title="Needs your attention">
      <ul className="attention">
        {all.map(one => (
          <li key={keyOf(one)}>
            <One attention={one} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function keyOf(one: Attention): string {
  if (one.kind === 'delivery') return one.delivery.deliveryId
  return one.kind === 'calendar' ? one.calendar.calendarId : 'reach'
}

function One({ attention: one }: { attention: Attention }) {
  if (one.kind === 'reach') {
    return (
      <Notice
        tone="bad"
        icon={<Unplug size={18} />}
        title="Your links cannot be opened from outside at the moment"
        action={<a href={hrefOf('settings')}>Look into it</a>}
      >
        {one.reach.message}
      </Notice>
    )
  }
  if (one.kind === 'calendar') {
    return (
      <Notice
        tone="warn"
        icon={<CalendarX size={18} />}
        title={`${one.calendar.name}: ${counted(one.calendar.problems.length, 'entry', 'entries')} could not be read`}
        action={<a href={hrefOf('calendars')}>Show</a>}
      >
        Everything else in it counts as busy.
      </Notice>
    )
  }
  return (
    <Notice
      tone="bad"
      icon={<Send size={18} />}
      title={`${one.booking.summary}: ${deliveryWords[one.delivery.kind]} did not arrive`}
      action={<a href={hrefOf('bookings', one.booking.bookingId)}>Show</a>}
    >
      {one.delivery.lastError ?? one.delivery.target}
    </Notice>
  )
}
