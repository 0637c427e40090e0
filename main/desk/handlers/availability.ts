import { stretchToRead } from '../../scheduling/facts.ts'
import { findQueryFaults, refuseFaults } from '../../scheduling/links.ts'
import { previewOffers } from '../../scheduling/offers.ts'
import type { HandlersOf } from '../desk.ts'

export const availabilityHandlers: HandlersOf<'availability'> = {
  'availability.preview': async ({ world, cover, monotonic }, { query, window }) => {
    const startedMs = monotonic()
    const asked = query as Parameters<typeof previewOffers>[1]
    refuseFaults(findQueryFaults(world, asked, 'query'))
    const { fromMs, toMs } = stretchToRead(asked)
    const subs = asked.participants.flatMap(g => g.members.map(m => m.sub))
    await cover(subs, Math.min(fromMs, window.startMs), Math.max(toMs, window.endMs))
    const offers = previewOffers(world, asked, window)
    return { ...offers, computedInMs: monotonic() - startedMs }
  },
}
