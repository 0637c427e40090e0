import { z } from 'zod'
import { email, httpUrl, zone } from './values.ts'

export const conferencing = z
  .object({ profile_id: z.string().min(1).max(128), join_url: httpUrl.nullish() })
  .refine(c => c.profile_id !== 'explicit' || c.join_url != null, { error: 'required', path: ['join_url'] })
export type WireConferencing = z.infer<typeof conferencing>

export const attendee = z.object({ email, display_name: z.string().max(200).nullish() })

export const toAttendee = (wire: z.infer<typeof attendee>) => ({
  email: wire.email,
  displayName: wire.display_name ?? '',
})

/** What an event and a link's template for one have in common. */
export const eventFields = {
  event_id: z.string().min(1).max(1024),
  summary: z.string().min(1).max(1024),
  description: z.string().max(8000).nullish(),
  tzid: zone.nullish(),
  location: z.object({ description: z.string().max(1024).nullish() }).nullish(),
  url: httpUrl.nullish(),
  transparency: z.enum(['opaque', 'transparent']).nullish(),
  attendees: z.object({ invite: z.array(attendee).max(200).nullish() }).nullish(),
  conferencing: conferencing.nullish(),
}

/** The template has no times: SDKs send them all the same, and they are passed over. */
export const eventTemplate = z.object(eventFields)
export type WireEventTemplate = z.infer<typeof eventTemplate>
