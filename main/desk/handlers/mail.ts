import { sendTestMail } from '../../delivery/send-test-mail.ts'
import { clearMail, openMail, readMail, setMail } from '../../scheduling/mail.ts'
import { readOrganizer } from '../../scheduling/organizer.ts'
import type { HandlersOf } from '../desk.ts'

export const mailHandlers: HandlersOf<'mail'> = {
  'mail.read': ({ world }) => readMail(world),
  'mail.set': ({ world, wakeOutbox }, settings) => {
    const now = setMail(world, settings)
    wakeOutbox()
    return now
  },
  'mail.clear': ({ world }) => clearMail(world),
  'mail.test': ({ world }) => {
    const { email } = readOrganizer(world)
    return sendTestMail(openMail(world), { to: email, messageId: world.randomness.token() })
  },
}
