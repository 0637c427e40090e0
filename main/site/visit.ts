import type { Request } from 'express'
import { isZone } from '../engine/zone-table.ts'
import type { LinkTemplate } from '../scheduling/link-template.ts'

/** How one visitor looks at one link. Everything stands in the address, so that it works without script or cookie. */
export interface Visit {
  readonly path: string
  readonly tzid: string
  /** False while the zone is only the link's own, because the visitor's is not known yet. */
  readonly tzidChosen: boolean
  readonly hour12: boolean
  /** `YYYY-MM-DD` in the visitor's zone. */
  readonly day: string | null
  /** `YYYY-MM`. */
  readonly month: string | null
  readonly startMs: number | null
  /** They just said that none of the times suits. */
  readonly told: boolean
}

/** The year 2100: calendars of the living hold no more, and beyond some later ones dates cannot be shown. */
const latestMs = 4_102_444_800_000

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What cannot be understood in the address is passed over; the page then starts from the beginning. */
export function readVisit(req: Request, path: string, template: LinkTemplate): Visit {
  const given = { ...req.query, ...(req.body as Record<string, unknown> | undefined) }
  const tzid = text(given['tzid'])
  const known = tzid !== null && tzid.length <= 64 && isZone(tzid)
  const start = Date.parse(text(given['start']) ?? '')
  return {
    path,
    tzid: known ? tzid : template.query.tzid,
    tzidChosen: known,
    hour12: hour12(text(given['clock']), template, req.headers['accept-language']),
    day: dateOrNull(text(given['day']), 10),
    month: dateOrNull(text(given['month']), 7),
    startMs: start >= 0 && start <= latestMs ? start : null,
    told: text(given['told']) === '1',
  }
}

function dateOrNull(value: string | null, length: 7 | 10): string | null {
  const form = length === 7 ? /^\d{4}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}$/
  return value !== null && form.test(value) && !Number.isNaN(Date.parse(value)) ? value : null
}

/** The visitor's own choice, else the link's, else what their language is used to. */
function hour12(clock: string | null, template: LinkTemplate, acceptLanguage: string | undefined): boolean {
  if (clock === '12' || clock === '24') return clock === '12'
  if (template.hourFormat !== null) return template.hourFormat === 'h'
  const language = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*/.exec(acceptLanguage ?? '')?.[0] ?? 'en-GB'
  try {
    return new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions().hour12 ?? false
  } catch {
    return false
  }
}

/** The address of the same link with something changed. */
export function addressOf(
  visit: Visit,
  change: { day?: string; month?: string; startMs?: number; clock?: string },
): string {
  const query = new URLSearchParams()
  if (visit.tzidChosen) query.set('tzid', visit.tzid)
  if (change.clock !== undefined) query.set('clock', change.clock)
  else query.set('clock', visit.hour12 ? '12' : '24')
  if (change.month !== undefined) query.set('month', change.month)
  if (change.day !== undefined) query.set('day', change.day)
  if (change.startMs !== undefined)
    query.set('start', new Date(change.startMs).toISOString().replace('.000Z', 'Z'))
  return `${visit.path}?${query}`
}
