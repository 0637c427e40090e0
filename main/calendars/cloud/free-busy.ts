import { createHash } from 'node:crypto'
import type { Occurrence } from '../../icalendar/reading.ts'
import type { FoundCalendar, Pulled, PullRequest } from '../connector.ts'
import type { Window } from './window-cursor.ts'

/** A stretch of somebody's time about which the provider tells no more than that. */
export interface BusySpan {
  readonly startMs: number
  readonly endMs: number
  readonly status: 'busy' | 'tentative'
}

const dayMs = 86_400_000

/** A window in pieces that a provider answers about at once. */
export function pieces({ fromMs, toMs }: Window, days: number): Window[] {
  const length = days * dayMs
  return Array.from({ length: Math.ceil((toMs - fromMs) / length) }, (_, i) => ({
    fromMs: fromMs + i * length,
    toMs: Math.min(toMs, fromMs + (i + 1) * length),
  }))
}

/**
 * A colleague's free/busy as a calendar that can be added: nothing is written there, and no event has a name.
 *
 * @param prefix the connector's own, by which it knows the calendar again
 */
export function colleagueCalendar(prefix: string, email: string): FoundCalendar {
  const address = email.trim().toLowerCase()
  return {
    remoteId: prefix + address,
    name: address,
    color: null,
    takesEvents: false,
    sendsInvitations: false,
  }
}

const objectId = 'free-busy'

/** The whole of it as one object, whose tag is a digest: what is the same as before is no change. */
export function pulledFreeBusy(uid: string, spans: readonly BusySpan[], known: PullRequest['known']): Pulled {
  const sorted = [...spans].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
  const etag = createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')
  const occurrences = sorted.map(span => toOccurrence(uid, span))
  const removed = [...known.keys()].filter(id => id !== objectId)
  if (known.get(objectId) === etag) return { cursor: null, changed: [], removed }
  const content = { kind: 'occurrences', uid, occurrences } as const
  return { cursor: null, changed: [{ objectId, etag, content }], removed }
}

const toOccurrence = (uid: string, { startMs, endMs, status }: BusySpan): Occurrence => ({
  uid,
  recurrenceIdMs: null,
  summary: '',
  startMs,
  endMs,
  allDay: false,
  status,
})
