import { z } from 'zod'
import { dateOverrides, email, line, sub, tzid, weeklyPeriods } from './values.ts'

/** Somebody whose calendars count. The organizer is one of them. */
export const person = z.strictObject({
  sub,
  name: z.string(),
  email: z.string(),
  tzid,
  isOrganizer: z.boolean(),
  /** Weekly hours kept for this person, or null: any hour. */
  hours: weeklyPeriods.nullable(),
  /** Dates on which others than the weekly hours hold. */
  overrides: dateOverrides,
})
export type Person = z.infer<typeof person>

export const personDetails = z.strictObject({
  name: line(200),
  email: z.union([z.literal(''), email]),
  tzid,
  hours: weeklyPeriods.nullable(),
  /** Absent: those that are there stay. */
  overrides: dateOverrides.optional(),
})
export type PersonDetails = z.infer<typeof personDetails>
