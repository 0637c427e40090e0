import { z } from 'zod'
import { availability } from './availability.ts'
import { attendee, conferencing, eventTemplate } from './event.ts'
import { duration, httpUrl, zone } from './values.ts'

const targetCalendar = z.object({
  sub: z.string().min(1).max(128),
  calendar_id: z.string().min(1).max(128),
  event: z.object({ conferencing: conferencing.nullish() }).nullish(),
  attendee: attendee.nullish(),
})

/** `POST /v1/real_time_scheduling`. Unknown fields are passed over: SDKs send more than is documented. */
export const realTimeScheduling = z
  .object({
    oauth: z.object({ redirect_uri: httpUrl }),
    event: eventTemplate,
    availability,
    tzid: zone.nullish(),
    target_calendars: z.array(targetCalendar).max(50).nullish(),
    event_creation: z.enum(['default', 'single']).nullish(),
    callback_url: httpUrl.nullish(),
    callback_urls: z.object({ completed_url: httpUrl.nullish() }).nullish(),
    redirect_urls: z.object({ completed_url: httpUrl.nullish() }).nullish(),
    formatting: z.object({ hour_format: z.enum(['h', 'H']).nullish() }).nullish(),
    minimum_notice: duration.nullish(),
    selection_mode: z.enum(['confirm', 'no_confirm']).nullish(),
  })
  .superRefine((link, context) => {
    if (link.event_creation !== 'default') return
    link.target_calendars?.forEach((target, i) => {
      if (target.event?.conferencing == null) return
      const message = 'an event of its own needs event_creation "single"'
      context.addIssue({ code: 'custom', message, path: ['target_calendars', i, 'event'] })
    })
  })
export type WireRealTimeScheduling = z.infer<typeof realTimeScheduling>

export const disabling = z.object({ display_message: z.string().max(499).nullish() }).nullish()
