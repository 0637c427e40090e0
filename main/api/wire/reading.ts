import { TZDate } from '@date-fns/tz'
import { z } from 'zod'
import { wireEventTime, wireTime } from '../../scheduling/completed-callback.ts'
import type { EventTime } from './event-time.ts'
import { date, flag, time, zone } from './values.ts'

/** How `events`, `free_busy` and `available_periods` are read: a window, its zone, and pages. */

const dayMs = 86_400_000
const perPage = 200

const dateOrTime = z.union([date, time], { error: 'must be a date or a time such as 2027-07-19T09:00:00Z' })

export const windowFields = {
  tzid: zone.optional().meta({
    description:
      'The zone in which dates are days, and in which localized times are told. Default: the account’s.',
    examples: ['Etc/UTC'],
  }),
  from: dateOrTime.optional().meta({
    description: 'From this day or instant on. Default: 42 days ago.',
    examples: ['2027-07-19'],
  }),
  to: dateOrTime.optional().meta({
    description: 'Up to this day or instant, which is not part of it. Default: 201 days ahead.',
    examples: ['2027-07-26'],
  }),
  localized_times: flag.meta({
    description: 'Times as `{time, tzid}` instead of plain UTC.',
    default: 'false',
    examples: ['true'],
  }),
  page: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: `Which page, of ${perPage} each.`, default: 1, examples: [1] }),
}

export interface WireWindow {
  readonly tzid?: string | undefined
  readonly from?: string | number | undefined
  readonly to?: string | number | undefined
  readonly page?: number | undefined
}

export const dayStart = (day: string, tzid: string): number => {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number)
  return new TZDate(year, month - 1, dayOfMonth, tzid).getTime()
}

export const instantOf = (at: EventTime, tzid: string): number =>
  at.kind === 'time' ? at.ms : dayStart(at.date, tzid)

export function windowOf(wire: WireWindow, tzid: string, nowMs: number) {
  const boundary = (at: string | number | undefined) => (typeof at === 'string' ? dayStart(at, tzid) : at)
  return {
    fromMs: boundary(wire.from) ?? nowMs - 42 * dayMs,
    toMs: boundary(wire.to) ?? nowMs + 201 * dayMs,
  }
}

export const localDate = (ms: number, tzid: string): string => new TZDate(ms, tzid).toISOString().slice(0, 10)

/** Whole days as dates; else UTC, or in the zone that was asked for. */
export function showTimes(
  e: { readonly startMs: number; readonly endMs: number; readonly allDay: boolean },
  localizedIn: string | null,
  tzid: string,
) {
  const show = (ms: number) => {
    if (e.allDay) return localDate(ms, tzid)
    return localizedIn === null ? wireTime(ms) : wireEventTime(ms, localizedIn)
  }
  return { start: show(e.startMs), end: show(e.endMs) }
}

export const pages = z.object({
  current: z.int(),
  total: z.int(),
  next_page: z.string().optional().meta({ description: 'The address of the next page; absent on the last.' }),
})

export const shownTime = z.union([z.string(), z.object({ time: z.string(), tzid: z.string() })])

/** One page of what was found, and the address of the next. */
export function pageOf<T>(found: readonly T[], page: number, address: string, query: URLSearchParams) {
  const total = Math.max(1, Math.ceil(found.length / perPage))
  query.set('page', String(page + 1))
  return {
    pages: { current: page, total, ...(page < total ? { next_page: `${address}?${query}` } : {}) },
    items: found.slice((page - 1) * perPage, page * perPage),
  }
}

/** The query string that asks the same again. */
export function searchOf(query: unknown): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query as Record<string, string | string[]>)) {
    if (Array.isArray(value)) for (const each of value) search.append(`${name}[]`, each)
    else search.append(name, value)
  }
  return search
}
