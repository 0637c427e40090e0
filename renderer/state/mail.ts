import type { Mail, MailTested } from '../../preload/contract/mail.ts'
import type { InputOf, Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

/** The mail server that sends invitations. */
export const useMail = nounStore('mail.read')

export async function setMail(input: InputOf<'mail.set'>): Promise<Outcome<Mail>> {
  const outcome = await call('mail.set', input)
  if (outcome.ok) useMail.setState({ value: outcome.value, failure: null })
  return outcome
}

export async function clearMail(): Promise<Outcome<Mail>> {
  const outcome = await call('mail.clear', {})
  if (outcome.ok) useMail.setState({ value: outcome.value, failure: null })
  return outcome
}

/** Sends a message to the organizer. That it was not taken is an answer, too, not a failed call. */
export function testMail(): Promise<Outcome<MailTested>> {
  return call('mail.test', {})
}
