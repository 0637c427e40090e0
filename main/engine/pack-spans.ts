import type { Minute, PackedSpans, Span } from './query.ts'

const MINUTE_MS = 60_000

/**
 * Packs instants in milliseconds since the epoch into the engine's busy time: sorted by start (then by end) and rounded
 * outwards to whole minutes, so that nothing looks freer than it is. What has no length blocks nothing, and is dropped.
 * A packed array is never changed once it has been handed over: changed calendars are packed anew.
 */
export function packSpans(
  spans: Iterable<{ readonly startMs: number; readonly endMs: number }>,
): PackedSpans {
  const rounded: Span[] = []
  for (const { startMs, endMs } of spans) {
    if (startMs < endMs) {
      rounded.push({ start: Math.floor(startMs / MINUTE_MS), end: Math.ceil(endMs / MINUTE_MS) })
    }
  }
  return packMinutes(rounded)
}

/** Packs spans that are whole minutes already: the same order, the same dropping of what has no length. */
export function packMinutes(spans: Iterable<Span>): PackedSpans {
  const kept = [...spans].filter(span => span.start < span.end)
  kept.sort((a, b) => a.start - b.start || a.end - b.end)
  const packed = new Int32Array(kept.length * 2)
  kept.forEach((span, i) => {
    packed[2 * i] = span.start
    packed[2 * i + 1] = span.end
  })
  return packed
}

/** Busy time less the minutes in `open`: a span that reaches into them is cut, what lies inside is gone. */
export function cutSpans(packed: PackedSpans, open: readonly Span[]): PackedSpans {
  const cuts = joinSpans(open)
  return packMinutes(
    unpackSpans(packed).flatMap(span => {
      const pieces: Span[] = []
      let { start } = span
      for (const cut of cuts) {
        pieces.push({ start, end: Math.min(cut.start, span.end) })
        start = Math.max(start, cut.end)
      }
      return [...pieces, { start, end: span.end }]
    }),
  )
}

/** Back to values, in order. */
export function unpackSpans(packed: PackedSpans): Span[] {
  return Array.from({ length: packed.length / 2 }, (_, i) => ({
    start: packed[2 * i]!,
    end: packed[2 * i + 1]!,
  }))
}

/** The same minutes as separate spans in order: overlapping and touching ones are joined, empty ones dropped. */
export function joinSpans(spans: Iterable<Span>): Span[] {
  const sorted = [...spans].filter(span => span.start < span.end).sort((a, b) => a.start - b.start)
  const joined: { start: Minute; end: Minute }[] = []
  for (const { start, end } of sorted) {
    const last = joined.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}

/** The minutes that are in both; each side separate and in order, as `joinSpans` leaves them. */
export function intersectSpans(left: readonly Span[], right: readonly Span[]): Span[] {
  const common: Span[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [a, b] = [left[i]!, right[j]!]
    const start = Math.max(a.start, b.start)
    const end = Math.min(a.end, b.end)
    if (start < end) common.push({ start, end })
    if (a.end < b.end) i++
    else j++
  }
  return common
}
