import { locale as deskLocale } from './locale.ts'

export interface ZoneName {
  readonly tzid: string
  /** `Berlin`, `Argentina / Ushuaia`. */
  readonly place: string
  /** `GMT+1`, at the instant asked for. */
  readonly offset: string
}

export function detectedZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function zoneName(tzid: string, atMs: number): ZoneName {
  const [area, ...rest] = tzid.split('/')
  const place = (rest.length > 0 ? rest.join(' / ') : area!).replaceAll('_', ' ')
  return { tzid, place, offset: offsetText(tzid, atMs) }
}

/** `Berlin time (GMT+1)`: how a zone is named in running text. */
export function zoneText(tzid: string, atMs: number): string {
  const { place, offset } = zoneName(tzid, atMs)
  return place === 'UTC' ? 'UTC' : `${place} time (${offset})`
}

let known: readonly string[] | null = null

/** Every zone that can be chosen, with the given one even where this machine lists it under a newer name. */
export function zones(atMs: number, including: string): readonly ZoneName[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter(z => z !== 'UTC')]
  const all = known.includes(including) ? known : [including, ...known]
  return all.map(tzid => zoneName(tzid, atMs))
}

function offsetText(tzid: string, atMs: number): string {
  const parts = new Intl.DateTimeFormat(deskLocale, { timeZone: tzid, timeZoneName: 'shortOffset' })
  return parts.formatToParts(atMs).find(p => p.type === 'timeZoneName')?.value ?? 'GMT'
}
