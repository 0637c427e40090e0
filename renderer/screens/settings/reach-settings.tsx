import DoorOpen from 'lucide-react/icons/door-open'
import Globe from 'lucide-react/icons/globe'
import Laptop from 'lucide-react/icons/laptop'
import LoaderCircle from 'lucide-react/icons/loader-circle'
import Unplug from 'lucide-react/icons/unplug'
import { useState } from 'react'
import type { Reach, ReachChoice } from '../../../preload/contract/reach.ts'
import { Button } from '../../components/button.tsx'
import { RadioCards } from '../../components/choices.tsx'
import { TextField } from '../../components/field.tsx'
import { Facts, Notice, Section, Waiting } from '../../components/page.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { useNow } from '../../state/clock.ts'
import { setReach, useReach } from '../../state/reach.ts'
import { relativeText } from '../../time/format.ts'

export function ReachSettings() {
  const reach = useReach(s => s.value)
  return (
    <Section title="Where your links can be opened">
      {reach ? (
        <>
          <ReachStatus reach={reach} />
          {reach.fixedByOption ? <FixedReach reach={reach} /> : <ReachForm reach={reach} />}
        </>
      ) : (
        <Waiting what="the tunnel" />
      )}
    </Section>
  )
}

const looks = {
  off: { tone: 'plain', Icon: Laptop, title: 'On this machine only' },
  opening: { tone: 'warn', Icon: LoaderCircle, title: 'Opening the public address…' },
  up: { tone: 'good', Icon: Globe, title: 'By anyone with the link' },
  pageFirst: { tone: 'warn', Icon: DoorOpen, title: 'By anyone, after a page of the tunnel’s provider' },
  down: { tone: 'bad', Icon: Unplug, title: 'Not from outside at the moment' },
} as const

function ReachStatus({ reach }: { reach: Reach }) {
  const nowMs = useNow()
  const pageFirst = reach.status === 'up' && reach.audience === 'after_a_page'
  const { tone, Icon, title } = looks[pageFirst ? 'pageFirst' : reach.status]
  return (
    <div role="status">
      <Notice tone={tone} icon={<Icon size={18} />} title={title}>
        <p>{reach.message}</p>
        {reach.sinceMs !== null && <p className="soft">Since {relativeText(reach.sinceMs, nowMs)}.</p>}
      </Notice>
    </div>
  )
}

function FixedReach({ reach }: { reach: Reach }) {
  const { choice } = reach
  return (
    <div className="card card-padded form">
      <p className="soft small">
        This was fixed by an option when Openslot was started, so it cannot be changed here.
      </p>
      <Facts
        facts={[
          ['Tunnel', tunnelNames[choice.tunnel]],
          choice.tunnel === 'localtunnel' ? ['Server', choice.host] : null,
          choice.tunnel === 'fixed' ? ['Address', choice.publicUrl] : null,
          ['On this machine', reach.siteUrl],
        ]}
      />
    </div>
  )
}

const tunnelNames = { off: 'Off', localtunnel: 'localtunnel', fixed: 'An address of your own' } as const

function ReachForm({ reach }: { reach: Reach }) {
  const { choice } = reach
  const [tunnel, setTunnel] = useState(choice.tunnel)
  const [host, setHost] = useState(choice.tunnel === 'localtunnel' ? choice.host : 'https://localtunnel.me')
  const [subdomain, setSubdomain] = useState(choice.tunnel === 'localtunnel' ? choice.subdomain : '')
  const [publicUrl, setPublicUrl] = useState(choice.tunnel === 'fixed' ? choice.publicUrl : '')
  const chosen = (): ReachChoice => {
    if (tunnel === 'localtunnel') return { tunnel, host, subdomain }
    return tunnel === 'fixed' ? { tunnel, publicUrl } : { tunnel }
  }
  const { pending, failure, submit } = useSubmit(() => setReach(chosen()))
  return (
    <Form failure={failure} onSubmit={() => void submit()} className="card card-padded form" label="Reach">
      <RadioCards
        label="How should others reach the booking pages?"
        choices={[
          {
            id: 'off',
            label: 'Not at all',
            detail: 'Links open on this machine only. Good for trying things out.',
          },
          {
            id: 'localtunnel',
            label: 'Through a localtunnel server',
            detail: 'Your own server is best. Public ones may show visitors a page of their own first.',
          },
          {
            id: 'fixed',
            label: 'At an address of your own',
            detail: 'A reverse proxy or another tunnel already leads here.',
          },
        ]}
        value={tunnel}
        onChange={setTunnel}
      />
      {tunnel === 'localtunnel' && (
        <div className="form-row">
          <TextField label="Tunnel server" name="host" type="url" value={host} onChange={setHost} />
          <TextField
            label="Name"
            name="subdomain"
            value={subdomain}
            onChange={setSubdomain}
            hint="Empty: one that Openslot makes and keeps."
          />
        </div>
      )}
      {tunnel === 'fixed' && (
        <TextField
          label="Public address"
          name="publicUrl"
          type="url"
          placeholder="https://meet.example.org"
          value={publicUrl}
          onChange={setPublicUrl}
          hint={`It must lead to ${reach.siteUrl} on this machine.`}
        />
      )}
      <FailureLine failure={failure} />
      <div className="form-actions">
        <Button type="submit" look="primary" isPending={pending}>
          Apply
        </Button>
      </div>
    </Form>
  )
}
