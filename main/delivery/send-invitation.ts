import { InvalidCalendarValue } from '../icalendar/write-calendar.ts'
import type { Invitation } from '../store/invitation.ts'
import { type MailAccess, type MailOutcome, sendMail } from './send-mail.ts'
import { writeInvitation } from './write-invitation.ts'

/** One try to mail an invitation. */
export async function sendInvitation(
  access: MailAccess | null,
  invitation: Invitation,
  attempt: { readonly deliveryId: string; readonly signal: AbortSignal },
): Promise<MailOutcome> {
  if (access === null) return { kind: 'failed', error: 'Mail is not set up.', retryAfterMs: null }
  try {
    const content = writeInvitation(invitation)
    return await sendMail(access, content, { messageId: attempt.deliveryId, signal: attempt.signal })
  } catch (cause) {
    if (!(cause instanceof InvalidCalendarValue)) throw cause
    const error = `No invitation can be written for ${invitation.recipient.email} (${cause.message}).`
    return { kind: 'failed', error, retryAfterMs: null, final: true }
  }
}
