import { useState } from 'react'
import type { Connection } from '../../../../preload/contract/connections.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { TextField } from '../../../components/field.tsx'
import { FailureLine, Form } from '../../../components/problems.tsx'
import { Select } from '../../../components/select.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { addColleague } from '../../../state/connections.ts'
import { useOrganizer } from '../../../state/organizer.ts'
import { addPerson, usePeople } from '../../../state/people.ts'
import { toast } from '../../../state/toasts.ts'

interface ColleagueDialogProps {
  readonly connection: Connection
  readonly onClose: () => void
}

const NEW = 'new'

/** Somebody whose free and busy times the account may see; it becomes a calendar of theirs. */
export function ColleagueDialog({ connection, onClose }: ColleagueDialogProps) {
  const people = usePeople(s => s.value) ?? []
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const [who, setWho] = useState(NEW)
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const add = async () => {
    const { connectionId } = connection
    if (who !== NEW) return addColleague({ connectionId, sub: who, email })
    const person = await addPerson({ name, email, tzid, hours: null })
    if (!person.ok) return person
    // From here on the person is one of the people, whether the provider lets their time be seen or not.
    setWho(person.value.sub)
    return addColleague({ connectionId, sub: person.value.sub, email })
  }
  const { pending, failure, submit } = useSubmit(add, calendar => {
    toast({ title: `${calendar.name} added`, detail: 'Their busy times count now.', tone: 'good' })
    onClose()
  })
  const others = people.filter(p => !p.isOrganizer)
  return (
    <Dialog title="Add a colleague" isOpen onClose={onClose}>
      <Form failure={failure} onSubmit={() => void submit()} label="Colleague">
        <p className="soft">
          If {connection.name} may see when a colleague is busy, so can Openslot: no titles, only times.
        </p>
        {others.length > 0 && (
          <Select
            label="Who"
            choices={[
              { id: NEW, label: 'Somebody new' },
              ...others.map(p => ({ id: p.sub, label: p.name, detail: p.email })),
            ]}
            value={who}
            onChange={sub => {
              setWho(sub)
              setEmail(others.find(p => p.sub === sub)?.email || email)
            }}
          />
        )}
        {who === NEW && <TextField label="Name" name="name" value={name} onChange={setName} autoFocus />}
        <TextField
          label="Their e-mail address there"
          name="email"
          type="email"
          value={email}
          onChange={setEmail}
        />
        <FailureLine failure={failure} />
        <div className="form-actions">
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isPending={pending}>
            Add colleague
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
