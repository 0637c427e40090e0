import type { MailTested } from '../../preload/contract/mail.ts'
import { type MailAccess, sendMail } from './send-mail.ts'

/** A message to the organizer, by the settings that invitations are sent with. */
export async function sendTestMail(
  access: MailAccess | null,
  attempt: { readonly to: string; readonly messageId: string },
): Promise<MailTested> {
  const { to, messageId } = attempt
  if (access === null) return { ok: false, message: 'Mail is not set up.' }
  if (to === '') return { ok: false, message: 'Fill in your own e-mail address first.' }
  const outcome = await sendMail(
    access,
    {
      to,
      subject: 'Openslot can send mail',
      text: 'This message tests the mail settings of Openslot. Invitations will come from this address.\n',
    },
    { messageId, signal: new AbortController().signal },
  )
  if (outcome.kind === 'failed') return { ok: false, message: outcome.error }
  return {
    ok: true,
    message: `${access.server.host} took a message to ${to}. Please see whether it arrives.`,
  }
}
