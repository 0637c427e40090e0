import { useState } from 'react'
import type { Organizer } from '../../../preload/contract/organizer.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { HoursEditor } from '../../components/hours-editor.tsx'
import { OverridesEditor } from '../../components/overrides-editor.tsx'
import { Section } from '../../components/page.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { ZoneField } from '../../components/zone-field.tsx'
import { useNow } from '../../state/clock.ts'
import { setOrganizer } from '../../state/organizer.ts'
import { toast } from '../../state/toasts.ts'
import { overridesFrom } from '../../time/date-overrides.ts'
import { dayAt } from '../../time/zones.ts'

export function OrganizerForm({ organizer }: { organizer: Organizer }) {
  const nowMs = useNow()
  const [name, setName] = useState(organizer.name)
  const [email, setEmail] = useState(organizer.email)
  const [tzid, setZone] = useState(organizer.tzid)
  const [hours, setHours] = useState(organizer.hours)
  const today = dayAt(nowMs, tzid)
  const [overrides, setOverrides] = useState(() => [...overridesFrom(organizer.overrides, today)])
  const { pending, failure, submit } = useSubmit(
    () => setOrganizer({ name, email, tzid, hours, overrides }),
    () => toast({ title: 'Saved', tone: 'good' }),
  )
  return (
    <Section title="You">
      <Form failure={failure} onSubmit={() => void submit()} className="card card-padded form" label="You">
        <div className="form-row">
          <TextField label="Your name" name="name" autoComplete="name" value={name} onChange={setName} />
          <TextField
            label="E-mail"
            name="email"
            type="email"
            autoComplete="email"
            value={email}
            onChange={setEmail}
          />
        </div>
        <ZoneField label="Time zone" name="tzid" value={tzid} onChange={setZone} atMs={nowMs} />
        <HoursEditor label="Working hours" value={hours} onChange={setHours} path="hours" />
        <OverridesEditor value={overrides} onChange={setOverrides} today={today} path="overrides" />
        <FailureLine failure={failure} />
        <div className="form-actions">
          <Button type="submit" look="primary" isPending={pending}>
            Save
          </Button>
        </div>
      </Form>
    </Section>
  )
}
