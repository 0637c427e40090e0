import type { CalendarRow } from '../store/calendars.ts'
import type { AvailabilityRuleRow } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import type { LinkTemplate, Member } from './link-template.ts'

/**
 * The calendars whose events count against a member: those that the query names, else those that every rule which applies
 * names, else all that count as busy. `missing`: the person, or a calendar that was named, is no longer here.
 */
export function countedOf(
  store: Store<LinkTemplate>,
  member: Member,
): { readonly counted: readonly CalendarRow[]; readonly missing: boolean } {
  const own = store.calendars.of(member.sub)
  const wanted = member.calendarIds ?? calendarsOfRules(store, member)
  const counted = own.filter(c => (wanted === undefined ? c.countsAsBusy : wanted.includes(c.calendarId)))
  const gone = (wanted ?? []).some(id => own.every(c => c.calendarId !== id))
  return { counted, missing: gone || store.people.get(member.sub) === null }
}

export function rulesFor(
  store: Store<LinkTemplate>,
  { sub, availabilityRuleIds }: Member,
): AvailabilityRuleRow[] {
  const rules = store.availabilityRules.of(sub)
  return availabilityRuleIds === undefined
    ? rules
    : rules.filter(r => availabilityRuleIds.includes(r.availabilityRuleId))
}

/** Where every rule that applies names calendars, those are the ones that count. */
function calendarsOfRules(store: Store<LinkTemplate>, member: Member): string[] | undefined {
  const rules = member.managedAvailability ? rulesFor(store, member) : []
  if (rules.length === 0 || rules.some(r => r.calendarIds === undefined)) return undefined
  return rules.flatMap(r => r.calendarIds ?? [])
}
