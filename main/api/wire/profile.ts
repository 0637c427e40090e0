import { z } from 'zod'
import { firstWritable } from '../../scheduling/target-events.ts'
import type { World } from '../../scheduling/world.ts'
import type { CalendarRow } from '../../store/calendars.ts'

/** The one profile of an account: calendars live in Openslot itself. */
export const profileOf = (sub: string) => sub.replace(/^acc_/, 'pro_')

export const shownCalendar = z.object({
  provider_name: z.string(),
  profile_id: z.string(),
  profile_name: z.string(),
  calendar_id: z.string(),
  calendar_name: z.string(),
  calendar_readonly: z.boolean().meta({ description: 'It came from a file and takes no events.' }),
  calendar_deleted: z.boolean(),
  calendar_primary: z.boolean().meta({ description: 'The first one that takes events.' }),
  calendar_integrated_conferencing_available: z.boolean(),
  calendar_attachments_available: z.boolean(),
  permission_level: z.enum(['sandbox', 'unrestricted']),
})

export function showCalendar({ store }: World, row: CalendarRow): z.infer<typeof shownCalendar> {
  return {
    provider_name: 'cronofy',
    profile_id: profileOf(row.sub),
    profile_name: profileName(store.people.get(row.sub)),
    calendar_id: row.calendarId,
    calendar_name: row.name,
    calendar_readonly: !row.takesEvents,
    calendar_deleted: false,
    calendar_primary: firstWritable(store, row.sub)[0]?.calendarId === row.calendarId,
    calendar_integrated_conferencing_available: false,
    calendar_attachments_available: false,
    permission_level: row.takesEvents ? 'unrestricted' : 'sandbox',
  }
}

export const shownProfile = z.object({
  provider_name: z.string(),
  profile_id: z.string(),
  profile_name: z.string(),
  profile_connected: z.boolean(),
})

export const showProfile = ({ store }: World, sub: string): z.infer<typeof shownProfile> => ({
  provider_name: 'cronofy',
  profile_id: profileOf(sub),
  profile_name: profileName(store.people.get(sub)),
  profile_connected: true,
})

const profileName = (person: { email: string; name: string } | null) => person?.email || person?.name || ''
