import ExternalLink from 'lucide-react/icons/external-link'
import { useEffect, useRef } from 'react'
import type { SignInState } from '../../../../preload/contract/connections.ts'
import type { SetupProvider } from '../../../../preload/contract/connections-help.ts'
import type { OutputOf } from '../../../client/client.ts'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Working } from '../../../components/working.tsx'
import { followSignIn } from '../../../state/sign-in.ts'
import { providerNames } from './oauth-step.tsx'

interface SignInWaitProps {
  readonly provider: SetupProvider
  readonly signIn: OutputOf<'connections.beginSignIn'>
  readonly onEnded: (state: SignInState) => void
  readonly onCancel: () => void
}

/** While the organizer is at the provider's page; a browser that opened nothing is no dead end. */
export function SignInWait({ provider, signIn, onEnded, onCancel }: SignInWaitProps) {
  const { signInId, authorizeUrl } = signIn
  const ended = useRef(onEnded)
  ended.current = onEnded
  useEffect(() => followSignIn(signInId, state => ended.current(state)), [signInId])
  const name = providerNames[provider]
  return (
    <>
      <p>
        A page of {name} has opened in your browser. Sign in there and agree; this window goes on by itself.
      </p>
      <div role="status">
        <Working>Waiting for {name}…</Working>
      </div>
      <p className="soft small">
        No page opened, or in the wrong browser? Open it from here, or copy its address into another browser
        of this machine.
      </p>
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <CopyButton text={authorizeUrl} label="Copy address" />
        <a
          className="button button-secondary button-medium"
          href={authorizeUrl}
          target="_blank"
          rel="noreferrer"
        >
          <ExternalLink aria-hidden size={15} /> Open the page
        </a>
      </div>
    </>
  )
}
