export interface Offered {
  readonly startMs: number
  readonly endMs: number
}

/** Times on offer that overlap or touch, seen as one stretch; `slots` are the starts inside it, in order. */
export interface Band<S extends Offered> {
  readonly startMs: number
  readonly endMs: number
  readonly slots: readonly S[]
}

export function bandsOf<S extends Offered>(slots: readonly S[]): readonly Band<S>[] {
  const sorted = [...slots].sort((a, b) => a.startMs - b.startMs)
  const bands: { startMs: number; endMs: number; slots: S[] }[] = []
  for (const slot of sorted) {
    const last = bands.at(-1)
    if (last && slot.startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, slot.endMs)
      last.slots.push(slot)
    } else {
      bands.push({ startMs: slot.startMs, endMs: slot.endMs, slots: [slot] })
    }
  }
  return bands
}
