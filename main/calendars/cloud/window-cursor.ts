import { z } from 'zod'
import type { PullRequest } from '../connector.ts'

export type Window = PullRequest['window']

/** What a provider's token for changes is good for: this window, with whole days in this zone. */
export interface WindowCursor {
  readonly token: string
  readonly window: Window
  readonly zone: string
}

const written = z.object({
  v: z.literal(1),
  token: z.string().min(1),
  window: z.object({ fromMs: z.number(), toMs: z.number() }),
  zone: z.string(),
})

const dayMs = 86_400_000
/** Read beyond what was asked, so that a window that moves with the days is inside for a week. */
const marginMs = 7 * dayMs
/** A provider may place a whole day in another zone than the owner's, and so miss one at the edge. */
const edgeMs = dayMs

export function widened({ fromMs, toMs }: Window): Window {
  return {
    fromMs: Math.floor(fromMs / dayMs) * dayMs - edgeMs,
    toMs: Math.ceil((toMs + marginMs) / dayMs) * dayMs + edgeMs,
  }
}

export const writeCursor = (cursor: WindowCursor): string => JSON.stringify({ v: 1, ...cursor })

/** @returns null when there is none, or when it does not tell all that is asked: then everything is fetched anew */
export function usableCursor(text: string | null, asked: Window, zone: string): WindowCursor | null {
  const cursor = text === null ? null : readCursor(text)
  if (cursor === null || cursor.zone !== zone) return null
  const { fromMs, toMs } = cursor.window
  return fromMs + edgeMs <= asked.fromMs && toMs - edgeMs >= asked.toMs ? cursor : null
}

function readCursor(text: string): WindowCursor | null {
  try {
    return written.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
