import Plus from 'lucide-react/icons/plus'
import { useState } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import type { Connection } from '../../../preload/contract/connections.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { FileDrop } from '../../components/file-drop.tsx'
import { PopupMenu } from '../../components/popup-menu.tsx'
import { byAccount } from '../../state/accounts.ts'
import { useNow } from '../../state/clock.ts'
import { useConnections } from '../../state/connections.ts'
import { removePerson } from '../../state/people.ts'
import { go } from '../../state/route.ts'
import { toast } from '../../state/toasts.ts'
import { hoursText } from '../../time/weekly-hours.ts'
import { zoneName } from '../../time/zone-names.ts'
import { AddCalendar } from './add/add-calendar.tsx'
import { BroughtList } from './brought.tsx'
import { AccountGroup } from './connected/account-group.tsx'
import { CalendarList } from './connected/calendar-list.tsx'
import { PersonDialog } from './person-dialog.tsx'
import { useBringIn } from './use-bring-in.ts'

interface PersonCardProps {
  readonly person: Person
  readonly tone: number
  readonly calendars: readonly Calendar[]
}

/** Somebody, their calendars by where they come from, and a place for files: the whole card takes a drop. */
export function PersonCard({ person, tone, calendars }: PersonCardProps) {
  const { reading, brought, bring } = useBringIn(person.sub)
  const [adding, setAdding] = useState(false)
  const connections = useConnections(s => s.value) ?? none
  const { accounts, others } = byAccount(person.sub, calendars, connections)
  const onReplace = (files: readonly File[], calendarId: string) => void bring(files, calendarId)
  return (
    <FileDrop
      label={`Drop a calendar file of ${person.name} here`}
      onFiles={files => void bring(files)}
      className="person card"
    >
      <PersonHead person={person} tone={tone} />
      <CalendarList label={`Calendars of ${person.name}`} calendars={others} onReplace={onReplace} />
      {accounts.map(({ connection, calendars: theirs }) => (
        <AccountGroup
          key={connection.connectionId}
          connection={connection}
          calendars={theirs}
          onReplace={onReplace}
        />
      ))}
      {calendars.length === 0 && accounts.length === 0 && (
        <p className="small soft person-none">No calendar yet, so every time counts as free.</p>
      )}
      <BroughtList reading={reading} brought={brought} />
      <div className="person-actions">
        <Button size="small" onPress={() => setAdding(true)} aria-label={`Add a calendar of ${person.name}`}>
          <Plus aria-hidden size={15} /> Add a calendar
        </Button>
      </div>
      {adding && <AddCalendar person={person} onClose={() => setAdding(false)} />}
    </FileDrop>
  )
}

const none: readonly Connection[] = []

function PersonHead({ person, tone }: { person: Person; tone: number }) {
  const nowMs = useNow()
  const hours = person.hours ? hoursText(person.hours) : 'any hour'
  const { place, offset } = zoneName(person.tzid, nowMs)
  return (
    <header className="person-head">
      <Avatar name={person.name} tone={tone} />
      <div className="person-words">
        <h2>
          {person.name}
          {person.isOrganizer && <span className="field-optional"> (you)</span>}
        </h2>
        <p className="small soft wrap-anywhere">{person.email}</p>
        <p className="small soft">
          {place}, {offset} · {hours}
        </p>
      </div>
      <PersonMenu person={person} />
    </header>
  )
}

function PersonMenu({ person }: { person: Person }) {
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const close = () => setOpen(null)
  if (person.isOrganizer) {
    return (
      <PopupMenu
        name="You: more"
        choices={[{ id: 'edit', label: 'Edit in Settings', run: () => go('settings') }]}
      />
    )
  }
  return (
    <>
      <PopupMenu
        name={`${person.name}: more`}
        choices={[
          { id: 'edit', label: 'Edit', run: () => setOpen('edit') },
          { id: 'remove', label: 'Remove', danger: true, run: () => setOpen('remove') },
        ]}
      />
      {open === 'edit' && <PersonDialog person={person} onClose={close} />}
      <Confirm
        title={`Remove ${person.name}?`}
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => void removeIt(person).then(close)}
        confirm="Remove"
        keep="Keep"
      >
        <p>Their calendars go with them.</p>
      </Confirm>
    </>
  )
}

async function removeIt(person: Person): Promise<void> {
  const outcome = await removePerson(person.sub)
  if (outcome.ok) toast({ title: `${person.name} was removed`, tone: 'plain' })
  else toast({ title: `${person.name} could not be removed`, detail: outcome.error.message, tone: 'bad' })
}
