import CalendarClock from 'lucide-react/icons/calendar-clock'
import Layers2 from 'lucide-react/icons/layers-2'
import type { Booking } from '../../../preload/contract/bookings.ts'
import { Notice } from '../../components/page.tsx'
import { conflictText } from '../../state/attention-words.ts'
import { useCalendars } from '../../state/calendars.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { usePeople } from '../../state/people.ts'
import { nameOf } from '../../state/tones.ts'
import { spanOf } from '../../time/format.ts'

/** What came to a booking after it was made: it followed its event, or something else came to lie on it. */
export function WhatHappened({ booking }: { booking: Booking }) {
  const { followed, conflicts, status } = booking
  if (followed === null && (conflicts.length === 0 || status === 'cancelled')) return null
  return (
    <div className="what-happened">
      {followed === 'moved' && (
        <Notice tone="plain" icon={<CalendarClock size={18} />} title="It moved with its event">
          The event was moved in your calendar, and the booking followed.
        </Notice>
      )}
      {followed === 'deleted' && (
        <Notice tone="warn" icon={<CalendarClock size={18} />} title="It was cancelled with its event">
          The event was deleted in your calendar, which cancelled the booking.
        </Notice>
      )}
      {status === 'confirmed' && conflicts.length > 0 && <Conflicts booking={booking} />}
    </div>
  )
}

function Conflicts({ booking: { conflicts } }: { booking: Booking }) {
  const calendars = useCalendars(s => s.value) ?? []
  const people = usePeople(s => s.value) ?? []
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  return (
    <Notice tone="bad" icon={<Layers2 size={18} />} title="Something else has come to lie on this time">
      <ul className="conflicts">
        {conflicts.map(c => (
          <li key={`${c.calendarId} ${c.startMs} ${c.summary}`}>
            {nameOf(people, c.sub)}: overlaps with <strong>{conflictText(c, calendars)}</strong>,{' '}
            {spanOf(c.startMs, c.endMs, tzid)}
          </li>
        ))}
      </ul>
      <p>Move one of the two in the calendar, and this goes away; or cancel the booking.</p>
    </Notice>
  )
}
