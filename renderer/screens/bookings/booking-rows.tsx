import ChevronRight from 'lucide-react/icons/chevron-right'
import type { Booking } from '../../../preload/contract/bookings.ts'
import { Badge } from '../../components/badge.tsx'
import '../../components/rows.css'
import { useArrivals } from '../../state/bookings.ts'
import { useNow } from '../../state/clock.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { hrefOf } from '../../state/route.ts'
import { recipientName } from '../../state/tones.ts'
import { dateText, nearDay, timesOf } from '../../time/format.ts'
import { addDays, dayAt } from '../../time/zones.ts'

export function BookingRows({ bookings }: { bookings: readonly Booking[] }) {
  return (
    <ul className="rows card">
      {bookings.map(booking => (
        <BookingRow key={booking.bookingId} booking={booking} />
      ))}
    </ul>
  )
}

function BookingRow({ booking }: { booking: Booking }) {
  const arrived = useArrivals(s => s.ids.has(booking.bookingId))
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const nowMs = useNow()
  const day = dayAt(booking.startMs, tzid)
  const today = dayAt(nowMs, tzid)
  return (
    <li className={arrived ? 'row row-arrived' : 'row'}>
      <span className="row-date" aria-hidden>
        <span>{dateText(day, { weekday: 'short' })}</span>
        <span>{dateText(day, { day: 'numeric' })}</span>
        <span>{dateText(day, { month: 'short' })}</span>
      </span>
      <div className="row-main">
        <a className="row-title" href={hrefOf('bookings', booking.bookingId)}>
          {booking.summary}
        </a>
        <p className="row-detail">
          {nearDay(day, today, addDays(today, 1))}, {timesOf(booking.startMs, booking.endMs, tzid)}
        </p>
        <p className="row-detail">
          with {recipientName(booking)} <States booking={booking} />
        </p>
      </div>
      <ChevronRight aria-hidden size={17} className="soft" />
    </li>
  )
}

function States({ booking }: { booking: Booking }) {
  const failed = booking.deliveries.some(d => d.state === 'failed')
  return (
    <>
      {booking.status === 'cancelled' && <Badge tone="warn">Cancelled</Badge>}
      {booking.status === 'confirmed' && booking.conflicts.length > 0 && <Badge tone="bad">Overlaps</Badge>}
      {booking.followed === 'moved' && <Badge>Moved in your calendar</Badge>}
      {failed && <Badge tone="bad">Delivery failed</Badge>}
    </>
  )
}
