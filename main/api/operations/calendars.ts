import { z } from 'zod'
import { createCalendar } from '../../scheduling/calendars.ts'
import { faulty, invalidFault, ok } from '../answers.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { profileOf, showCalendar, shownCalendar } from '../wire/profile.ts'

const example = {
  provider_name: 'cronofy',
  profile_id: 'pro_5ba21743f408617d1269ea1e',
  profile_name: 'ada@example.org',
  calendar_id: 'cal_n23kjnwrw2_sakdnawerd3',
  calendar_name: 'Home',
  calendar_readonly: false,
  calendar_deleted: false,
  calendar_primary: true,
  calendar_integrated_conferencing_available: false,
  calendar_attachments_available: false,
  permission_level: 'unrestricted',
}

export const calendars: readonly Operation[] = [
  defineOperation({
    method: 'GET',
    path: '/calendars',
    group: 'Calendars and events',
    title: 'List calendars',
    description: 'Every calendar of the account, those that came from files included.',
    auth: 'account',
    success: {
      status: 200,
      description: 'The calendars.',
      schema: z.object({ calendars: z.array(shownCalendar) }),
    },
    examples: [{ title: 'All of them', answer: { calendars: [example] } }],
    run: ({ ground: { world }, sub }) =>
      ok({ calendars: world.store.calendars.of(sub).map(c => showCalendar(world, c)) }),
  }),
  defineOperation({
    method: 'POST',
    path: '/calendars',
    group: 'Calendars and events',
    title: 'Make a calendar',
    description: 'An empty calendar of the account, kept by Openslot. Its events count as busy.',
    auth: 'account',
    body: z.object({
      profile_id: z
        .string()
        .max(128)
        .nullish()
        .meta({
          description: 'The account’s one profile. Default: that one.',
          examples: ['pro_5ba21743f408617d1269ea1e'],
        }),
      name: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'What it is called.', examples: ['Interviews'] }),
    }),
    success: {
      status: 200,
      description: 'The calendar.',
      schema: z.object({ calendar: shownCalendar }),
    },
    examples: [
      {
        title: 'A calendar for interviews',
        body: { name: 'Interviews' },
        answer: { calendar: { ...example, calendar_name: 'Interviews', calendar_primary: false } },
      },
    ],
    run({ ground: { world }, sub, body: wire }) {
      if (wire.profile_id != null && wire.profile_id !== profileOf(sub))
        return faulty([invalidFault('profile_id', 'is no profile of this account')])
      const { calendarId } = createCalendar(world, sub, wire.name)
      const row = world.store.calendars.get(calendarId)
      return ok({ calendar: row === null ? null : showCalendar(world, row) })
    },
  }),
]
