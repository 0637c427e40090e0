import { CalendarFault } from '../calendar-fault.ts'
import { colleagueCalendar } from '../cloud/free-busy.ts'
import { type CloudOptions, createProviderClient } from '../cloud/provider-client.ts'
import type { Connector, FoundCalendar } from '../connector.ts'
import { graphRules } from './graph-rules.ts'
import { listCalendars } from './list-calendars.ts'
import { pullEvents } from './pull-events.ts'
import { pullSchedule, schedulePrefix } from './pull-schedule.ts'
import { changeEvent, createEvent, removeEvent } from './write-event.ts'

/** Microsoft 365 by Graph v1.0. What is guaranteed, and by which page, stands in `main/calendars/README.md`. */
export function createMicrosoftConnector(options: CloudOptions): Connector {
  const client = createProviderClient('microsoft', options, graphRules)
  return {
    list: (account, signal) => listCalendars(client, account, signal),
    pull: (account, calendar, request) =>
      calendar.remoteId.startsWith(schedulePrefix)
        ? pullSchedule(client, account, calendar.remoteId.slice(schedulePrefix.length), request)
        : pullEvents(client, account, calendar, request),
    async put(account, calendar, event, before, signal) {
      assertWritable(calendar.remoteId)
      const desk = { client, account, calendar, signal }
      return before === null ? createEvent(desk, event) : changeEvent(desk, event, before)
    },
    async remove(account, calendar, before, _invite, signal) {
      assertWritable(calendar.remoteId)
      return removeEvent({ client, account, calendar, signal }, before)
    },
  }
}

function assertWritable(remoteId: string): void {
  if (remoteId.startsWith(schedulePrefix))
    throw new CalendarFault('refused', 'Only free/busy is shown of this calendar; no event can be put there.')
}

/** Somebody in the same organization, whose free/busy is read by their address. */
export const microsoftColleague = (email: string): FoundCalendar => colleagueCalendar(schedulePrefix, email)
