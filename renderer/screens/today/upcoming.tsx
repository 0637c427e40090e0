import CalendarClock from 'lucide-react/icons/calendar-clock'
import { Empty, Section } from '../../components/page.tsx'
import { upcoming } from '../../state/attention.ts'
import { useBookings } from '../../state/bookings.ts'
import { useNow } from '../../state/clock.ts'
import { hrefOf } from '../../state/route.ts'
import { BookingRows } from '../bookings/booking-rows.tsx'

const MOST = 6

export function Upcoming() {
  const nowMs = useNow()
  const all = upcoming(useBookings(s => s.value) ?? [], nowMs)
  return (
    <Section
      title="Upcoming bookings"
      aside={all.length > MOST && <a href={hrefOf('bookings')}>All {all.length}</a>}
    >
      {all.length > 0 ? (
        <BookingRows bookings={all.slice(0, MOST)} />
      ) : (
        <Empty icon={<CalendarClock size={20} />} title="Nothing booked yet">
          As soon as somebody chooses a time from one of your links, it appears here by itself.
        </Empty>
      )}
    </Section>
  )
}
