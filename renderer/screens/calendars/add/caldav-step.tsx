import ExternalLink from 'lucide-react/icons/external-link'
import { useEffect, useRef, useState } from 'react'
import type { Connected } from '../../../../preload/contract/connections.ts'
import { Button } from '../../../components/button.tsx'
import { TextField } from '../../../components/field.tsx'
import { FailureLine, Form } from '../../../components/problems.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { Working } from '../../../components/working.tsx'
import { connectCaldav, removeConnection } from '../../../state/connections.ts'
import { AllowHost } from './allow-host.tsx'
import { type CaldavPreset, type CaldavProvider, caldavPresets } from './ways.ts'

interface CaldavStepProps {
  readonly sub: string
  readonly provider: CaldavProvider
  readonly onConnected: (connected: Connected) => void
  readonly onCancel: () => void
}

export function CaldavStep({ sub, provider, onConnected, onCancel }: CaldavStepProps) {
  const preset = caldavPresets[provider]
  const [address, setAddress] = useState(preset.address)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [allowHost, setAllowHost] = useState(false)
  const left = useLeft()
  const connect = async () => {
    const outcome = await connectCaldav({ sub, address, username, password, allowHost })
    // Whoever closed the window meanwhile wants no connection; it came about all the same.
    if (outcome.ok && left.current) void removeConnection(outcome.value.connection.connectionId)
    return outcome
  }
  const { pending, failure, submit } = useSubmit(connect, value => {
    if (!left.current) onConnected(value)
  })
  const known = preset.address !== ''
  return (
    <Form failure={failure} onSubmit={() => void submit()} label={preset.name}>
      <PasswordNote preset={preset} />
      <TextField
        label={preset.addressLabel}
        name="address"
        placeholder={preset.addressPlaceholder}
        value={address}
        onChange={setAddress}
        autoFocus={!known}
        verbatim
      />
      <div className="form-row">
        <TextField
          label={preset.userLabel}
          name="username"
          autoComplete="username"
          value={username}
          onChange={setUsername}
          onFocus={() => {
            if (username === '' && address.includes('@')) setUsername(address.trim())
          }}
          autoFocus={known}
          verbatim
        />
        <TextField
          label={preset.passwordLabel}
          name="password"
          type="password"
          autoComplete="off"
          value={password}
          onChange={setPassword}
        />
      </div>
      <AllowHost value={allowHost} onChange={setAllowHost} />
      <FailureLine failure={failure} />
      <div role="status">
        {pending && (
          <Working>
            Looking for your calendars. This can take ten seconds; closing the window ends it.
          </Working>
        )}
      </div>
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          Connect
        </Button>
      </div>
    </Form>
  )
}

/** True once the step is gone, whatever it still waits for. */
function useLeft() {
  const left = useRef<boolean>(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  return left
}

export function PasswordNote({ preset }: { preset: CaldavPreset }) {
  return (
    <p className="soft small">
      {preset.note}
      {preset.makeAt && (
        <>
          {' '}
          <a className="outside" href={preset.makeAt.href} target="_blank" rel="noreferrer">
            {preset.makeAt.label} <ExternalLink aria-hidden size={13} />
          </a>
        </>
      )}
    </p>
  )
}
