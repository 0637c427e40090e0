/** Services whose addresses are known, so that an e-mail address is enough. */
export interface Provider {
  readonly name: string
  /** Of e-mail addresses. */
  readonly domains: readonly string[]
  /** Where to begin; null where another kind of connection is the one to use. */
  readonly url: string | null
  /** What is special about signing in, as a sentence; null where it is the usual password. */
  readonly hint: string | null
}

const appPassword = (where: string) =>
  `Make an app password for Openslot at ${where}: the usual password is not accepted there.`

const providers: readonly Provider[] = [
  {
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    url: 'https://caldav.icloud.com/',
    hint: appPassword('account.apple.com, Sign-In and Security'),
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com'],
    url: 'https://caldav.fastmail.com/.well-known/caldav',
    hint: appPassword('Fastmail, Settings, Privacy & Security, with access to calendars (CalDAV)'),
  },
  {
    name: 'Google',
    domains: ['gmail.com', 'googlemail.com', 'google.com', 'googleusercontent.com'],
    url: null,
    hint: 'Google takes no password here. Add this calendar as a Google connection instead.',
  },
  {
    name: 'Microsoft',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'office365.com', 'office.com'],
    url: null,
    hint: 'Microsoft’s calendars have no CalDAV. Add this calendar as a Microsoft 365 connection instead.',
  },
  {
    name: 'Yahoo',
    domains: ['yahoo.com', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr', 'ymail.com', 'rocketmail.com'],
    url: 'https://caldav.calendar.yahoo.com/',
    hint: appPassword('login.yahoo.com, Security'),
  },
  {
    name: 'AOL',
    domains: ['aol.com'],
    url: 'https://caldav.calendar.aol.com/',
    hint: appPassword('login.aol.com, Security'),
  },
  { name: 'mailbox.org', domains: ['mailbox.org'], url: 'https://dav.mailbox.org/', hint: null },
  {
    name: 'Posteo',
    domains: ['posteo.de', 'posteo.net', 'posteo.org', 'posteo.eu', 'posteo.at', 'posteo.ch'],
    url: 'https://posteo.de:8443/',
    hint: null,
  },
  {
    name: 'GMX',
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch'],
    url: 'https://caldav.gmx.net/',
    hint: null,
  },
  { name: 'WEB.DE', domains: ['web.de'], url: 'https://caldav.web.de/', hint: null },
  {
    name: 'Zoho',
    domains: ['zoho.com', 'zohomail.com'],
    url: 'https://calendar.zoho.com/.well-known/caldav',
    hint: appPassword('accounts.zoho.com, Security'),
  },
  {
    name: 'Yandex',
    domains: ['yandex.ru', 'yandex.com', 'ya.ru'],
    url: 'https://caldav.yandex.ru/',
    hint: appPassword('id.yandex.ru, Security'),
  },
  { name: 'Runbox', domains: ['runbox.com'], url: 'https://dav.runbox.com/', hint: null },
]

const under = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

/** Of an e-mail's domain, or of a server's name. */
export function findProvider(host: string): Provider | null {
  const name = host.toLowerCase()
  const served = (p: Provider) => p.url !== null && new URL(p.url).hostname === name
  return providers.find(p => served(p) || p.domains.some(domain => under(name, domain))) ?? null
}
