import { z } from 'zod'

/** Cronofy's value types, read as generously as its SDKs write them and turned into ours. */

const timeForm = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.(\d+))?\s?(Z|UTC|[+-]\d{2}:?\d{2})$/i

/** `2027-07-19T09:00:00Z`, a space for the `T`, `UTC`, an offset, no seconds; milliseconds only if they are zero. */
function instantOf(text: string): number | string {
  const parts = timeForm.exec(text.trim())
  if (parts === null) return 'must be a time such as 2027-07-19T09:00:00Z'
  const [, date, clock, seconds = ':00', fraction = '', zone = 'Z'] = parts
  if (/[1-9]/.test(fraction)) return 'must be a whole second'
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const ms = Date.parse(`${date}T${clock}${seconds}${offset}`)
  const real = Number.isFinite(ms) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(`${date}`)
  return real ? ms : 'must be a time that exists'
}

export const time = z.string().transform((text, context) => {
  const ms = instantOf(text)
  if (typeof ms === 'number') return ms
  context.addIssue({ code: 'custom', message: ms })
  return z.NEVER
})

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const zone = z.string().max(64).refine(isZone, 'must be a time zone of the IANA database')

/** `{hours?, minutes?}` in whole minutes; with hours, minutes stay below 60. */
export const duration = z
  .object({ hours: z.int().min(0).optional(), minutes: z.int().min(0).optional() })
  .refine(d => d.hours !== undefined || d.minutes !== undefined, 'must give minutes')
  .refine(d => d.hours === undefined || (d.minutes ?? 0) < 60, {
    error: 'must be below 60 where hours are given',
    path: ['minutes'],
  })
  .transform(d => (d.hours ?? 0) * 60 + (d.minutes ?? 0))

export const period = z
  .object({ start: time, end: time })
  .refine(p => p.end > p.start, { error: 'must come after the start', path: ['end'] })
  .transform(p => ({ startMs: p.start, endMs: p.end }))

export const httpUrl = z
  .string()
  .max(2000)
  .refine(
    text => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol),
    'must be an http or https URL',
  )

export const email = z.string().trim().max(254).refine(isEmail, 'must be an e-mail address')

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  return (
    at > 0 &&
    text.slice(at + 1).length > 0 &&
    ![...text].some(c => c <= ' ' || c === '\u007f' || '<>,;"'.includes(c))
  )
}
