import CalendarPlus from 'lucide-react/icons/calendar-plus'
import UserPlus from 'lucide-react/icons/user-plus'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Page, Waiting } from '../../components/page.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { usePeople } from '../../state/people.ts'
import { inOrder } from '../../state/tones.ts'
import { EventDialog, type EventInHand } from './event-dialog.tsx'
import { EventWeek } from './event-week.tsx'
import { PersonCard } from './person-card.tsx'
import { PersonDialog } from './person-dialog.tsx'
import './calendars.css'

export function Calendars() {
  const people = usePeople(s => s.value)
  const calendars = useCalendars(s => s.value)
  const [adding, setAdding] = useState(false)
  const [inHand, take] = useState<EventInHand | null>(null)
  if (!people || !calendars) return <Waiting what="calendars and people" />
  return (
    <Page
      width="wide"
      title="Calendars and people"
      lead="Whose time counts, and what is on it. Drop an exported .ics file on anybody's card."
      actions={
        <>
          <Button onPress={() => setAdding(true)}>
            <UserPlus aria-hidden size={16} /> Add a person
          </Button>
          <Button look="primary" onPress={() => take({ kind: 'new', startMs: null, endMs: null })}>
            <CalendarPlus aria-hidden size={16} /> New event
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
      {adding && <PersonDialog person={null} onClose={() => setAdding(false)} />}
      {inHand && (
        <EventDialog inHand={inHand} calendars={calendars} people={people} onClose={() => take(null)} />
      )}
    </Page>
  )
}
