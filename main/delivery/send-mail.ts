import net from 'node:net'
import type { MailServer } from '../../preload/contract/mail.ts'
import { startDeadline } from '../network/deadline.ts'
import type { NetworkFault } from '../network/network-fault.ts'
import { tlsCodes } from '../network/to-fault.ts'
import type { AttemptOutcome } from './send-webhook.ts'
import type { MailContent } from './write-invitation.ts'

/** The organizer's mail server, and what opens it; null password: it cannot be unsealed here. */
export interface MailAccess {
  readonly server: Omit<MailServer, 'passwordKept'>
  readonly password: string | null
}

export type MailOutcome = AttemptOutcome & { readonly final?: boolean }

const deadlineMs = 30_000

/**
 * Hands one message to the organizer's server. What that server refuses for good (a 5xx to the sender, the recipient
 * or the message) is final; all else, a wrong password included, may be put right and is tried again.
 *
 * @param messageId the same in every try, so that a message which arrived twice can be known as one
 */
export async function sendMail(
  access: MailAccess,
  content: MailContent,
  { messageId, signal, deadline = deadlineMs }: { messageId: string; signal: AbortSignal; deadline?: number },
): Promise<MailOutcome> {
  const { server, password } = access
  if (password === null)
    return failed(
      `The password for ${server.host} cannot be read any more. Please enter it again in the settings.`,
    )
  const late = startDeadline(deadline, server.host, signal)
  // Most organizers send none, and every start would pay for reading it.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(connectionOf(server, password, deadline))
  try {
    await transport.sendMail({
      ...toMessage(server, content, messageId),
      signal: late.signal,
    })
    return { kind: 'delivered' }
  } catch (cause) {
    if (signal.aborted) return { kind: 'abandoned' }
    if (late.signal.aborted) return failed((late.signal.reason as NetworkFault).message)
    return toOutcome(cause, server)
  } finally {
    late.end()
    transport.close()
  }
}

function connectionOf(
  { host, port, security, username }: MailAccess['server'],
  password: string,
  deadline: number,
) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(username === '' ? {} : { auth: { user: username, pass: password } }),
    // Not the name of this machine: it would stand in the head of every message.
    name: '[127.0.0.1]',
    tls: { minVersion: 'TLSv1.2' as const, rejectUnauthorized: !isLoopback(host) },
    connectionTimeout: deadline,
    greetingTimeout: deadline,
    socketTimeout: deadline,
    dnsTimeout: deadline,
    // Its log holds what is said to the server, and the password is.
    logger: false as const,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** A mail program's bridge on this machine signs its certificate itself. */
const isLoopback = (host: string) =>
  host.toLowerCase() === 'localhost' || host === '::1' || (net.isIPv4(host) && host.startsWith('127.'))

function toMessage(
  server: MailAccess['server'],
  { to, subject, text, calendar }: MailContent,
  messageId: string,
) {
  const { fromName: name, fromEmail: address } = server
  return {
    // Objects, not text: an address in an object is one address, whatever characters it holds.
    from: { name, address },
    to: { name: '', address: to },
    envelope: { from: address, to: [to] },
    messageId: `<${messageId}@${address.slice(address.lastIndexOf('@') + 1)}>`,
    subject,
    text,
    // Nobody's out-of-office note answers it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(calendar === undefined ? {} : calendarParts(calendar)),
  }
}

/** RFC 6047, section 2.4: the method stands in the type of the part, for programs that look no further. */
function calendarParts({ method, ics }: NonNullable<MailContent['calendar']>) {
  const contentType = `text/calendar; charset=utf-8; method=${method}`
  const packed = { content: ics, contentTransferEncoding: 'base64' as const }
  return {
    alternatives: [{ ...packed, contentType }],
    attachments: [{ ...packed, contentType: 'application/ics', filename: 'invite.ics' }],
  }
}

interface SmtpFault {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly responseCode?: unknown
  readonly response?: unknown
}

/** Answers that complain of the sign-in and not of the message (RFC 4954, section 6). */
const aboutSignIn = [530, 534, 535, 538]

function toOutcome(cause: unknown, { host }: MailAccess['server']): MailOutcome {
  const { code, originalCode, responseCode, response } = cause as SmtpFault
  const status = typeof responseCode === 'number' ? responseCode : 0
  if (code === 'EAUTH' || code === 'ENOAUTH' || aboutSignIn.includes(status))
    return failed(`${host} does not accept the user name and password${status === 0 ? '' : ` (${status})`}.`)
  if (code === 'ETLS' || code === 'EREQUIRETLS')
    return failed(`${host} offers no encryption that can be trusted. Nothing was sent.`)
  if ((code === 'EENVELOPE' || code === 'EMESSAGE') && status >= 400)
    return { ...failed(`${host} refused the message: ${words(response)}`), final: status >= 500 }
  // Found out here, before anything was said of the message.
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return { ...failed(`${host} cannot take this message: ${words((cause as Error).message)}`), final: true }
  const why = typeof originalCode === 'string' ? originalCode : String(code ?? 'no code')
  if (tlsCodes.test(why)) return failed(`${host} could not prove who it is (${why}). Nothing was sent.`)
  return failed(`${host} could not be reached (${why}).`)
}

const failed = (error: string): MailOutcome => ({ kind: 'failed', error, retryAfterMs: null })

/** The server's own words, as far as they fit beside a booking. */
const words = (response: unknown) =>
  String(response)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 300)
