import type { LucideIcon } from 'lucide-react'
import Apple from 'lucide-react/icons/apple'
import CalendarPlus from 'lucide-react/icons/calendar-plus'
import Cloud from 'lucide-react/icons/cloud'
import FileDown from 'lucide-react/icons/file-down'
import Mail from 'lucide-react/icons/mail'
import Rss from 'lucide-react/icons/rss'
import Server from 'lucide-react/icons/server'
import type { SetupProvider } from '../../../../preload/contract/connections-help.ts'

export type CaldavProvider = 'icloud' | 'fastmail' | 'nextcloud' | 'other'
export type WayId = CaldavProvider | SetupProvider | 'feed' | 'file' | 'built_in'

export interface Way {
  readonly id: WayId
  readonly label: string
  readonly detail: string
  /** A picture, or the first letter of the name. */
  readonly Icon: LucideIcon | null
}

/** Read and written: bookings go in by themselves. */
export const accounts: readonly Way[] = [
  { id: 'google', label: 'Google', detail: 'Sign in with Google', Icon: null },
  { id: 'microsoft', label: 'Microsoft 365', detail: 'Outlook, Exchange Online', Icon: null },
  { id: 'icloud', label: 'iCloud', detail: 'With an app password', Icon: Apple },
  { id: 'fastmail', label: 'Fastmail', detail: 'With an app password', Icon: Mail },
  { id: 'nextcloud', label: 'Nextcloud', detail: 'Your own server', Icon: Cloud },
  { id: 'other', label: 'Other account', detail: 'Any server with CalDAV', Icon: Server },
]

export const withoutAccount: readonly Way[] = [
  { id: 'feed', label: 'Feed address', detail: 'A secret or published address; read only', Icon: Rss },
  { id: 'file', label: 'File', detail: 'An exported .ics, as it was that day', Icon: FileDown },
  { id: 'built_in', label: 'New calendar', detail: 'Kept by Openslot; takes bookings', Icon: CalendarPlus },
]

export interface CaldavPreset {
  readonly name: string
  readonly address: string
  readonly addressLabel: string
  readonly addressPlaceholder: string
  readonly userLabel: string
  readonly passwordLabel: string
  /** What to know of passwords there. */
  readonly note: string
  /** Where an app password is made, and what that page is called. */
  readonly makeAt: { readonly href: string; readonly label: string } | null
}

export const caldavPresets: Readonly<Record<CaldavProvider, CaldavPreset>> = {
  icloud: {
    name: 'iCloud',
    address: 'https://caldav.icloud.com',
    addressLabel: 'Server',
    addressPlaceholder: '',
    userLabel: 'E-mail of your Apple Account',
    passwordLabel: 'App-specific password',
    note: 'Apple refuses the usual password here. Make an app-specific one under Sign-In and Security; you can take it back there at any time.',
    makeAt: { href: 'https://account.apple.com/account/manage', label: 'account.apple.com' },
  },
  fastmail: {
    name: 'Fastmail',
    address: 'https://caldav.fastmail.com',
    addressLabel: 'Server',
    addressPlaceholder: '',
    userLabel: 'Fastmail address',
    passwordLabel: 'App password',
    note: 'Fastmail refuses the usual password here. Make an app password with access to calendars.',
    makeAt: {
      href: 'https://app.fastmail.com/settings/security/apps/new',
      label: 'Fastmail, Privacy and security',
    },
  },
  nextcloud: {
    name: 'Nextcloud',
    address: '',
    addressLabel: 'Address of your Nextcloud',
    addressPlaceholder: 'https://cloud.example.org',
    userLabel: 'User',
    passwordLabel: 'Password or app password',
    note: 'With two-factor sign-in an app password is needed. Nextcloud makes one under Personal settings, Security, Devices & sessions.',
    makeAt: null,
  },
  other: {
    name: 'Other account',
    address: '',
    addressLabel: 'E-mail address or server',
    addressPlaceholder: 'ada@example.org or caldav.example.org',
    userLabel: 'User',
    passwordLabel: 'Password',
    note: 'Openslot finds the calendars from there. Where two-factor sign-in is on, ask the provider for an app password.',
    makeAt: null,
  },
}
