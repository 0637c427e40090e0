import { z } from 'zod'
import { dateOverrides, email, line, sub, tzid, weeklyPeriods } from './values.ts'

export const organizer = z.strictObject({
  sub,
  name: z.string(),
  email: z.string(),
  tzid,
  /** Working hours; they bound what a link offers where its query says so. */
  hours: weeklyPeriods,
  overrides: dateOverrides,
  /** False until the first run is done; name and e-mail are empty then, zone and hours are proposals. */
  setUp: z.boolean(),
})
export type Organizer = z.infer<typeof organizer>

export const organizerDetails = z.strictObject({
  name: line(200),
  email,
  tzid,
  hours: weeklyPeriods,
  /** Absent: those that are there stay. */
  overrides: dateOverrides.optional(),
})
export type OrganizerDetails = z.infer<typeof organizerDetails>
