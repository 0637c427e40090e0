import { z } from 'zod'
import type { Slot } from '../../engine/query.ts'
import { wireTime } from '../../scheduling/completed-callback.ts'
import { minuteToMs } from '../../scheduling/facts.ts'

/** A time on offer, as Cronofy writes it: UTC, and one flat list of everyone who is available. */
export const showSlot = (slot: Slot) => ({
  start: wireTime(minuteToMs(slot.start)),
  end: wireTime(minuteToMs(slot.end)),
  participants: slot.subs.map(sub => ({ sub })),
})

export const shownSlot = z.object({
  start: z.string().meta({ description: 'UTC.' }),
  end: z.string().meta({ description: 'UTC.' }),
  participants: z
    .array(z.object({ sub: z.string() }))
    .meta({ description: 'Everyone available for the whole of it, group order then member order.' }),
})
