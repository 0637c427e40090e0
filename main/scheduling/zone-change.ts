import type { Store } from '../store/store.ts'
import type { LinkTemplate } from './link-template.ts'

/**
 * Whole days and floating times are their owner's: in another zone they lie elsewhere. Nothing that was read counts as
 * known any more until it was read anew, so all of it is busy. Call before the person is stored, in the same transaction.
 */
export function forgetOtherZone(store: Store<LinkTemplate>, sub: string, tzid: string, nowMs: number): void {
  if ((store.people.get(sub)?.tzid ?? tzid) === tzid) return
  for (const { calendarId } of store.calendars.of(sub)) {
    const source = store.calendarSources.get(calendarId)
    if (source === null) continue
    const nextAttemptMs = source.nextAttemptMs === null ? null : nowMs
    store.calendarSources.put({ ...source, coveredFromMs: nowMs, coveredToMs: nowMs, nextAttemptMs })
  }
}
