import { hasBit } from './bits.ts'
import { bufferOf, firstInReach } from './blocked-starts.ts'
import { slotAt } from './find-slots.ts'
import { availableAt, bySub, freeStarts, requiredOf } from './free-starts.ts'
import type { Candidates } from './grid.ts'
import { fullSpans, managedSpans } from './open-spans.ts'
import { joinSpans } from './pack-spans.ts'
import type { Buffer, BusySource, Group, Member, Minute, Query, Reason, Span, StartCheck } from './query.ts'
import { isInside, startReasons } from './start-rules.ts'

/**
 * Whether the query offers this start, and if not, every reason why.
 *
 * The verdict is the listing's own computation, over a grid of this one start: what is listed can be booked, and what
 * is not listed is explained. Reasons of the query come first, then for each group that has too few its members'
 * reasons, in order; `index` is the number of the busy span in its source, so its start is `spans[2 * index]`.
 */
export function checkStart(query: Query, start: Minute): StartCheck {
  const only: Candidates = { grid: { base: start, cell: 1, count: 1 }, bits: new Int32Array([1]) }
  const found = freeStarts(query, only, true)
  const byGroup = found.groups.map(group => availableAt(group, 0))
  const own = startReasons(query, start)
  if (own.length === 0 && hasBit(found.bits, 0, 0))
    return { ok: true, slot: slotAt(query, found, 0), byGroup }
  const reasons = query.groups.flatMap((group, i) => groupReasons(query, group, i, byGroup[i]!, start))
  return { ok: false, reasons: [...own, ...reasons], byGroup }
}

function groupReasons(
  query: Query,
  group: Group,
  index: number,
  available: readonly string[],
  start: Minute,
): Reason[] {
  const required = requiredOf(group)
  if (available.length >= required) return []
  const members = bySub(group)
  const reasons = [...members.values()].flat().flatMap(member => memberReasons(query, member, start))
  if (required === members.size) return reasons
  return [...reasons, { kind: 'too_few', group: index, available: available.length, required }]
}

function memberReasons(query: Query, member: Member, start: Minute): Reason[] {
  const slot = { start, end: start + query.durationMinutes }
  const buffer = bufferOf(query, member)
  return [
    ...member.busy.flatMap(source => busyReasons(member.sub, source, buffer, slot)),
    ...closedReasons(member, slot),
    ...capReasons(member, start),
  ]
}

function busyReasons(sub: string, { id, spans }: BusySource, buffer: Buffer, slot: Span): Reason[] {
  const reasons: Reason[] = []
  for (let i = firstInReach(spans, slot.start - buffer.after); i < spans.length; i += 2) {
    const span = { start: spans[i]!, end: spans[i + 1]! }
    if (span.start - buffer.before >= slot.end) break
    if (span.end + buffer.after <= slot.start) continue
    const where = { sub, source: id, index: i / 2, span }
    if (span.start < slot.end && slot.start < span.end) reasons.push({ kind: 'busy', ...where })
    else reasons.push({ kind: 'buffer', ...where, side: slot.end <= span.start ? 'before' : 'after' })
  }
  return reasons
}

function closedReasons({ sub, managed, availablePeriods }: Member, slot: Span): Reason[] {
  const reasons: Reason[] = []
  if (managed && !isInside(managedSpans(managed, slot), slot.start, slot.end)) {
    reasons.push({ kind: 'outside_hours', sub })
  }
  if (availablePeriods && !isInside(joinSpans(availablePeriods), slot.start, slot.end)) {
    reasons.push({ kind: 'outside_available_periods', sub })
  }
  return reasons
}

function capReasons({ sub, caps = [] }: Member, start: Minute): Reason[] {
  return caps
    .filter(cap => fullSpans(cap, { start, end: start + 1 }).length > 0)
    .map(({ period, limit }) => ({ kind: 'cap', sub, period, limit }))
}
