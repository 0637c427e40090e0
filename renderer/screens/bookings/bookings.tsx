import Inbox from 'lucide-react/icons/inbox'
import type { Booking } from '../../../preload/contract/bookings.ts'
import { Empty, Page, Section, Waiting } from '../../components/page.tsx'
import { past, upcoming } from '../../state/attention.ts'
import { useBookings } from '../../state/bookings.ts'
import { useNow } from '../../state/clock.ts'
import { hrefOf } from '../../state/route.ts'
import { BookingDetail } from './booking-detail.tsx'
import { BookingRows } from './booking-rows.tsx'
import './bookings.css'

export function Bookings({ id }: { id: string | null }) {
  const bookings = useBookings(s => s.value)
  if (!bookings) return <Waiting what="your bookings" />
  if (id === null) return <BookingList bookings={bookings} />
  return <BookingDetail booking={bookings.find(b => b.bookingId === id) ?? null} />
}

function BookingList({ bookings }: { bookings: readonly Booking[] }) {
  const nowMs = useNow()
  const coming = upcoming(bookings, nowMs)
  const over = past(bookings, nowMs)
  return (
    <Page title="Bookings" lead="Every time that somebody chose. New ones appear by themselves.">
      <Section title="Upcoming">
        {coming.length > 0 ? (
          <BookingRows bookings={coming} />
        ) : (
          <Empty
            icon={<Inbox size={20} />}
            title="Nothing ahead"
            action={
              <a className="button button-secondary button-medium" href={hrefOf('new')}>
                Make a link
              </a>
            }
          >
            Send a link, and this list fills while you do something else.
          </Empty>
        )}
      </Section>
      {over.length > 0 && (
        <Section title="Past and cancelled">
          <BookingRows bookings={over} />
        </Section>
      )}
    </Page>
  )
}
