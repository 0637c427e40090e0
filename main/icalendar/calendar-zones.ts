import { type Component, property } from './content-lines.ts'
import type { ZoneLookup } from './event.ts'
import { readVtimezone } from './vtimezone.ts'
import { isPlaceName, namedZone } from './zone-names.ts'
import { intlZone, UTC, type Zone } from './zones.ts'

/** Two years: what lies further behind the window is never converted exactly, and need not be. */
const HORIZON_MS = 731 * 86_400_000

/**
 * The zones of one VCALENDAR. A TZID is looked up as an IANA or Windows name first, whose rules are kept up to date
 * by the platform, then as a VTIMEZONE of the text, and else stands for the calendar's own zone, which is told.
 * `X-WR-TIMEZONE`, where it can be understood, takes the owner's place for floating times; a whole day is the
 * owner's day.
 */
export function calendarZones(
  calendar: Component,
  ownerZone: string,
  toMs: number,
  tell: (line: number, message: string) => void,
): ZoneLookup {
  const definitions = new Map<string, Component>()
  for (const component of calendar.components) {
    if (component.name !== 'VTIMEZONE') continue
    const tzid = property(component, 'TZID')?.value.trim()
    if (tzid !== undefined && !definitions.has(tzid)) definitions.set(tzid, component)
  }
  const resolve = (tzid: string): Zone | null => {
    const byName = isPlaceName(tzid) ? namedZone(tzid) : null
    if (byName !== null) return byName
    const definition = definitions.get(tzid)
    const defined = definition === undefined ? null : readVtimezone(definition, toMs + HORIZON_MS)
    return defined ?? namedZone(tzid)
  }
  const owner = intlZone(ownerZone) ?? UTC
  const floating = floatingZone(calendar, owner, resolve, tell)
  const known = new Map<string, Zone>()
  return {
    floating,
    allDay: owner,
    named(rawTzid, line) {
      const tzid = rawTzid.trim()
      const cached = known.get(tzid)
      if (cached !== undefined) return cached
      const zone = resolve(tzid)
      if (zone === null) tell(line, unknownZone(tzid, floating))
      known.set(tzid, zone ?? floating)
      return zone ?? floating
    },
  }
}

function unknownZone(tzid: string, used: Zone): string {
  return `The time zone "${tzid.slice(0, 60)}" is not known; its times were read as in ${used.id}.`
}

function floatingZone(
  calendar: Component,
  owner: Zone,
  resolve: (tzid: string) => Zone | null,
  tell: (line: number, message: string) => void,
): Zone {
  const own = property(calendar, 'X-WR-TIMEZONE')
  if (own === null || own.value.trim() === '') return owner
  const zone = resolve(own.value.trim())
  if (zone === null) tell(own.line, unknownZone(own.value.trim(), owner))
  return zone ?? owner
}
