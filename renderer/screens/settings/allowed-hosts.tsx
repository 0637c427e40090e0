import Trash from 'lucide-react/icons/trash-2'
import { useEffect, useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Section, Waiting } from '../../components/page.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import '../../components/rows.css'
import { useSubmit } from '../../components/use-submit.ts'
import { announce } from '../../state/announcements.ts'
import { allowHost, disallowHost, useNetwork } from '../../state/network.ts'
import { toast } from '../../state/toasts.ts'

/** Hosts in the organizer's own network that calendars and callbacks may be at. */
export function AllowedHosts() {
  const network = useNetwork(s => s.value)
  useEffect(() => void useNetwork.load(), [])
  return (
    <Section title="Hosts of your own network">
      <p className="soft small">
        Addresses of calendars and callbacks reach public servers only, so that nobody can send Openslot into
        your network. Name the exceptions here: a Nextcloud at home, a server without https, a port of its
        own.
      </p>
      {network ? <Hosts hosts={network.allowedHosts} /> : <Waiting what="the allowed hosts" />}
      <AllowForm />
    </Section>
  )
}

function Hosts({ hosts }: { hosts: readonly string[] }) {
  const remove = async (host: string) => {
    const outcome = await disallowHost(host)
    if (outcome.ok) announce(`${host} is not allowed any more.`)
    else toast({ title: `${host} could not be removed`, detail: outcome.error.message, tone: 'bad' })
  }
  if (hosts.length === 0) return null
  return (
    <ul className="rows card" aria-label="Allowed hosts">
      {hosts.map(host => (
        <li key={host} className="row">
          <p className="row-main wrap-anywhere">{host}</p>
          <IconButton name={`Do not allow ${host} any more`} size="small" onPress={() => void remove(host)}>
            <Trash aria-hidden size={16} />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}

function AllowForm() {
  const [host, setHost] = useState('')
  const { pending, failure, submit } = useSubmit(
    () => allowHost(host),
    () => {
      announce(`${host} is allowed.`)
      setHost('')
    },
  )
  return (
    <Form failure={failure} onSubmit={() => void submit()} className="allow-form" label="Allow a host">
      <TextField
        label="Host"
        name="host"
        verbatim
        placeholder="nextcloud.home or 192.168.1.20"
        value={host}
        onChange={setHost}
      />
      <Button type="submit" isPending={pending}>
        Allow
      </Button>
      <FailureLine failure={failure && !failure.fields?.['host'] ? failure : null} />
    </Form>
  )
}
