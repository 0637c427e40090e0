import { type Component, type Property, parameter } from './content-lines.ts'
import {
  instantOf,
  isDuration,
  readPeriod,
  readUid,
  type Time,
  UnreadableComponent,
  type ZoneLookup,
} from './event.ts'
import type { Occurrence } from './reading.ts'
import type { Span } from './series.ts'
import type { Duration } from './values.ts'
import { DAY_MS } from './wall-time.ts'

/** The blocked periods of a VFREEBUSY (RFC 5545 3.6.4) in the window; `tell` hears of each line that is broken. */
export function readFreeBusy(
  component: Component,
  zones: ZoneLookup,
  span: Span,
  tell: (fault: UnreadableComponent) => void,
): Occurrence[] {
  const occurrences: Occurrence[] = []
  const uid = readUid(component)
  for (const source of component.properties) {
    if (source.name !== 'FREEBUSY') continue
    const status = statusOf(source)
    for (const value of status === 'free' ? [] : source.value.split(',')) {
      const found = readOne(value, source, zones, tell)
      if (found === null || found.endMs <= span.fromMs || found.startMs >= span.toMs) continue
      occurrences.push({ uid, recurrenceIdMs: null, summary: '', ...found, allDay: false, status })
    }
  }
  return occurrences
}

/** RFC 5545 3.2.9: an unknown FBTYPE is BUSY. */
function statusOf(source: Property): Occurrence['status'] {
  const type = parameter(source, 'FBTYPE')?.toUpperCase()
  if (type === 'FREE') return 'free'
  return type === 'BUSY-TENTATIVE' ? 'tentative' : 'busy'
}

function readOne(
  value: string,
  source: Property,
  zones: ZoneLookup,
  tell: (fault: UnreadableComponent) => void,
) {
  if (value.trim() === '') return null
  try {
    const { start, end } = readPeriod(value, source, zones)
    const startMs = instantOf(start)
    return { startMs, endMs: endInstant(start, end) }
  } catch (error) {
    if (!(error instanceof UnreadableComponent)) throw error
    tell(error)
    return null
  }
}

export function endInstant(start: Time, end: Time | Duration): number {
  if (!isDuration(end)) return instantOf(end)
  return start.zone.toInstant(start.wallMs + end.days * DAY_MS) + end.ms
}
