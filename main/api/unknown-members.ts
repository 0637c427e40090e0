import type { World } from '../scheduling/world.ts'
import { invalidFault, type WireFault } from './answers.ts'
import { fieldsOf } from './wire/values.ts'

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Members and calendars of a query that do not exist here, by the paths of the fields that name them. It reads the body
 * as it came, so that it can tell them along with whatever else is wrong with it.
 */
export function findUnknownMembers({ store }: World, participants: unknown, at: string): WireFault[] {
  return listOf(participants).flatMap((group, g) =>
    listOf(fieldsOf(group)['members']).flatMap((member, m) => {
      const { sub, calendar_ids: calendarIds } = fieldsOf(member)
      if (typeof sub !== 'string' || sub === '') return []
      const path = `${at}.${g}.members.${m}`
      if (store.people.get(sub) === null) return [invalidFault(`${path}.sub`, 'is no account here')]
      const named = listOf(calendarIds)
      const own = new Set(named.length === 0 ? [] : store.calendars.of(sub).map(c => c.calendarId))
      return named.flatMap((id, c) =>
        typeof id !== 'string' || own.has(id)
          ? []
          : [invalidFault(`${path}.calendar_ids.${c}`, 'is no calendar of this account')],
      )
    }),
  )
}
