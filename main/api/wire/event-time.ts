import { z } from 'zod'
import { date, time, zone } from './values.ts'

/** When an event starts or ends: a date, a UTC time, or a UTC time with the zone to show it in. */
export const eventTime = z
  .union(
    [
      date.transform(d => ({ kind: 'date' as const, date: d, tzid: null })),
      time.transform(ms => ({ kind: 'time' as const, ms, tzid: null })),
      z
        .object({ time: date, tzid: zone.nullish() })
        .transform(t => ({ kind: 'date' as const, date: t.time, tzid: t.tzid ?? null })),
      z
        .object({ time, tzid: zone.nullish() })
        .transform(t => ({ kind: 'time' as const, ms: t.time, tzid: t.tzid ?? null })),
    ],
    { error: 'must be a date, a time such as 2027-07-19T09:00:00Z, or {time, tzid}' },
  )
  .meta({
    title: 'Event time',
    description:
      'A Date for whole days, a Time, or either as `{"time", "tzid"}` with the zone to show it in.',
    examples: ['2027-07-19T09:00:00Z', '2027-07-19', { time: '2027-07-19T09:00:00Z', tzid: 'Europe/London' }],
  })
export type EventTime = z.infer<typeof eventTime>
