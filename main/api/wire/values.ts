import { z } from 'zod'
import { isZone } from '../../engine/zone-table.ts'

/** Cronofy's value types, read as generously as its SDKs write them and turned into ours. */

const timeForm = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.(\d+))?\s?(Z|UTC|[+-]\d{2}:?\d{2})$/i
const latestMs = Date.UTC(2100, 0, 1)

/** `2027-07-19T09:00:00Z`, a space for the `T`, `UTC`, an offset, no seconds; milliseconds only if they are zero. */
function instantOf(text: string): number | string {
  const parts = timeForm.exec(text.trim())
  if (parts === null) return 'must be a time such as 2027-07-19T09:00:00Z'
  const [, date, clock, seconds = ':00', fraction = '', zone = 'Z'] = parts
  if (/[1-9]/.test(fraction)) return 'must be a whole second'
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const ms = Date.parse(`${date}T${clock}${seconds}${offset}`)
  if (!Number.isFinite(ms) || !dateExists(`${date}`)) return 'must be a time that exists'
  return ms >= 0 && ms <= latestMs ? ms : 'must lie between 1970 and 2100'
}

/** V8 takes 30 February for 2 March; a date that exists reads back as it was written. */
function dateExists(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text)
}

export const time = z
  .string()
  .transform((text, context) => {
    const ms = instantOf(text)
    if (typeof ms === 'number') return ms
    context.addIssue({ code: 'custom', message: ms })
    return z.NEVER
  })
  .meta({
    title: 'Time',
    description:
      'An instant in ISO 8601 with `Z` or an offset; a space for the `T` and zero milliseconds are fine.',
    format: 'date-time',
    examples: ['2027-07-19T09:00:00Z'],
  })

export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2027-07-19')
  .refine(dateExists, 'must be a date that exists')
  .meta({
    title: 'Date',
    description: 'A day of the calendar, in the zone at hand.',
    format: 'date',
    examples: ['2027-07-19'],
  })

export const zone = z
  .string()
  .max(64)
  .refine(isZone, 'must be a time zone of the IANA database')
  .meta({
    title: 'Time zone',
    description: 'The name of a time zone in the IANA database.',
    examples: ['Europe/London'],
  })

/** `{hours?, minutes?}` in whole minutes; with hours, minutes stay below 60. */
export const duration = z
  .object({
    hours: z
      .int()
      .min(0)
      .max(8784)
      .optional()
      .meta({ description: 'Whole hours.', examples: [1] }),
    minutes: z
      .int()
      .min(0)
      .max(527_040)
      .optional()
      .meta({ description: 'Whole minutes; below 60 where `hours` are given.', examples: [30] }),
  })
  .refine(d => d.hours !== undefined || d.minutes !== undefined, 'must give minutes')
  .refine(d => d.hours === undefined || (d.minutes ?? 0) < 60, {
    error: 'must be below 60 where hours are given',
    path: ['minutes'],
  })
  .transform(d => (d.hours ?? 0) * 60 + (d.minutes ?? 0))
  .meta({
    title: 'Duration',
    description:
      'Hours and minutes, or either. 90 minutes are `{"minutes": 90}` or `{"hours": 1, "minutes": 30}`.',
    examples: [{ minutes: 30 }, { hours: 1, minutes: 30 }],
  })

export const period = z
  .object({
    start: time.meta({ description: 'When it begins.', examples: ['2027-07-19T09:00:00Z'] }),
    end: time.meta({ description: 'When it ends; after the start.', examples: ['2027-07-19T18:00:00Z'] }),
  })
  .refine(p => p.end > p.start, { error: 'must come after the start', path: ['end'] })
  .transform(p => ({ startMs: p.start, endMs: p.end }))
  .meta({
    title: 'Period',
    description: 'A stretch of time, from its start up to its end, which is not part of it.',
    examples: [{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }],
  })

export const httpUrl = z
  .string()
  .max(2000)
  .refine(
    text => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol),
    'must be an http or https URL',
  )
  .meta({
    title: 'URL',
    description: 'An address that begins with `http://` or `https://`.',
    examples: ['https://example.org/callback'],
  })

export const email = z
  .string()
  .trim()
  .max(254)
  .refine(isEmail, 'must be an e-mail address')
  .meta({
    title: 'E-mail address',
    description: 'An address such as `cem@example.org`.',
    examples: ['cem@example.org'],
  })

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  return (
    at > 0 &&
    text.slice(at + 1).length > 0 &&
    ![...text].some(c => c <= ' ' || c === '\u007f' || '<>,;"'.includes(c))
  )
}

/** Checks of a whole object that are made even when some of its fields are at fault: every fault is told at once. */
export const always = {
  when: ({ value }: { readonly value: unknown }) =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** The fields of a value that may not be an object at all. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** An id that a program chose: ASCII that can be seen, no longer than Cronofy allows. */
export const ownId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x20-\x7e]+$/, 'must be ASCII')

/** `true` and `false` as they stand in a query string. */
export const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform(v => v === 'true' || v === '1')
  .optional()
