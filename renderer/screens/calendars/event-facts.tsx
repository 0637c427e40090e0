import type { Calendar, CalendarEvent } from '../../../preload/contract/calendars.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Facts } from '../../components/page.tsx'
import { useOrganizer } from '../../state/organizer.ts'
import { nameOf } from '../../state/tones.ts'
import { longDayOf, timesOf } from '../../time/format.ts'

interface EventFactsProps {
  readonly event: CalendarEvent
  readonly calendars: readonly Calendar[]
  readonly people: readonly Person[]
}

const statuses = {
  busy: 'Busy',
  tentative: 'Tentative: counts as busy',
  free: 'Free: does not count',
} as const

/** An event of a calendar that is only read. */
export function EventFacts({ event, calendars, people }: EventFactsProps) {
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const calendar = calendars.find(c => c.calendarId === event.calendarId)
  const times = event.allDay ? 'all day' : timesOf(event.startMs, event.endMs, tzid)
  return (
    <>
      <Facts
        facts={[
          ['When', `${longDayOf(event.startMs, tzid)}, ${times}`],
          ['Whose', nameOf(people, event.sub)],
          ['Calendar', calendar?.name ?? ''],
          ['Shows as', statuses[event.status]],
          event.location ? ['Location', event.location] : null,
          event.description
            ? [
                'Description',
                <span key="d" className="booking-note">
                  {event.description}
                </span>,
              ]
            : null,
        ]}
      />
      {calendar?.kind === 'ics_file' && (
        <p className="small soft">
          It comes from a file, so it can be changed only where the file was exported. Bring in a newer file
          to update it.
        </p>
      )}
    </>
  )
}
