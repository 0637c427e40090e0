import { useCallback, useEffect, useRef, useState } from 'react'
import type { Explanation } from '../../../preload/contract/explanation.ts'
import type { Outcome } from '../../client/client.ts'
import { explainStart, useComposing } from '../../state/composing.ts'

export interface Asked {
  readonly startMs: number
  /** Where the answer is shown, and where the focus returns to. */
  readonly anchor: HTMLElement
  readonly answer: Outcome<Explanation>
}

/**
 * Why one start is not offered. The answer opens once it is there, so that it does not jump; while it is open it is
 * asked for again with every new preview.
 */
export function useWhyNot() {
  const [asked, setAsked] = useState<Asked | null>(null)
  const latest = useRef<number>(0)
  const ask = useCallback(async (startMs: number, anchor: HTMLElement) => {
    const { draft } = useComposing.getState()
    if (!draft) return
    latest.current += 1
    const mine = latest.current
    const answer = await explainStart(draft, startMs)
    if (mine === latest.current) setAsked({ startMs, anchor, answer })
  }, [])
  const close = useCallback(() => {
    latest.current += 1
    setAsked(null)
  }, [])
  const preview = useComposing(s => s.preview)
  const open = useRef<Asked | null>(null)
  open.current = asked
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new preview is what says that the facts have changed.
  useEffect(() => {
    if (open.current) void ask(open.current.startMs, open.current.anchor)
  }, [preview, ask])
  return { asked, ask, close }
}
