import { type Component, property } from './content-lines.ts'
import {
  type EventFacts,
  instantOf,
  readTimeProperty,
  readUid,
  titleOf,
  UnreadableComponent,
  wordOf,
  type ZoneLookup,
} from './event.ts'
import { endInstant } from './free-busy.ts'
import type { Occurrence } from './reading.ts'
import type { Span } from './series.ts'
import { readDuration } from './values.ts'

/** A VAVAILABILITY (RFC 7953) with its AVAILABLE times already expanded. */
export interface Availability {
  readonly uid: string
  readonly summary: string
  readonly status: 'busy' | 'tentative'
  /** 1 is the highest, 9 the lowest, and 0 (or none) lower still. */
  readonly priority: number
  /** What it speaks about, clipped to the window; null when that is nothing. */
  readonly span: Span | null
  readonly available: readonly Span[]
}

/** Reads all but the AVAILABLE parts. Throws {@link UnreadableComponent}. */
export function readAvailability(
  component: Component,
  zones: ZoneLookup,
  window: Span,
  expandAvailable: (parts: readonly Component[]) => readonly Span[],
): Availability {
  const priority = Number(property(component, 'PRIORITY')?.value.trim() ?? 0)
  return {
    uid: readUid(component),
    summary: titleOf(component),
    status: wordOf(component, 'BUSYTYPE') === 'BUSY-TENTATIVE' ? 'tentative' : 'busy',
    priority: priority >= 1 && priority <= 9 ? priority : 0,
    span: clippedSpan(component, zones, window),
    available: expandAvailable(component.components.filter(({ name }) => name === 'AVAILABLE')),
  }
}

/** Without DTSTART or DTEND it holds without end on that side (RFC 7953 3.1). */
function clippedSpan(component: Component, zones: ZoneLookup, window: Span): Span | null {
  const startProperty = property(component, 'DTSTART')
  const endProperty = property(component, 'DTEND')
  const start = startProperty === null ? null : readTimeProperty(startProperty, zones)
  const fromMs = start === null ? window.fromMs : Math.max(window.fromMs, instantOf(start))
  let toMs = window.toMs
  if (endProperty !== null) toMs = Math.min(toMs, instantOf(readTimeProperty(endProperty, zones)))
  else if (start !== null) toMs = Math.min(toMs, endByDuration(component, start))
  return toMs > fromMs ? { fromMs, toMs } : null
}

function endByDuration(component: Component, start: EventFacts['start']): number {
  const found = property(component, 'DURATION')
  if (found === null) return Number.POSITIVE_INFINITY
  const duration = readDuration(found.value)
  if (duration === null) throw new UnreadableComponent('Its DURATION cannot be read.', found.line)
  return endInstant(start, duration)
}

/**
 * The time that availabilities leave unavailable. A higher priority overrides a lower one where both speak
 * (RFC 7953 4); of equals, the one that says unavailable has it, so that nothing is offered by a contradiction.
 */
export function unavailableTime(all: readonly Availability[]): Occurrence[] {
  const ranks = [0, 9, 8, 7, 6, 5, 4, 3, 2, 1]
  let blocked: Block[] = []
  for (const rank of ranks) {
    const equals = all.filter(({ priority, span }) => priority === rank && span !== null)
    const spoken = merge(equals.map(({ span }) => span!))
    blocked = blocked.flatMap(block => subtract([block.span], spoken).map(span => ({ ...block, span })))
    for (const source of equals) {
      const spans = subtract([source.span!], merge(source.available))
      blocked.push(...spans.map(span => ({ span, source })))
    }
  }
  return blocked.map(({ span, source: { uid, summary, status } }) => ({
    uid,
    recurrenceIdMs: null,
    summary,
    startMs: span.fromMs,
    endMs: span.toMs,
    allDay: false,
    status,
  }))
}

interface Block {
  readonly span: Span
  readonly source: Availability
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1)
    if (last === undefined || span.fromMs > last.toMs) merged.push(span)
    else if (span.toMs > last.toMs) merged[merged.length - 1] = { fromMs: last.fromMs, toMs: span.toMs }
  }
  return merged
}

/** `cuts` are merged: sorted and apart. */
function subtract(spans: readonly Span[], cuts: readonly Span[]): Span[] {
  const left: Span[] = []
  for (const { fromMs, toMs } of spans) {
    let at = fromMs
    for (const cut of cuts) {
      if (cut.toMs <= at || cut.fromMs >= toMs) continue
      if (cut.fromMs > at) left.push({ fromMs: at, toMs: cut.fromMs })
      at = cut.toMs
    }
    if (at < toMs) left.push({ fromMs: at, toMs })
  }
  return left
}
