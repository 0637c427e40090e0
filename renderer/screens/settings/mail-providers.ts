import type { MailServer } from '../../../preload/contract/mail.ts'

interface Preset extends Pick<MailServer, 'host' | 'port' | 'security'> {
  readonly label: string
  readonly note: string
}

const appPassword = 'Needs an app password: the usual one is refused.'

/** Where mail is handed in at the large providers. Microsoft takes no passwords any more, so it is not among them. */
export const mailProviders = {
  gmail: { label: 'Gmail', host: 'smtp.gmail.com', port: 465, security: 'tls', note: appPassword },
  icloud: { label: 'iCloud', host: 'smtp.mail.me.com', port: 587, security: 'starttls', note: appPassword },
  fastmail: { label: 'Fastmail', host: 'smtp.fastmail.com', port: 465, security: 'tls', note: appPassword },
  other: {
    label: 'Another',
    host: '',
    port: 465,
    security: 'tls',
    note: 'Your provider tells server, port and encryption under SMTP or outgoing mail.',
  },
} as const satisfies Record<string, Preset>

export type MailProvider = keyof typeof mailProviders

export function providerOf(host: string | null): MailProvider {
  const ids = Object.keys(mailProviders) as MailProvider[]
  return ids.find(id => mailProviders[id].host === host) ?? 'other'
}
