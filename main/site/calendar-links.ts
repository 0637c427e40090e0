/** What goes into somebody's own calendar. */
export interface CalendarEntry {
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly startMs: number
  readonly endMs: number
}

const compact = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** Addresses that open a filled-in event in the calendars that have such an address. Nothing is sent until clicked. */
export function addToCalendarLinks(entry: CalendarEntry): { readonly name: string; readonly href: string }[] {
  const google = new URLSearchParams({
    action: 'TEMPLATE',
    text: entry.summary,
    dates: `${compact(entry.startMs)}/${compact(entry.endMs)}`,
    details: entry.description,
    location: entry.location,
  })
  const outlook = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: entry.summary,
    startdt: new Date(entry.startMs).toISOString(),
    enddt: new Date(entry.endMs).toISOString(),
    body: entry.description,
    location: entry.location,
  })
  return [
    { name: 'Google Calendar', href: `https://calendar.google.com/calendar/render?${google}` },
    { name: 'Outlook.com', href: `https://outlook.live.com/calendar/0/deeplink/compose?${outlook}` },
    { name: 'Microsoft 365', href: `https://outlook.office.com/calendar/0/deeplink/compose?${outlook}` },
  ]
}
