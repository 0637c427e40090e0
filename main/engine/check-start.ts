import { hasBit } from './bits.ts'
import { bufferOf, firstInReach } from './blocked-starts.ts'
import { slotAt } from './find-slots.ts'
import { freeStarts, requiredOf } from './free-starts.ts'
import type { Candidates } from './grid.ts'
import { fullSpans, managedSpans } from './open-spans.ts'
import { joinSpans } from './pack-spans.ts'
import type { Buffer, BusySource, Member, Minute, Query, Reason, Span, StartCheck } from './query.ts'
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
  const byGroup = found.groups.map(group => group.availableAt(0))
  const reasons = startReasons(query, start)
  if (reasons.length === 0 && hasBit(found.bits, 0, 0))
    return { ok: true, slot: slotAt(query, found, 0), byGroup }
  const slot = { start, end: start + query.durationMinutes }
  query.groups.forEach((group, i) => {
    const { subs } = found.groups[i]!
    const required = requiredOf(group, subs.length)
    const available = byGroup[i]!.length
    if (available >= required) return
    for (const member of group.members) addMemberReasons(reasons, query, member, slot)
    if (required !== subs.length) reasons.push({ kind: 'too_few', group: i, available, required })
  })
  return { ok: false, reasons, byGroup }
}

function addMemberReasons(reasons: Reason[], query: Query, member: Member, slot: Span): void {
  for (const source of member.busy) addBusyReasons(reasons, member.sub, source, bufferOf(query, member), slot)
  addClosedReasons(reasons, member, slot)
  for (const cap of member.caps ?? []) {
    const { period, limit } = cap
    if (fullSpans(cap, slot).some(full => full.start <= slot.start)) {
      reasons.push({ kind: 'cap', sub: member.sub, period, limit })
    }
  }
}

function addBusyReasons(
  reasons: Reason[],
  sub: string,
  { id: source, spans }: BusySource,
  { before, after }: Buffer,
  slot: Span,
): void {
  for (let i = firstInReach(spans, slot.start - after); i < spans.length; i += 2) {
    const [start, end] = [spans[i]!, spans[i + 1]!]
    if (start - before >= slot.end) break
    if (end + after <= slot.start) continue
    const where = { sub, source, index: i / 2, span: { start, end } }
    if (start < slot.end && slot.start < end) reasons.push({ kind: 'busy', ...where })
    else reasons.push({ kind: 'buffer', ...where, side: slot.end <= start ? 'before' : 'after' })
  }
}

function addClosedReasons(reasons: Reason[], { sub, managed, availablePeriods }: Member, slot: Span): void {
  if (managed && !isInside(managedSpans(managed, slot), slot.start, slot.end)) {
    reasons.push({ kind: 'outside_hours', sub })
  }
  if (availablePeriods && !isInside(joinSpans(availablePeriods), slot.start, slot.end)) {
    reasons.push({ kind: 'outside_available_periods', sub })
  }
}
