import { useState } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { createCalendar, updateCalendar } from '../../state/calendars.ts'

interface NameDialogProps {
  readonly sub: string
  /** Null: a new built-in calendar. */
  readonly calendar: Calendar | null
  readonly onClose: () => void
}

export function NameDialog(props: NameDialogProps) {
  return (
    <Dialog title={props.calendar ? 'Rename calendar' : 'New calendar'} isOpen onClose={props.onClose}>
      <NameForm {...props} />
    </Dialog>
  )
}

export function NameForm({ sub, calendar, onClose }: NameDialogProps) {
  const [name, setName] = useState(calendar?.name ?? '')
  const save = () =>
    calendar ? updateCalendar({ calendarId: calendar.calendarId, name }) : createCalendar({ sub, name })
  const { pending, failure, submit } = useSubmit(save, onClose)
  return (
    <Form failure={failure} onSubmit={() => void submit()} label="Calendar">
      <TextField label="Calendar name" name="name" value={name} onChange={setName} autoFocus />
      <FailureLine failure={failure} />
      <div className="form-actions">
        <Button look="quiet" onPress={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          {calendar ? 'Save' : 'Create calendar'}
        </Button>
      </div>
    </Form>
  )
}
