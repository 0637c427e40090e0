import { packMinutes } from '../../main/engine/pack-spans.ts'
import type { BusySource, Member, Query, Span, WeeklyHours } from '../../main/engine/query.ts'

/** `2026-03-29T01:00Z` as a minute. */
export function at(text: string): number {
  return Date.parse(text) / 60_000
}

/** A minute as `2026-03-29T01:00Z`. */
export function iso(minute: number): string {
  return new Date(minute * 60_000).toISOString().replace(':00.000Z', 'Z')
}

export function span(start: string, end: string): Span {
  return { start: at(start), end: at(end) }
}

/** Spans of one day as `09:00-10:30`, UTC. */
export function on(date: string, ...texts: readonly string[]): Span[] {
  return texts.map(text => {
    const [start, end] = text.split('-')
    return span(`${date}T${start}Z`, `${date}T${end}Z`)
  })
}

export function busy(id: string, spans: readonly Span[]): BusySource {
  return { id, spans: packMinutes(spans) }
}

export function member(sub: string, spans: readonly Span[] = [], more: Partial<Member> = {}): Member {
  return { sub, busy: [busy(`${sub}'s`, spans)], ...more }
}

/** The same hours on the given days of the week, Monday to Friday unless told. */
export function weekly(zone: string, from: number, to: number, days = [1, 2, 3, 4, 5]): WeeklyHours {
  const periods = days.map(day => ({ day, startMinute: from, endMinute: to }))
  return { id: 'weekly', zone, periods }
}

/** One host in UTC, half an hour at every half hour, no buffer; whatever a test is about replaces its part. */
export function query(more: Partial<Query> = {}): Query {
  return {
    groups: [{ members: [member('ada')], required: 'all' }],
    durationMinutes: 30,
    periods: on('2026-06-01', '09:00-12:00'),
    buffer: { before: 0, after: 0 },
    startInterval: 30,
    zone: 'UTC',
    earliest: at('2026-01-01T00:00Z'),
    ...more,
  }
}
