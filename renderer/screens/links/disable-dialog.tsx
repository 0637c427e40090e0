import { useState } from 'react'
import type { Link } from '../../../preload/contract/links.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { LongTextField } from '../../components/field.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { disableLink } from '../../state/links.ts'
import { toast } from '../../state/toasts.ts'

export function DisableDialog({ link, onClose }: { link: Link; onClose: () => void }) {
  const [message, setMessage] = useState('')
  const { pending, failure, submit } = useSubmit(
    () => disableLink(link.linkId, message),
    () => {
      toast({ title: 'Link disabled', detail: link.summary, tone: 'plain' })
      onClose()
    },
  )
  return (
    <Dialog title="Disable this link?" isOpen onClose={onClose}>
      <Form failure={failure} onSubmit={() => void submit()} label="Disable link">
        <p className="soft">Nobody can choose a time from it any more. It cannot be opened again.</p>
        <LongTextField
          label="Message to visitors"
          name="displayMessage"
          value={message}
          onChange={setMessage}
          placeholder="We have found somebody, thank you!"
          hint="Shown to whoever opens the link. At most 499 characters."
        />
        <FailureLine failure={failure} />
        <div className="form-actions">
          <Button onPress={onClose}>Keep it open</Button>
          <Button type="submit" look="danger" isPending={pending}>
            Disable link
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
