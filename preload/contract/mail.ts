import { z } from 'zod'
import { email, line, optionalLine } from './values.ts'

const facts = {
  host: line(253),
  port: z.int('A port from 1 to 65535, please.').min(1).max(65_535),
  /** TLS from the first byte (usually port 465), STARTTLS (usually 587) and nothing without it, or no encryption. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** Empty: the server wants no sign-in. */
  username: optionalLine(320),
  /** Whom invitations come from; calendars send their answers there. */
  fromName: optionalLine(200),
  fromEmail: email,
}

/** The organizer's own mail server. The password never leaves the program. */
export const mailServer = z.strictObject({
  ...facts,
  /** False where there is none, and where it was sealed by a key that is not here. */
  passwordKept: z.boolean(),
})
export type MailServer = z.infer<typeof mailServer>

/** `null`: invitations are not mailed. */
export const mail = z.strictObject({ server: mailServer.nullable() })
export type Mail = z.infer<typeof mail>

/** `password: null` keeps the one there is, as long as the host stays the same. */
export const mailToSet = z.strictObject({ ...facts, password: z.string().max(1000).nullable() })
export type MailToSet = z.infer<typeof mailToSet>

/** What became of a message to the organizer, as a sentence. */
export const mailTested = z.strictObject({ ok: z.boolean(), message: z.string() })
export type MailTested = z.infer<typeof mailTested>
