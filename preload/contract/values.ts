import { z } from 'zod'

/**
 * The values that every noun of the contract is made of. Instants are `…Ms`, milliseconds since the Unix epoch;
 * intervals are half-open. Messages are sentences, because the desk shows them beside the field.
 */

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** An address a person would type; the check is linear, so no input can stall it. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)]
  const plain = [...text].every(c => c > ' ' && c !== '\u007f' && !'<>(),;:"[]\\'.includes(c))
  return plain && at > 0 && local.length <= 64 && domain.includes('.') && !/^\.|\.$|\.\./.test(domain)
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  return ['http:', 'https:'].includes(new URL(text).protocol)
}

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9A-Za-z_-]{1,64}$`), `This is no id of the form ${prefix}_….`)

export const sub = id('acc')
export const calendarId = id('cal')
export const linkId = id('sch')
export const bookingId = id('bkg')
export const deliveryId = id('dlv')
export const profileId = id('pro')
export const connectionId = id('con')

export const line = (most: number) =>
  z.string().trim().min(1, 'Please fill this in.').max(most, `At most ${most} characters, please.`)
export const optionalLine = (most: number) =>
  z.string().trim().max(most, `At most ${most} characters, please.`)
export const email = z.string().trim().max(254).refine(isEmail, 'This does not look like an e-mail address.')
export const httpUrl = z
  .string()
  .trim()
  .max(2000)
  .refine(isHttpUrl, 'An address that starts with http:// or https://, please.')
export const tzid = z.string().max(64).refine(isZone, 'There is no time zone of this name.')
/** 1970 to 2100: what calendars of the living hold. */
export const instantMs = z.int().min(0).max(4_102_444_800_000)

export const spanMs = z
  .strictObject({ startMs: instantMs, endMs: instantMs })
  .refine(s => s.endMs > s.startMs, { error: 'The end must come after the start.', path: ['endMs'] })
export type SpanMs = z.infer<typeof spanMs>

/** `day` is 1 (Monday) to 7 (Sunday); minutes count from local midnight, and `endMinute` may be 1440. */
export const weeklyPeriod = z
  .strictObject({
    day: z.int().min(1).max(7),
    startMinute: z.int().min(0).max(1439),
    endMinute: z.int().min(1).max(1440),
  })
  .refine(p => p.endMinute > p.startMinute, {
    error: 'The end must come after the start.',
    path: ['endMinute'],
  })
export type WeeklyPeriod = z.infer<typeof weeklyPeriod>
export const weeklyPeriods = z.array(weeklyPeriod).max(100)

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00Z`))

/** A date on which other hours hold than those of its weekday; none at all is a day off. */
export const dateOverride = z.strictObject({
  date: z.string().refine(isDate, 'This is no date.'),
  periods: z
    .array(
      z
        .strictObject({
          startMinute: z.int().min(0).max(1439),
          endMinute: z.int().min(1).max(1440),
        })
        .refine(p => p.endMinute > p.startMinute, {
          error: 'The end must come after the start.',
          path: ['endMinute'],
        }),
    )
    .max(20),
})
export type DateOverride = z.infer<typeof dateOverride>
export const dateOverrides = z.array(dateOverride).max(1000, 'At most 1,000 dates.')
