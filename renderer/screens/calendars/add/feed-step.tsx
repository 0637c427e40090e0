import { useState } from 'react'
import type { Calendar } from '../../../../preload/contract/calendars.ts'
import { Button } from '../../../components/button.tsx'
import { TextField } from '../../../components/field.tsx'
import { More } from '../../../components/more.tsx'
import { FailureLine, Form } from '../../../components/problems.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { Working } from '../../../components/working.tsx'
import { subscribeFeed } from '../../../state/calendars.ts'
import { Optional } from '../../composer/what.tsx'
import { AllowHost } from './allow-host.tsx'

interface FeedStepProps {
  readonly sub: string
  readonly onAdded: (calendar: Calendar) => void
  readonly onCancel: () => void
}

export function FeedStep({ sub, onAdded, onCancel }: FeedStepProps) {
  const [address, setAddress] = useState('')
  const [name, setName] = useState('')
  const [allowHost, setAllowHost] = useState(false)
  const { pending, failure, submit } = useSubmit(
    () => subscribeFeed({ sub, address, allowHost, ...(name.trim() === '' ? {} : { name }) }),
    onAdded,
  )
  return (
    <Form failure={failure} onSubmit={() => void submit()} label="Feed address">
      <TextField
        label="Address"
        name="address"
        placeholder="https:// or webcal://"
        value={address}
        onChange={setAddress}
        autoFocus
        verbatim
        hint="Openslot reads it again every few minutes and writes nothing to it."
      />
      <TextField
        label={<Optional>Name</Optional>}
        name="name"
        value={name}
        onChange={setName}
        placeholder="As the feed calls itself"
      />
      <AllowHost value={allowHost} onChange={setAllowHost} />
      <More label="Where do I find the address?" level={3} small>
        <WhereToFind />
      </More>
      <FailureLine failure={failure} />
      <div role="status">{pending && <Working>Reading the feed…</Working>}</div>
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          Subscribe
        </Button>
      </div>
    </Form>
  )
}

function WhereToFind() {
  return (
    <dl className="where-to-find small">
      <div>
        <dt>Google Calendar</dt>
        <dd>
          On the web: Settings, your calendar on the left, <em>Integrate calendar</em>,{' '}
          <em>Secret address in iCal format</em>. An administrator can turn it off.
        </dd>
      </div>
      <div>
        <dt>Outlook and Microsoft 365</dt>
        <dd>
          On the web: Settings, Calendar, <em>Shared calendars</em>, <em>Publish a calendar</em>; choose{' '}
          <em>Can view when I’m busy</em> or more, then copy the ICS link.
        </dd>
      </div>
      <div>
        <dt>iCloud</dt>
        <dd>
          On icloud.com or a Mac: share the calendar, tick <em>Public Calendar</em>, copy the link.
        </dd>
      </div>
      <div>
        <dt>Nextcloud, Proton, others</dt>
        <dd>
          Share the calendar by link and copy the subscription link. Whoever has such an address can read the
          calendar, so treat it like a password.
        </dd>
      </div>
    </dl>
  )
}
