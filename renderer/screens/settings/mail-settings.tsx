import CircleCheck from 'lucide-react/icons/circle-check'
import Mail from 'lucide-react/icons/mail'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import type { MailServer } from '../../../preload/contract/mail.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Empty, Facts, Notice, Section, Waiting } from '../../components/page.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { Working } from '../../components/working.tsx'
import { clearMail, testMail, useMail } from '../../state/mail.ts'
import { toast } from '../../state/toasts.ts'
import { MailForm } from './mail-form.tsx'

/** Whether and how recipients are told of their booking by mail. */
export function MailSettings() {
  const mail = useMail(s => s.value)
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title="Mail"
      aside={
        mail?.server &&
        !editing && (
          <Button size="small" onPress={() => setEditing(true)}>
            Change
          </Button>
        )
      }
    >
      {!mail && <Waiting what="the mail server" />}
      {mail && editing && <MailForm server={mail.server} onClose={() => setEditing(false)} />}
      {mail && !editing && mail.server && <Server server={mail.server} />}
      {mail && !editing && !mail.server && (
        <Empty
          icon={<Mail size={20} />}
          title="Nobody is mailed yet"
          action={<Button onPress={() => setEditing(true)}>Set up mail</Button>}
        >
          With your own mail account, recipients get an invitation for their calendar, and word when a booking
          is moved or cancelled. Without it they download a calendar file.
        </Empty>
      )}
    </Section>
  )
}

const securities: Readonly<Record<MailServer['security'], string>> = {
  tls: 'encrypted',
  starttls: 'encrypted (STARTTLS)',
  none: 'not encrypted',
}

function Server({ server }: { server: MailServer }) {
  const { host, port, security, username, fromName, fromEmail, passwordKept } = server
  const lost = username !== '' && !passwordKept
  return (
    <div className="card card-padded form">
      {lost && (
        <Notice tone="bad" icon={<TriangleAlert size={18} />} title="The password is not here any more">
          It was sealed by a key of another machine, or there never was one. Choose Change and enter it.
        </Notice>
      )}
      <Facts
        facts={[
          ['From', fromName === '' ? fromEmail : `${fromName} <${fromEmail}>`],
          ['Server', `${host}, port ${port}, ${securities[security]}`],
          username === '' ? null : ['User', username],
        ]}
      />
      <TestAndRemove server={server} />
    </div>
  )
}

function TestAndRemove({ server }: { server: MailServer }) {
  const { pending, submit } = useSubmit(testMail)
  const [tested, setTested] = useState<{ readonly ok: boolean; readonly message: string } | null>(null)
  const test = async () => {
    setTested(null)
    const outcome = await submit()
    setTested(outcome.ok ? outcome.value : { ok: false, message: outcome.error.message })
  }
  return (
    <>
      <div role="status">
        {pending && <Working>Sending you a message through {server.host}…</Working>}
        {tested && (
          <Notice
            tone={tested.ok ? 'good' : 'bad'}
            icon={tested.ok ? <CircleCheck size={18} /> : <TriangleAlert size={18} />}
            title={tested.ok ? 'The message is on its way to you' : 'The message was not taken'}
          >
            {tested.message}
          </Notice>
        )}
      </div>
      <div className="form-actions">
        <Remove />
        <Button isPending={pending} onPress={() => void test()}>
          Send a test to me
        </Button>
      </div>
    </>
  )
}

function Remove() {
  const [asking, setAsking] = useState(false)
  const remove = async () => {
    const outcome = await clearMail()
    setAsking(false)
    if (!outcome.ok) toast({ title: 'It could not be removed', detail: outcome.error.message, tone: 'bad' })
  }
  return (
    <>
      <Button look="danger" onPress={() => setAsking(true)}>
        Remove
      </Button>
      <Confirm
        title="Send no more mail?"
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
        confirm="Remove"
        keep="Keep"
      >
        <p>
          The server and its password are forgotten. Recipients hear of bookings by calendar file only; what
          waits to be sent waits on.
        </p>
      </Confirm>
    </>
  )
}
