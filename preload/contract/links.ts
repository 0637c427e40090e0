import { z } from 'zod'
import { availabilityQuery } from './availability.ts'
import { booking } from './bookings.ts'
import { calendarId, httpUrl, instantMs, line, linkId, optionalLine, profileId, sub } from './values.ts'

export const targetCalendar = z.strictObject({ sub, calendarId })

export const linkToCreate = z.strictObject({
  summary: line(1024),
  description: optionalLine(8000),
  location: optionalLine(1024),
  query: availabilityQuery,
  /** Where the event goes; empty: the first calendar of each participant that takes events. */
  targetCalendars: z.array(targetCalendar).max(50),
  conferencingProfileId: profileId.nullable(),
  /** Told by a signed POST when a time is chosen. */
  callbackUrl: z.union([z.literal(''), httpUrl]),
  /** Where the confirmation page leads on to. */
  redirectUrl: z.union([z.literal(''), httpUrl]),
})
export type LinkToCreate = z.infer<typeof linkToCreate>

export const link = z.strictObject({
  linkId,
  /** The address to send: the public one when there is one that answers, else this machine's. */
  url: z.string(),
  status: z.enum(['open', 'completed', 'disabled']),
  /** Shown on the page of a disabled link. */
  displayMessage: z.string(),
  summary: z.string(),
  description: z.string(),
  location: z.string(),
  query: availabilityQuery,
  targetCalendars: z.array(targetCalendar),
  callbackUrl: z.string(),
  redirectUrl: z.string(),
  conferencingProfileId: z.string().nullable(),
  /** Made here at the desk, or by a program through the API. */
  madeBy: z.enum(['desk', 'api']),
  createdMs: instantMs,
  booking: booking.nullable(),
  /** Recipients who said that none of the times suits, the latest first; the message may be empty. */
  noTimesSuit: z.array(z.strictObject({ message: z.string(), tzid: z.string(), createdMs: instantMs })),
  /** When the page last had nothing to show to somebody who opened it. */
  noTimesShownMs: instantMs.nullable(),
})
export type Link = z.infer<typeof link>

export const linkToDisable = z.strictObject({ linkId, displayMessage: optionalLine(499) })
