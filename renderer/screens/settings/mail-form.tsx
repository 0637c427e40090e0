import { useState } from 'react'
import type { MailServer } from '../../../preload/contract/mail.ts'
import { Button } from '../../components/button.tsx'
import { Chips } from '../../components/choices.tsx'
import { TextField } from '../../components/field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { Select } from '../../components/select.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { setMail } from '../../state/mail.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { toast } from '../../state/toasts.ts'
import { Optional } from '../composer/what.tsx'
import { type MailProvider, mailProviders, providerOf } from './mail-providers.ts'

interface MailFormProps {
  readonly server: MailServer | null
  readonly onClose: () => void
}

export function MailForm({ server, onClose }: MailFormProps) {
  const organizer = useOrganizer(s => s.value)
  const [facts, setFacts] = useState(() => firstFacts(server, organizer?.name ?? '', organizer?.email ?? ''))
  const [password, setPassword] = useState('')
  const [provider, setProvider] = useState<MailProvider>(() => providerOf(server?.host ?? null))
  const set = (part: Partial<typeof facts>) => setFacts(f => ({ ...f, ...part }))
  const choose = (id: MailProvider) => {
    setProvider(id)
    const { host, port, security } = mailProviders[id]
    if (host !== '') set({ host, port, security, username: facts.username || facts.fromEmail })
  }
  const kept = server?.passwordKept ?? false
  const { pending, failure, submit } = useSubmit(
    () => setMail({ ...facts, password: password === '' && kept ? null : password }),
    () => {
      toast({ title: 'Mail is set up', detail: 'Send yourself a test to be sure.', tone: 'good' })
      onClose()
    },
  )
  return (
    <Form failure={failure} onSubmit={() => void submit()} className="card card-padded form" label="Mail">
      <Chips
        label="Your mail account"
        choices={(Object.keys(mailProviders) as MailProvider[]).map(id => ({
          id,
          label: mailProviders[id].label,
        }))}
        value={provider}
        onChange={choose}
        hint={mailProviders[provider].note}
      />
      <div className="form-row">
        <TextField
          label="Sender’s address"
          name="fromEmail"
          type="email"
          value={facts.fromEmail}
          onChange={fromEmail => set({ fromEmail })}
        />
        <TextField
          label={<Optional>Sender’s name</Optional>}
          name="fromName"
          value={facts.fromName}
          onChange={fromName => set({ fromName })}
        />
      </div>
      <div className="form-row">
        <TextField
          label="Server"
          name="host"
          verbatim
          placeholder="smtp.example.org"
          value={facts.host}
          onChange={host => set({ host })}
        />
        <NumberField
          label="Port"
          name="port"
          minValue={1}
          maxValue={65_535}
          formatOptions={{ useGrouping: false }}
          value={facts.port}
          onChange={port => set({ port })}
        />
      </div>
      <Select
        label="Encryption"
        name="security"
        choices={[
          { id: 'tls', label: 'From the first byte', detail: 'usual on port 465' },
          { id: 'starttls', label: 'STARTTLS', detail: 'usual on port 587' },
          { id: 'none', label: 'None', detail: 'only on this machine' },
        ]}
        value={facts.security}
        onChange={security => set({ security })}
        {...(facts.security === 'none'
          ? { hint: 'Your password and your recipients’ names can be read on the way.' }
          : {})}
      />
      <div className="form-row">
        <TextField
          label={<Optional>User</Optional>}
          name="username"
          verbatim
          autoComplete="username"
          value={facts.username}
          onChange={username => set({ username })}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="off"
          value={password}
          onChange={setPassword}
          {...(kept ? { placeholder: 'Kept; type to replace it' } : {})}
        />
      </div>
      <FailureLine failure={failure} />
      <div className="form-actions">
        <Button look="quiet" onPress={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          Save
        </Button>
      </div>
    </Form>
  )
}

function firstFacts(server: MailServer | null, fromName: string, fromEmail: string) {
  if (server) {
    const { passwordKept: _, ...facts } = server
    return facts
  }
  return { host: '', port: 465, security: 'tls' as MailServer['security'], username: '', fromName, fromEmail }
}
