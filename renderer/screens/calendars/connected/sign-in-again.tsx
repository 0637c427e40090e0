import { useState } from 'react'
import type { Connection } from '../../../../preload/contract/connections.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { TextField } from '../../../components/field.tsx'
import { FailureLine, Form } from '../../../components/problems.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { Working } from '../../../components/working.tsx'
import { signInAgain, useConnections } from '../../../state/connections.ts'
import { toast } from '../../../state/toasts.ts'
import { OauthStep } from '../add/oauth-step.tsx'

interface SignInAgainProps {
  readonly connection: Connection
  readonly onClose: () => void
}

export function SignInAgain({ connection, onClose }: SignInAgainProps) {
  const { sub, kind, name, connectionId } = connection
  const done = () => {
    toast({ title: `Signed in to ${name}`, detail: 'Its calendars are read again.', tone: 'good' })
    onClose()
  }
  const withProvider = kind === 'google' || kind === 'microsoft'
  return (
    <Dialog title={`Sign in to ${name}`} isOpen onClose={onClose} wide={withProvider}>
      {withProvider ? (
        <OauthStep
          sub={sub}
          provider={kind}
          connectionId={connectionId}
          onSignedIn={() => void useConnections.load().then(done)}
          onCancel={onClose}
        />
      ) : (
        <PasswordForm connection={connection} onDone={done} onCancel={onClose} />
      )}
    </Dialog>
  )
}

interface PasswordFormProps {
  readonly connection: Connection
  readonly onDone: () => void
  readonly onCancel: () => void
}

function PasswordForm({ connection, onDone, onCancel }: PasswordFormProps) {
  const [password, setPassword] = useState('')
  const { pending, failure, submit } = useSubmit(() => signInAgain(connection.connectionId, password), onDone)
  return (
    <Form failure={failure} onSubmit={() => void submit()} label="Sign in">
      <p className="soft">
        {connection.problem ?? 'Give the password anew, for instance after it was changed there.'}
      </p>
      <TextField
        label="Password or app password"
        name="password"
        type="password"
        autoComplete="off"
        value={password}
        onChange={setPassword}
        autoFocus
      />
      <FailureLine failure={failure} />
      <div role="status">{pending && <Working>Trying it at {connection.name}…</Working>}</div>
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          Sign in
        </Button>
      </div>
    </Form>
  )
}
