import { findIana } from 'windows-iana'
import { intlZone, type Zone } from './zones.ts'

/**
 * The zone a TZID names by itself, without a VTIMEZONE: an IANA name, one behind a vendor's prefix
 * (`/mozilla.org/20050126_1/Europe/Berlin`), a Windows name, or null. Surrounding quotes are tolerated.
 */
export function namedZone(tzid: string): Zone | null {
  const name = tzid.trim().replace(/^"(.*)"$/, '$1')
  return ianaZone(name) ?? windowsZone(name) ?? offsetZone(name)
}

/**
 * Whether the name alone says which place is meant. `EST` and `CET` do not: files define them as they like, so
 * their VTIMEZONE goes first.
 */
export function isPlaceName(tzid: string): boolean {
  return tzid.includes('/') || /^(utc|gmt|z)$/i.test(tzid) || windowsZone(tzid) !== null
}

function ianaZone(name: string): Zone | null {
  if (/^z$/i.test(name)) return intlZone('UTC')
  const whole = intlZone(name)
  if (whole !== null || !name.startsWith('/')) return whole
  const segments = name.split('/')
  return intlZone(segments.slice(-2).join('/')) ?? intlZone(segments.slice(-3).join('/'))
}

function windowsZone(name: string): Zone | null {
  // The first entry is the zone of territory 001, the one Windows itself takes by default.
  const [iana] = findIana(name)
  return iana === undefined ? null : intlZone(iana)
}

/** `UTC+02:00`, `GMT-0500`, `+01:00`: a fixed offset, as some exporters write instead of a zone. */
function offsetZone(name: string): Zone | null {
  const parts = /^(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?$/i.exec(name)
  if (parts === null) return null
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  return minutes < 24 * 60 ? fixedZone(name, (parts[1] === '-' ? -minutes : minutes) * 60_000) : null
}

export function fixedZone(id: string, offsetMs: number): Zone {
  return { id, toInstant: wallMs => wallMs - offsetMs, toWall: instantMs => instantMs + offsetMs }
}
