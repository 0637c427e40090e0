import { useState } from 'react'
import { type SetupProvider, setupSteps } from '../../../../preload/contract/connections-help.ts'
import type { Failure, OutputOf } from '../../../client/client.ts'
import { Button } from '../../../components/button.tsx'
import { TextField } from '../../../components/field.tsx'
import { FailureLine, Form } from '../../../components/problems.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { beginSignIn } from '../../../state/connections.ts'
import { SetupSteps } from './setup-steps.tsx'
import { SignInWait } from './sign-in-wait.tsx'

interface OauthStepProps {
  readonly sub: string
  readonly provider: SetupProvider
  /** Anew, for an account that is here already. */
  readonly connectionId?: string
  readonly onSignedIn: (connectionId: string) => void
  readonly onCancel: () => void
  readonly onFeedInstead?: () => void
}

export const providerNames: Readonly<Record<SetupProvider, string>> = {
  google: 'Google',
  microsoft: 'Microsoft',
}

/** The organizer's own client id, then the sign-in in the browser. */
export function OauthStep({ onSignedIn, ...form }: OauthStepProps) {
  const [begun, setBegun] = useState<OutputOf<'connections.beginSignIn'> | null>(null)
  const [problem, setProblem] = useState<Failure | null>(null)
  const [anew, setAnew] = useState(false)
  const begin = (signIn: OutputOf<'connections.beginSignIn'>) => {
    setProblem(null)
    setBegun(signIn)
    window.open(signIn.authorizeUrl, '_blank', 'noopener')
  }
  if (begun === null && form.connectionId !== undefined && !anew)
    return <KeptClient {...form} problem={problem} onBegun={begin} onAnew={() => setAnew(true)} />
  if (begun === null) return <ClientForm {...form} problem={problem} onBegun={begin} />
  return (
    <SignInWait
      provider={form.provider}
      signIn={begun}
      onCancel={form.onCancel}
      onEnded={({ state, connectionId, problem: why }) => {
        if (state === 'done' && connectionId !== null) return onSignedIn(connectionId)
        setProblem({ code: 'conflict', message: why ?? 'The sign-in did not come about.' })
        setBegun(null)
      }}
    />
  )
}

type ClientFormProps = Omit<OauthStepProps, 'onSignedIn'> & {
  readonly problem: Failure | null
  readonly onBegun: (signIn: OutputOf<'connections.beginSignIn'>) => void
}

/** An account that is here already is signed in to with the client that it was signed in with. */
function KeptClient({
  sub,
  provider,
  connectionId,
  problem,
  onBegun,
  onAnew,
  onCancel,
}: ClientFormProps & { readonly onAnew: () => void }) {
  const { pending, failure, submit } = useSubmit(
    () =>
      beginSignIn({
        sub,
        kind: provider,
        clientSecret: null,
        ...(connectionId === undefined ? {} : { connectionId }),
      }),
    onBegun,
  )
  const name = providerNames[provider]
  const fault = failure ?? problem
  return (
    <>
      <p className="soft">
        {name} opens in your browser. Sign in with the same account: its calendars and everything else here
        stay as they are.
      </p>
      <FailureLine failure={fault && { code: fault.code, message: fault.message }} />
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button onPress={onAnew}>Another client id</Button>
        <Button look="primary" isPending={pending} onPress={() => void submit()}>
          Sign in with {name}
        </Button>
      </div>
    </>
  )
}

function ClientForm({
  sub,
  provider,
  connectionId,
  problem,
  onBegun,
  onCancel,
  onFeedInstead,
}: ClientFormProps) {
  const [clientId, setClientId] = useState('')
  const [clientSecret, setSecret] = useState('')
  const asksSecret = provider === 'google'
  const { pending, failure, submit } = useSubmit(
    () =>
      beginSignIn({
        sub,
        kind: provider,
        clientId,
        clientSecret: asksSecret ? clientSecret : null,
        ...(connectionId === undefined ? {} : { connectionId }),
      }),
    onBegun,
  )
  const name = providerNames[provider]
  return (
    <Form failure={failure} onSubmit={() => void submit()} label={name}>
      <p className="soft small">
        Your Openslot signs in as an application of your own, so nobody stands between you and {name}. It is
        set up once and takes about five minutes.
      </p>
      {onFeedInstead && (
        <div>
          <Button size="small" onPress={onFeedInstead}>
            Reading is enough: use a feed address
          </Button>
        </div>
      )}
      <SetupSteps steps={setupSteps(provider)} />
      <TextField label="Client id" name="clientId" value={clientId} onChange={setClientId} verbatim />
      {asksSecret && (
        <TextField
          label="Client secret"
          name="clientSecret"
          type="password"
          autoComplete="off"
          value={clientSecret}
          onChange={setSecret}
        />
      )}
      <FailureLine failure={failure ?? problem} />
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          Sign in with {name}
        </Button>
      </div>
    </Form>
  )
}
