import CircleCheck from 'lucide-react/icons/circle-check'
import ExternalLink from 'lucide-react/icons/external-link'
import { useEffect, useRef } from 'react'
import type { Link } from '../../../preload/contract/links.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { startDraft } from '../../state/composing.ts'
import { askForNotifications, useMayAskForNotifications } from '../../state/notifications.ts'
import { hrefOf } from '../../state/route.ts'
import { toast } from '../../state/toasts.ts'
import { ReachTruth } from '../links/reach-truth.tsx'

/** The link is there: copy it, know from where it opens, look at it as a recipient would. */
export function Created({ link }: { link: Link }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="created">
      <CircleCheck aria-hidden size={34} strokeWidth={1.6} className="created-mark" />
      <h1 ref={heading} tabIndex={-1}>
        Your link is ready
      </h1>
      <p className="soft">
        Send it to whoever should choose a time for <strong>{link.summary}</strong>. It can be used once.
      </p>
      <div className="created-link">
        <output className="created-url" aria-label="Link address">
          {link.url}
        </output>
        <CopyButton
          text={link.url}
          label="Copy link"
          look="primary"
          size="large"
          onCopied={() => toast({ title: 'Link copied', tone: 'good' })}
        />
      </div>
      <ReachTruth />
      <NotificationOffer />
      <div className="created-actions">
        <a className="button button-secondary button-medium" href={link.url} target="_blank" rel="noreferrer">
          <ExternalLink aria-hidden size={16} /> Open as recipient
        </a>
        <a className="button button-secondary button-medium" href={hrefOf('links', link.linkId)}>
          See the link
        </a>
        <Button look="quiet" onPress={startDraft}>
          Make another
        </Button>
      </div>
    </div>
  )
}

function NotificationOffer() {
  const mayAsk = useMayAskForNotifications()
  if (!mayAsk) return null
  return (
    <p className="created-notify">
      <span>Want to hear of it when a time is chosen?</span>
      <Button look="secondary" size="small" onPress={() => void askForNotifications()}>
        Turn on notifications
      </Button>
    </p>
  )
}
