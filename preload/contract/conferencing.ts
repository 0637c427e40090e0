import { z } from 'zod'
import { httpUrl, line, profileId } from './values.ts'

/** `personal_room`: the same address each time. `jitsi`: a fresh room of that server for each booking. */
export const conferencingProfile = z.strictObject({
  profileId,
  name: z.string(),
  kind: z.enum(['personal_room', 'jitsi']),
  url: z.string(),
})
export type ConferencingProfile = z.infer<typeof conferencingProfile>

export const conferencingToCreate = z.strictObject({
  name: line(200),
  kind: z.enum(['personal_room', 'jitsi']),
  url: httpUrl,
})
