import Laptop from 'lucide-react/icons/laptop'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/page.tsx'
import { FailureLine } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { announce } from '../../state/announcements.ts'
import { publishCalendar } from '../../state/calendars.ts'
import { useReach } from '../../state/reach.ts'
import { hrefOf } from '../../state/route.ts'

interface PublishDialogProps {
  readonly calendar: Calendar
  readonly onClose: () => void
}

/** A built-in calendar for other programs: an address that is the whole secret. */
export function PublishDialog({ calendar, onClose }: PublishDialogProps) {
  const { calendarId, name, feedUrl } = calendar
  const { pending, failure, submit } = useSubmit(
    (published: boolean) => publishCalendar(calendarId, published),
    after =>
      announce(after.feedUrl === null ? `${name} is not published any more.` : `${name} is published.`),
  )
  return (
    <Dialog title={`${name} as a private feed`} isOpen onClose={onClose}>
      <p className="soft">
        A phone, or any calendar program, can subscribe to this calendar and show your bookings. Whoever has
        the address sees its events, with all that is written in them; nobody can change them.
      </p>
      {feedUrl === null ? null : <FeedAddress url={feedUrl} />}
      <FailureLine failure={failure} />
      <div className="form-actions">
        {feedUrl === null ? (
          <Button look="primary" isPending={pending} onPress={() => void submit(true)}>
            Publish
          </Button>
        ) : (
          <>
            <Button look="danger" isPending={pending} onPress={() => void submit(false)}>
              Stop publishing
            </Button>
            <Button isPending={pending} onPress={() => void submit(true)}>
              New address
            </Button>
            <Button look="primary" onPress={onClose}>
              Done
            </Button>
          </>
        )}
      </div>
    </Dialog>
  )
}

function FeedAddress({ url }: { url: string }) {
  const reach = useReach(s => s.value)
  return (
    <>
      <div className="feed-address">
        <output className="feed-url" aria-label="Feed address">
          {url}
        </output>
        <CopyButton text={url} label="Copy" name="Copy feed address" />
      </div>
      <p className="small soft">
        In a program, choose to subscribe to a calendar and paste the address. On an iPhone or a Mac,{' '}
        <a href={url.replace(/^https?:/, 'webcal:')}>its webcal form</a> does that at a press. A new address
        ends the old one: whoever has it sees nothing more.
      </p>
      {reach && reach.audience !== 'anyone' && (
        <Notice tone="warn" icon={<Laptop size={18} />} title="Other devices may not reach it">
          <p>{reach.message}</p>
          <p>
            <a href={hrefOf('settings')}>Make Openslot reachable</a>
          </p>
        </Notice>
      )}
    </>
  )
}
