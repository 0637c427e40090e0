import { explainStart, relaxQuery } from '../../scheduling/explain.ts'
import { stretchToRead } from '../../scheduling/facts.ts'
import type { AvailabilityQuery } from '../../scheduling/link-template.ts'
import { findQueryFaults, refuseFaults } from '../../scheduling/links.ts'
import { previewOffers } from '../../scheduling/offers.ts'
import type { Desk, HandlersOf } from '../desk.ts'

/** Refuses what does not exist here, and reads files as far as the query (and what is shown beside it) looks. */
async function prepare(desk: Desk, asked: AvailabilityQuery, shown?: { startMs: number; endMs: number }) {
  refuseFaults(findQueryFaults(desk.world, asked, 'query'))
  const { fromMs, toMs } = stretchToRead(asked)
  const subs = asked.participants.flatMap(g => g.members.map(m => m.sub))
  await desk.cover(subs, Math.min(fromMs, shown?.startMs ?? fromMs), Math.max(toMs, shown?.endMs ?? toMs))
}

export const availabilityHandlers: HandlersOf<'availability'> = {
  'availability.preview': async (desk, { query, window }) => {
    const startedMs = desk.monotonic()
    const asked = query as AvailabilityQuery
    await prepare(desk, asked, window)
    return { ...previewOffers(desk.world, asked, window), computedInMs: desk.monotonic() - startedMs }
  },
  'availability.explain': async (desk, { query, startMs }) => {
    const asked = query as AvailabilityQuery
    await prepare(desk, asked, { startMs, endMs: startMs + asked.requiredDurationMinutes * 60_000 })
    return explainStart(desk.world, asked, startMs)
  },
  'availability.relax': async (desk, { query }) => {
    const asked = query as AvailabilityQuery
    await prepare(desk, asked)
    return relaxQuery(desk.world, asked)
  },
}
