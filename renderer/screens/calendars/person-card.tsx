import Plus from 'lucide-react/icons/plus'
import { useState } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { ChooseFile, FileDrop } from '../../components/file-drop.tsx'
import { PopupMenu } from '../../components/popup-menu.tsx'
import { useNow } from '../../state/clock.ts'
import { removePerson } from '../../state/people.ts'
import { go } from '../../state/route.ts'
import { toast } from '../../state/toasts.ts'
import { hoursText } from '../../time/weekly-hours.ts'
import { zoneName } from '../../time/zone-names.ts'
import { BroughtList } from './brought.tsx'
import { CalendarRow } from './calendar-row.tsx'
import { NameDialog } from './name-dialog.tsx'
import { PersonDialog } from './person-dialog.tsx'
import { useBringIn } from './use-bring-in.ts'

interface PersonCardProps {
  readonly person: Person
  readonly tone: number
  readonly calendars: readonly Calendar[]
}

/** Somebody, their calendars, and a place for files: the whole card takes a drop. */
export function PersonCard({ person, tone, calendars }: PersonCardProps) {
  const { reading, brought, bring } = useBringIn(person.sub)
  const [naming, setNaming] = useState(false)
  const onFiles = (files: readonly File[]) => void bring(files)
  return (
    <FileDrop label={`Drop a calendar file of ${person.name} here`} onFiles={onFiles} className="person card">
      <PersonHead person={person} tone={tone} />
      {calendars.length > 0 && (
        <ul className="person-calendars" aria-label={`Calendars of ${person.name}`}>
          {calendars.map(c => (
            <CalendarRow
              key={c.calendarId}
              calendar={c}
              onReplace={files => void bring(files, c.calendarId)}
            />
          ))}
        </ul>
      )}
      {calendars.length === 0 && (
        <p className="small soft person-none">No calendar yet, so every time counts as free.</p>
      )}
      <BroughtList reading={reading} brought={brought} />
      <div className="person-actions">
        <ChooseFile
          label="Bring in a file"
          name={`Bring in a calendar file of ${person.name}`}
          size="small"
          onFiles={onFiles}
          isPending={reading.length > 0}
        />
        <Button
          look="quiet"
          size="small"
          onPress={() => setNaming(true)}
          aria-label={`New calendar for ${person.name}`}
        >
          <Plus aria-hidden size={15} /> New calendar
        </Button>
      </div>
      {naming && <NameDialog sub={person.sub} calendar={null} onClose={() => setNaming(false)} />}
    </FileDrop>
  )
}

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
