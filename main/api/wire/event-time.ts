import { z } from 'zod'
import { time, zone } from './values.ts'

/** V8 takes 30 February for 2 March; a date that exists reads back as it was written. */
const exists = (text: string) => {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text)
}

const dateText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(exists, 'must be a date that exists')

/** When an event starts or ends: a date, a UTC time, or a UTC time with the zone to show it in. */
export const eventTime = z.union(
  [
    dateText.transform(date => ({ kind: 'date' as const, date, tzid: null })),
    time.transform(ms => ({ kind: 'time' as const, ms, tzid: null })),
    z.object({ time: dateText, tzid: zone.nullish() }).transform(t => ({
      kind: 'date' as const,
      date: t.time,
      tzid: t.tzid ?? null,
    })),
    z.object({ time, tzid: zone.nullish() }).transform(t => ({
      kind: 'time' as const,
      ms: t.time,
      tzid: t.tzid ?? null,
    })),
  ],
  { error: 'must be a date, a time such as 2027-07-19T09:00:00Z, or {time, tzid}' },
)
export type EventTime = z.infer<typeof eventTime>
