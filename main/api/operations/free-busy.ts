import { z } from 'zod'
import { ok } from '../answers.ts'
import { defineOperation } from '../operation.ts'
import { pageOf, pages, searchOf, shownTime, showTimes, windowOf } from '../wire/reading.ts'
import { flag } from '../wire/values.ts'
import { accountZone, readCalendar, readingFields, wantedCalendars } from './events.ts'

export const freeBusy = defineOperation({
  method: 'GET',
  path: '/free_busy',
  group: 'Calendars and events',
  title: 'Read busy time',
  description:
    'When the account is busy, with nothing said about why, in pages. What programs or bookings wrote is left out unless ' +
    '`include_managed` says otherwise.',
  auth: 'account',
  query: z.object({
    ...readingFields,
    include_ids: flag.meta({
      description: 'Adds the ids of the events.',
      default: 'false',
      examples: ['true'],
    }),
    include_free: flag.meta({
      description: 'Also events that leave their time free.',
      default: 'false',
      examples: ['true'],
    }),
  }),
  success: {
    status: 200,
    description: 'One page of it.',
    schema: z.object({
      pages,
      free_busy: z.array(
        z.object({
          calendar_id: z.string(),
          start: shownTime,
          end: shownTime,
          free_busy_status: z.enum(['busy', 'tentative', 'free']),
          event_uid: z.string().optional(),
          event_id: z.string().optional(),
        }),
      ),
    }),
  },
  examples: [
    {
      title: 'A week',
      query: { tzid: 'Etc/UTC', from: '2027-07-19', to: '2027-07-26', include_managed: 'true' },
      answer: {
        pages: { current: 1, total: 1 },
        free_busy: [
          {
            calendar_id: 'cal_n23kjnwrw2_sakdnawerd3',
            start: '2027-07-19T15:30:00Z',
            end: '2027-07-19T17:00:00Z',
            free_busy_status: 'busy',
          },
        ],
      },
    },
  ],
  run(call) {
    const { ground, query, address } = call
    const tzid = query.tzid ?? accountZone(call)
    const window = windowOf(query, tzid, ground.world.clock.now())
    const localizedIn = query.localized_times === true ? tzid : null
    const found = wantedCalendars(call, query.calendar_ids).flatMap(calendar =>
      readCalendar(ground.world, calendar, window, query)
        .filter(({ event }) => query.include_free === true || event.status !== 'free')
        .map(({ kind, event }) => ({
          calendar_id: calendar.calendarId,
          ...showTimes(event, localizedIn, kind === 'event' ? event.tzid : tzid),
          free_busy_status: event.status,
          ...(query.include_ids === true ? idsOf(event) : {}),
        })),
    )
    const shown = pageOf(found, query.page ?? 1, address, searchOf(call.sent))
    return ok({ pages: shown.pages, free_busy: shown.items })
  },
})

const idsOf = (event: { readonly eventUid: string; readonly eventId?: string | null }) => ({
  event_uid: event.eventUid,
  ...(event.eventId == null ? {} : { event_id: event.eventId }),
})
