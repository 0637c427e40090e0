import { packSpans } from '../engine/pack-spans.ts'
import type { PackedSpans } from '../engine/query.ts'
import type { CalendarRow } from '../store/calendars.ts'
import type { Store } from '../store/store.ts'
import type { ExcludedEvent, LinkTemplate, Member } from './link-template.ts'

type BusyStore = Pick<Store<LinkTemplate>, 'events' | 'calendarObjects' | 'revisions'>

interface Page {
  readonly revision: number
  /** By which events count. */
  readonly spans: Map<string, PackedSpans>
}

/**
 * The busy time of every calendar that was asked about, packed as the engine takes it and kept in memory. A page holds as
 * long as the store counts no change of its calendar, the open transaction's own writes included; after one it is packed
 * anew from the store. So the claim in a transaction reads the same truth as any listing.
 */
const books = new WeakMap<object, Map<string, Page>>()

/** More calendars than this are not kept at once: an organizer has a dozen. */
const mostPages = 5000

/** When a calendar is busy for this member, whenever that is; what is free in it, or passed over, is left out. */
export function busySpans(
  store: BusyStore,
  calendar: CalendarRow,
  member: Member,
  excluded: readonly ExcludedEvent[],
): PackedSpans {
  if (excluded.length > 0) return packCalendar(store, calendar, member, excluded)
  const { spans } = pageOf(store, calendar.calendarId)
  const variant = `${member.ignoreTentative === true}${member.onlyManagedEvents === true}`
  const kept = spans.get(variant)
  if (kept !== undefined) return kept
  const packed = packCalendar(store, calendar, member, [])
  spans.set(variant, packed)
  return packed
}

function pageOf(store: BusyStore, calendarId: string): Page {
  const book = books.get(store.revisions) ?? new Map<string, Page>()
  books.set(store.revisions, book)
  const revision = store.revisions.of(calendarId)
  const page = book.get(calendarId)
  if (page?.revision === revision) return page
  if (book.size >= mostPages) book.clear()
  const fresh: Page = { revision, spans: new Map() }
  book.set(calendarId, fresh)
  return fresh
}

function packCalendar(
  store: BusyStore,
  { calendarId, kind }: CalendarRow,
  member: Member,
  excluded: readonly ExcludedEvent[],
): PackedSpans {
  const counts = (e: { readonly status: string }) =>
    e.status !== 'free' && !(member.ignoreTentative === true && e.status === 'tentative')
  const isExcluded = excludes(excluded)
  if (kind === 'built_in') {
    const managed = (e: { eventId: string | null; bookingId: string | null }) =>
      member.onlyManagedEvents !== true || e.eventId !== null || e.bookingId !== null
    return packSpans(store.events.times(calendarId).filter(e => counts(e) && managed(e) && !isExcluded(e)))
  }
  if (member.onlyManagedEvents === true) return packSpans([])
  return packSpans(store.calendarObjects.times(calendarId).filter(e => counts(e) && !isExcluded(e)))
}

/** Whether an event is one of those that a query passes over. */
export function excludes(excluded: readonly ExcludedEvent[]) {
  const ids = new Set(excluded.flatMap(e => ('eventId' in e ? [e.eventId] : [])))
  const uids = new Set(excluded.flatMap(e => ('eventUid' in e ? [e.eventUid] : [])))
  return (event: { readonly eventUid: string; readonly eventId?: string | null }): boolean =>
    uids.has(event.eventUid) || (event.eventId != null && ids.has(event.eventId))
}
