import { nounStore } from './noun.ts'

/** The mail server that sends invitations. */
export const useMail = nounStore('mail.read')
