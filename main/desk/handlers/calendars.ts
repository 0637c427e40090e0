import {
  createCalendar,
  importCalendar,
  listCalendars,
  publishCalendar,
  removeCalendar,
  updateCalendar,
} from '../../scheduling/calendars.ts'
import { subscribe, syncCalendar } from '../../scheduling/connections.ts'
import { createEvent, listEvents, removeEvent, updateEvent } from '../../scheduling/events.ts'
import type { HandlersOf } from '../desk.ts'

export const calendarHandlers: HandlersOf<'calendars'> & HandlersOf<'events'> = {
  'calendars.list': ({ world }) => listCalendars(world),
  'calendars.create': ({ world }, { sub, name }) => createCalendar(world, sub, name),
  'calendars.import': ({ world, reader }, input) => importCalendar(world, reader, input),
  'calendars.update': ({ world }, { calendarId, ...change }) => updateCalendar(world, calendarId, change),
  'calendars.subscribe': ({ world, remote }, input) => subscribe(world, remote, input),
  'calendars.sync': ({ world, remote }, { calendarId }) => syncCalendar(world, remote, calendarId),
  'calendars.publish': ({ world }, { calendarId, published }) =>
    publishCalendar(world, calendarId, published),
  'calendars.remove': ({ world }, { calendarId }) => {
    removeCalendar(world, calendarId)
    return {}
  },
  'events.list': async ({ world, cover }, window) => {
    const subs = world.store.people.all().map(p => p.sub)
    await cover(subs, window.startMs, window.endMs)
    return listEvents(world, window)
  },
  'events.create': ({ world }, event) => createEvent(world, event),
  'events.update': ({ world }, { calendarId, eventUid, event }) =>
    updateEvent(world, { calendarId, eventUid }, event),
  'events.remove': ({ world }, { calendarId, eventUid }) => {
    removeEvent(world, calendarId, eventUid)
    return {}
  },
}
