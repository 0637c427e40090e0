import { CalendarFault } from '../calendar-fault.ts'
import { colleagueCalendar } from '../cloud/free-busy.ts'
import { type CloudOptions, createProviderClient } from '../cloud/provider-client.ts'
import type { Connector, FoundCalendar } from '../connector.ts'
import { googleRules } from './google-rules.ts'
import { freeBusyPrefix, listCalendars } from './list-calendars.ts'
import { pullEvents } from './pull-events.ts'
import { pullFreeBusy } from './pull-free-busy.ts'
import { changeEvent, createEvent, removeEvent } from './write-event.ts'

/** Google Calendar by its API v3. What is guaranteed, and by which page, stands in `main/calendars/README.md`. */
export function createGoogleConnector(options: CloudOptions): Connector {
  const client = createProviderClient('google', options, googleRules)
  return {
    list: (account, signal) => listCalendars(client, account, signal),
    pull: (account, calendar, request) =>
      calendar.remoteId.startsWith(freeBusyPrefix)
        ? pullFreeBusy(client, account, calendar.remoteId.slice(freeBusyPrefix.length), request)
        : pullEvents(client, account, calendar, request),
    async put(account, calendar, event, before, signal) {
      assertWritable(calendar.remoteId)
      const desk = { client, account, calendar, signal }
      return before === null ? createEvent(desk, event) : changeEvent(desk, event, before)
    },
    async remove(account, calendar, before, invite, signal) {
      assertWritable(calendar.remoteId)
      return removeEvent({ client, account, calendar, signal }, before, invite)
    },
  }
}

function assertWritable(remoteId: string): void {
  if (remoteId.startsWith(freeBusyPrefix))
    throw new CalendarFault('refused', 'Only free/busy is shown of this calendar; no event can be put there.')
}

/** Somebody in the same Google Workspace, whose free/busy is read by their address. */
export const googleColleague = (email: string): FoundCalendar => colleagueCalendar(freeBusyPrefix, email)
