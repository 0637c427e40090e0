import { useState } from 'react'
import type { Organizer } from '../../../preload/contract/organizer.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { HoursEditor } from '../../components/hours-editor.tsx'
import { More } from '../../components/more.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { ZoneField } from '../../components/zone-field.tsx'
import { useNow } from '../../state/clock.ts'
import { useFirstRun } from '../../state/first-run.ts'
import { setOrganizer } from '../../state/organizer.ts'
import { hoursText, officeHours } from '../../time/weekly-hours.ts'
import { detectedZone, zoneName } from '../../time/zone-names.ts'

export function AboutYou({ organizer }: { organizer: Organizer }) {
  const nowMs = useNow()
  const [name, setName] = useState(organizer.name)
  const [email, setEmail] = useState(organizer.email)
  const [tzid, setZone] = useState(detectedZone)
  const [hours, setHours] = useState(organizer.hours.length > 0 ? organizer.hours : [...officeHours])
  const { pending, failure, submit } = useSubmit(async () => {
    const outcome = await setOrganizer({ name, email, tzid, hours })
    if (outcome.ok) useFirstRun.setState({ offering: true })
    return outcome
  })
  return (
    <>
      <header className="first-run-head">
        <h1>Welcome. Who is organizing?</h1>
        <p className="soft">
          Everything stays on this machine. People who open your links see your name and the times you offer,
          nothing else of your calendars.
        </p>
      </header>
      <Form
        failure={failure}
        onSubmit={() => void submit()}
        className="card first-run-card form"
        label="About you"
      >
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          autoFocus
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          hint="Goes into the events, so that calendars know who invites."
        />
        <ZoneField
          label="Time zone"
          name="tzid"
          value={tzid}
          onChange={setZone}
          atMs={nowMs}
          hint={`${zoneName(tzid, nowMs).offset}${tzid === detectedZone() ? ', detected from this machine' : ''}`}
        />
        <More label="Working hours" summary={hoursText(hours)} level={2} paths={['hours']}>
          <HoursEditor label="When may meetings be offered?" value={hours} onChange={setHours} path="hours" />
        </More>
        <FailureLine failure={failure} />
        <Button type="submit" look="primary" size="large" isPending={pending}>
          Continue
        </Button>
      </Form>
    </>
  )
}
