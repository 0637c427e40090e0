import CalendarPlus from 'lucide-react/icons/calendar-plus'
import Plus from 'lucide-react/icons/plus'
import UserPlus from 'lucide-react/icons/user-plus'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Page, Waiting } from '../../components/page.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { usePeople } from '../../state/people.ts'
import { inOrder } from '../../state/tones.ts'
import { AddCalendar } from './add/add-calendar.tsx'
import { EventDialog, type EventInHand } from './event-dialog.tsx'
import { EventWeek } from './event-week.tsx'
import { PersonCard } from './person-card.tsx'
import { PersonDialog } from './person-dialog.tsx'
import './calendars.css'

export function Calendars() {
  const people = usePeople(s => s.value)
  const calendars = useCalendars(s => s.value)
  const [adding, setAdding] = useState<'person' | 'calendar' | null>(null)
  const [inHand, take] = useState<EventInHand | null>(null)
  const organizer = people?.find(p => p.isOrganizer)
  if (!people || !calendars) return <Waiting what="calendars and people" />
  return (
    <Page
      width="wide"
      title="Calendars and people"
      lead="Whose time counts, and what is on it. Ticked calendars count as busy."
      actions={
        <>
          <Button onPress={() => take({ kind: 'new', startMs: null, endMs: null })}>
            <CalendarPlus aria-hidden size={16} /> New event
          </Button>
          <Button onPress={() => setAdding('person')}>
            <UserPlus aria-hidden size={16} /> Add a person
          </Button>
          <Button look="primary" onPress={() => setAdding('calendar')}>
            <Plus aria-hidden size={16} /> Add a calendar
          </Button>
        </>
      }
    >
      <div className="calendars">
        <ul className="people" aria-label="People">
          {inOrder(people).map((person, tone) => (
            <li key={person.sub}>
              <PersonCard
                person={person}
                tone={tone}
                calendars={calendars.filter(c => c.sub === person.sub)}
              />
            </li>
          ))}
        </ul>
        <EventWeek people={people} onTake={take} />
      </div>
      {adding === 'person' && <PersonDialog person={null} onClose={() => setAdding(null)} />}
      {adding === 'calendar' && organizer && (
        <AddCalendar person={organizer} onClose={() => setAdding(null)} />
      )}
      {inHand && (
        <EventDialog inHand={inHand} calendars={calendars} people={people} onClose={() => take(null)} />
      )}
    </Page>
  )
}
