import { useState } from 'react'
import type { Person } from '../../../preload/contract/people.ts'
import { Button } from '../../components/button.tsx'
import { RadioCards } from '../../components/choices.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { HoursEditor } from '../../components/hours-editor.tsx'
import { OverridesEditor } from '../../components/overrides-editor.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { ZoneField } from '../../components/zone-field.tsx'
import { useNow } from '../../state/clock.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { addPerson, updatePerson } from '../../state/people.ts'
import { overridesFrom } from '../../time/date-overrides.ts'
import { officeHours } from '../../time/weekly-hours.ts'
import { dayAt } from '../../time/zones.ts'
import { Optional } from '../composer/what.tsx'
import { AddCalendar } from './add/add-calendar.tsx'
import { BringIn } from './bring-in.tsx'

interface PersonDialogProps {
  /** Null: somebody new. */
  readonly person: Person | null
  readonly onClose: () => void
  readonly onAdded?: (person: Person) => void
}

/** Somebody new, or changed; a new person's calendar can be dropped in right after, without leaving. */
export function PersonDialog({ person, onClose, onAdded }: PersonDialogProps) {
  const [added, setAdded] = useState<Person | null>(null)
  const done = (saved: Person) => {
    if (person) onClose()
    else setAdded(saved)
    if (!person) onAdded?.(saved)
  }
  return (
    <Dialog
      title={added ? `When is ${added.name} busy?` : person ? `Edit ${person.name}` : 'Add a person'}
      isOpen
      onClose={onClose}
    >
      {added ? (
        <TheirCalendar person={added} onClose={onClose} />
      ) : (
        <PersonForm person={person} onDone={done} onCancel={onClose} />
      )}
    </Dialog>
  )
}

function TheirCalendar({ person, onClose }: { person: Person; onClose: () => void }) {
  const [adding, setAdding] = useState(false)
  return (
    <>
      <p className="soft">
        Ask {person.name} for an exported calendar (.ics) or the address of a feed. Without one, every time
        counts as free for them.
      </p>
      <BringIn sub={person.sub} owner={`${person.name}'s`} prominent />
      <div className="form-actions">
        <Button look="quiet" onPress={() => setAdding(true)}>
          Feed or account instead
        </Button>
        <Button look="primary" onPress={onClose}>
          Done
        </Button>
      </div>
      {adding && <AddCalendar person={person} onClose={onClose} />}
    </>
  )
}

interface PersonFormProps {
  readonly person: Person | null
  readonly onDone: (person: Person) => void
  readonly onCancel: () => void
}

function PersonForm({ person, onDone, onCancel }: PersonFormProps) {
  const nowMs = useNow()
  const organizerZone = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const [name, setName] = useState(person?.name ?? '')
  const [email, setEmail] = useState(person?.email ?? '')
  const [tzid, setZone] = useState(person?.tzid ?? organizerZone)
  const [hours, setHours] = useState(person?.hours ?? null)
  const today = dayAt(nowMs, tzid)
  const [overrides, setOverrides] = useState(() => [...overridesFrom(person?.overrides ?? [], today)])
  const details = { name, email, tzid, hours, overrides }
  const { pending, failure, submit } = useSubmit(
    () => (person ? updatePerson(person.sub, details) : addPerson(details)),
    onDone,
  )
  const prefix = person ? 'details.' : ''
  return (
    <Form failure={failure} onSubmit={() => void submit()} label="Person">
      <TextField label="Name" name={`${prefix}name`} value={name} onChange={setName} autoFocus />
      <TextField
        label={<Optional>E-mail</Optional>}
        name={`${prefix}email`}
        type="email"
        value={email}
        onChange={setEmail}
      />
      <ZoneField label="Time zone" name={`${prefix}tzid`} value={tzid} onChange={setZone} atMs={nowMs} />
      <RadioCards
        label="Hours"
        choices={[
          { id: 'any', label: 'Any hour', detail: 'Only their calendars limit the times.' },
          { id: 'weekly', label: 'Weekly hours', detail: 'Times are offered within these hours only.' },
        ]}
        value={hours ? 'weekly' : 'any'}
        onChange={id => setHours(id === 'weekly' ? [...officeHours] : null)}
      />
      {hours && (
        <>
          <HoursEditor label="Weekly hours" value={hours} onChange={setHours} path={`${prefix}hours`} />
          <OverridesEditor
            value={overrides}
            onChange={setOverrides}
            today={today}
            path={`${prefix}overrides`}
          />
        </>
      )}
      <FailureLine failure={failure} />
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          {person ? 'Save' : 'Add person'}
        </Button>
      </div>
    </Form>
  )
}
