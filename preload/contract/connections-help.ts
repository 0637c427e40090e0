/**
 * How an organizer comes by a client id of their own, told in the app. Openslot has no account at any provider, so
 * each organizer's Openslot is an application of its own there.
 */
export interface SetupStep {
  readonly title: string
  readonly text: string
  /** Where the step is done. */
  readonly address: string | null
  /** What is to be entered or chosen there, letter by letter. */
  readonly enter: readonly string[]
}

export type SetupProvider = 'google' | 'microsoft'

/** What the listener of a sign-in is called at the provider; the port is free and differs each time. */
export const redirectAddresses: Readonly<Record<SetupProvider, string>> = {
  google: 'http://127.0.0.1',
  microsoft: 'http://localhost',
}

/** The permissions that are asked for: events, the list of calendars, and who is free. Nothing else of the account. */
export const scopesOf: Readonly<Record<SetupProvider, readonly string[]>> = {
  google: [
    'https://www.googleapis.com/auth/calendar.events',
    'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
    'https://www.googleapis.com/auth/calendar.freebusy',
  ],
  microsoft: ['offline_access', 'https://graph.microsoft.com/Calendars.ReadWrite'],
}

const googleSteps = (): SetupStep[] => [
  {
    title: 'Create a project',
    text: 'Sign in with the Google account whose calendar you want to use, and create a project. Its name is yours to choose.',
    address: 'https://console.cloud.google.com/projectcreate',
    enter: ['Openslot'],
  },
  {
    title: 'Enable the Google Calendar API',
    text: 'Choose the project at the top of the page, then Enable.',
    address: 'https://console.cloud.google.com/apis/library/calendar-json.googleapis.com',
    enter: [],
  },
  {
    title: 'Fill in the consent screen',
    text: 'Choose Internal if your organization offers it; then everything of this step is done. Otherwise choose External, add yourself as a test user, and then choose Publish app: while it stays in Testing, Google ends every sign-in after 7 days. Google shows a warning about an unverified app when you sign in; the app is your own.',
    address: 'https://console.cloud.google.com/auth/overview',
    enter: ['Openslot'],
  },
  {
    title: 'Create a client of the kind Desktop app',
    text: 'Under Clients choose Create client, and Desktop app as its kind. It needs no redirect address: desktop clients may come back to this computer by themselves.',
    address: 'https://console.cloud.google.com/auth/clients',
    enter: ['Desktop app', 'Openslot'],
  },
  {
    title: 'Copy the client id and the client secret',
    text: 'Google shows both once the client is made. Paste them here. The secret of a desktop client proves nothing by itself, but Google wants to see it.',
    address: null,
    enter: [],
  },
]

const microsoftSteps = (redirect: string): SetupStep[] => [
  {
    title: 'Register an application',
    text: 'Sign in with your Microsoft account and choose New registration. Its name is yours to choose. Under supported account types choose the widest: any organizational directory and personal Microsoft accounts.',
    address: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade',
    enter: ['Openslot'],
  },
  {
    title: 'Add the redirect address',
    text: 'Under Authentication choose Add a platform, then Mobile and desktop applications, and enter the address. It leads back to this computer; the port does not matter.',
    address: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
    enter: ['Mobile and desktop applications', redirect],
  },
  {
    title: 'Add the permission',
    text: 'Under API permissions choose Add a permission, Microsoft Graph, Delegated permissions, and tick the two. In some organizations an administrator has to agree.',
    address: null,
    enter: ['Calendars.ReadWrite', 'offline_access'],
  },
  {
    title: 'Copy the application (client) id',
    text: 'It stands on the Overview page of the registration. Paste it here. There is no secret: a desktop application could not keep one.',
    address: null,
    enter: [],
  },
]

/** The steps from nothing to a client id. `redirect`: the address that a sign-in comes back to. */
export function setupSteps(
  provider: SetupProvider,
  redirect: string = redirectAddresses[provider],
): readonly SetupStep[] {
  return provider === 'google' ? googleSteps() : microsoftSteps(redirect)
}
