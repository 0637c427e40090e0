import type { Explanation, Gain, Reason } from '../../preload/contract/explanation.ts'
import { checkStart } from '../engine/check-start.ts'
import type { Reason as EngineReason, Span } from '../engine/query.ts'
import { type Gain as EngineGain, relax } from '../engine/relax.ts'
import { minuteDown, minuteToMs, minuteUp, readFacts } from './facts.ts'
import type { AvailabilityQuery } from './link-template.ts'
import type { World } from './world.ts'

/** Why a start is not offered, from the facts and by the rule that the listing goes by. */
export function explainStart(world: World, query: AvailabilityQuery, startMs: number): Explanation {
  const endMs = startMs + query.requiredDurationMinutes * 60_000
  const facts = readFacts(world.store, query, {
    nowMs: world.clock.now(),
    within: { fromMs: startMs, toMs: endMs },
  })
  const check = checkStart(facts, minuteDown(startMs))
  return { startMs, endMs, reasons: check.ok ? [] : check.reasons.map(r => showReason(world, query, r)) }
}

function showReason(world: World, query: AvailabilityQuery, reason: EngineReason): Reason {
  switch (reason.kind) {
    case 'off_grid':
      return { kind: 'off_grid', startIntervalMinutes: query.startIntervalMinutes }
    case 'too_soon':
      return { kind: 'too_soon', earliestMs: minuteToMs(reason.earliest) }
    case 'too_late':
      return { kind: 'too_late', latestMs: minuteToMs(reason.latest) }
    case 'busy':
      return { kind: 'busy', sub: reason.sub, ...whatIsBusy(world, reason.sub, reason.source, reason.span) }
    case 'buffer': {
      const { kind, sub, side } = reason
      return { kind, sub, side, ...whatIsBusy(world, sub, reason.source, reason.span) }
    }
    default:
      return reason
  }
}

/**
 * The event behind a busy span: the one whose minutes, rounded outwards, are those of the span, else one that holds it
 * (a span is cut where the query offers over busy time).
 */
function whatIsBusy({ store }: World, sub: string, source: string, span: Span) {
  const [startMs, endMs] = [minuteToMs(span.start), minuteToMs(span.end)]
  const isIt = (e: { startMs: number; endMs: number }) =>
    minuteDown(e.startMs) === span.start && minuteUp(e.endMs) === span.end
  const holdsIt = (e: { startMs: number; endMs: number }) =>
    minuteDown(e.startMs) <= span.start && minuteUp(e.endMs) >= span.end
  const found =
    source === 'bookings'
      ? bookingSummary(store.bookings.claims(sub, startMs, endMs).find(isIt)?.bookingId)
      : eventSummary()
  const calendarId = store.calendars.get(source)?.calendarId ?? null
  return { startMs, endMs, calendarId, summary: found ?? null }

  function eventSummary(): string | undefined {
    const events = [
      ...store.events.within(source, startMs, endMs),
      ...store.calendarObjects.occurrences(source, startMs, endMs),
    ].filter(e => e.status !== 'free')
    return (events.find(isIt) ?? events.find(holdsIt))?.summary
  }

  function bookingSummary(bookingId: string | undefined): string | undefined {
    const booking = bookingId === undefined ? null : store.bookings.get(bookingId)
    return booking === null ? undefined : store.links.get(booking.linkId)?.template.event.summary
  }
}

/** How many more starts each single relaxation of a query would offer; those that offer none are left out. */
export function relaxQuery(world: World, query: AvailabilityQuery): { starts: number; gains: Gain[] } {
  const nowMs = world.clock.now()
  const { starts, gains } = relax(readFacts(world.store, query, { nowMs }), { now: minuteUp(nowMs) })
  return { starts, gains: gains.filter(g => g.more > 0).map(showGain) }
}

function showGain({ relaxation, more }: EngineGain): Gain {
  const to = (): number | null => {
    if (relaxation.kind === 'fewer_required') return relaxation.required
    if (relaxation.kind === 'shorter') return relaxation.durationMinutes
    return relaxation.kind === 'longer_hours' ? relaxation.minutes : null
  }
  return {
    kind: relaxation.kind,
    group: 'group' in relaxation ? relaxation.group : null,
    sub: 'sub' in relaxation ? relaxation.sub : null,
    to: to(),
    more,
  }
}
