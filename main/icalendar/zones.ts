import { DAY_MS, type WallMs } from './wall-time.ts'

/** A clock that maps wall times of a place to instants (milliseconds since the epoch) and back. */
export interface Zone {
  readonly id: string
  /** RFC 5545 3.3.5: a time that a change skips takes the offset before it, one that comes twice is the first. */
  toInstant(wallMs: WallMs): number
  toWall(instantMs: number): WallMs
}

/** Offsets of a stretch of time: `offsets[0]` holds before `changes[0]`, `offsets[i + 1]` from `changes[i]` on. */
export interface OffsetTable {
  readonly changes: readonly number[]
  readonly offsets: readonly number[]
}

export const UTC: Zone = { id: 'UTC', toInstant: wallMs => wallMs, toWall: instantMs => instantMs }

export function instantIn(table: OffsetTable, wallMs: WallMs): number {
  const { changes, offsets } = table
  let i = changes.length
  // Either side of a change, the wall clock is ambiguous until the later of the two readings has passed.
  while (i > 0 && wallMs < changes[i - 1]! + Math.max(offsets[i - 1]!, offsets[i]!)) i--
  return wallMs - offsets[i]!
}

export function wallIn(table: OffsetTable, instantMs: number): WallMs {
  const { changes, offsets } = table
  let i = changes.length
  while (i > 0 && instantMs < changes[i - 1]!) i--
  return instantMs + offsets[i]!
}

/** A zone of the platform's own tz data, or null when it knows no such name. Spelling in any case. */
export function intlZone(name: string): Zone | null {
  const key = name.toLowerCase()
  const known = zones.get(key)
  if (known !== undefined) return known
  // Names come from hostile text: what is no name is not kept, and what is kept is bounded by the tz database.
  const zone = makeIntlZone(name)
  if (zone !== null) zones.set(key, zone)
  return zone
}

const zones = new Map<string, Zone>()

function makeIntlZone(name: string): Zone | null {
  const format = offsetFormat(name)
  return format === null ? null : chunkedZone(name, format)
}

/** Every change of the clock in `[fromMs, toMs)`, or null when the platform knows no such zone. */
export function intlChanges(name: string, fromMs: number, toMs: number): OffsetTable | null {
  const format = offsetFormat(name)
  return format === null ? null : probeOffsets(format, fromMs, toMs)
}

function offsetFormat(name: string): Intl.DateTimeFormat | null {
  if (!/^[a-z][a-z0-9_+/-]{1,63}$/i.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** About 400 days: one window touches one or two tables, and a date far off costs one more. */
const CHUNK_MS = 400 * DAY_MS
/** Wall time differs from UTC by less than this, so a chunk's table answers for every wall time in the chunk. */
const MARGIN_MS = 2 * DAY_MS
/** No zone has changed its clock and changed it back within a week. */
const PROBE_MS = 7 * DAY_MS

/** Before railways every place kept its own, unchanging time; behind this no law reaches. */
const FIRST_MS = -3_786_912_000_000 // 1850
const LAST_MS = 16_725_225_600_000 // 2500
const CALENDAR_CYCLE_MS = 146_097 * DAY_MS

/**
 * An instant with the same offset within the years that have tables of their own, which bounds what a text full of
 * far dates can cost. The calendar, and with it each yearly rule, repeats every 400 years.
 */
function withinHistory(ms: number): number {
  if (ms < FIRST_MS) return FIRST_MS
  return ms < LAST_MS ? ms : LAST_MS - CALENDAR_CYCLE_MS + ((ms - LAST_MS) % CALENDAR_CYCLE_MS)
}

function chunkedZone(name: string, format: Intl.DateTimeFormat): Zone {
  const canonical = format.resolvedOptions().timeZone
  if (canonical === 'UTC') return UTC
  // The platform canonicalizes to names of old (Asia/Calcutta); only its spelling is wanted.
  const id = canonical.toLowerCase() === name.toLowerCase() ? canonical : name
  const tables = new Map<number, OffsetTable>()
  const tableAt = (ms: number): OffsetTable => {
    const chunk = Math.floor(ms / CHUNK_MS)
    const known = tables.get(chunk)
    if (known !== undefined) return known
    const table = probeOffsets(format, chunk * CHUNK_MS - MARGIN_MS, (chunk + 1) * CHUNK_MS + MARGIN_MS)
    tables.set(chunk, table)
    return table
  }
  return {
    id,
    toInstant: wallMs => {
      const near = withinHistory(wallMs)
      return instantIn(tableAt(near), near) + wallMs - near
    },
    toWall: instantMs => {
      const near = withinHistory(instantMs)
      return wallIn(tableAt(near), near) + instantMs - near
    },
  }
}

function probeOffsets(format: Intl.DateTimeFormat, fromMs: number, toMs: number): OffsetTable {
  const changes: number[] = []
  const offsets = [offsetAt(format, fromMs)]
  let before = fromMs
  while (before < toMs) {
    const after = Math.min(before + PROBE_MS, toMs)
    const offset = offsetAt(format, after)
    if (offset !== offsets.at(-1)) {
      changes.push(findChange(format, before, after))
      offsets.push(offset)
    }
    before = after
  }
  return { changes, offsets }
}

/** The first whole second at which the offset is no longer that of `before`. */
function findChange(format: Intl.DateTimeFormat, before: number, after: number): number {
  const offset = offsetAt(format, before)
  let low = Math.floor(before / 1000)
  let high = Math.ceil(after / 1000)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(format, middle * 1000) === offset) low = middle
    else high = middle
  }
  return high * 1000
}

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/

function offsetAt(format: Intl.DateTimeFormat, instantMs: number): number {
  const parts = OFFSET.exec(format.format(instantMs))
  if (parts === null) throw new Error('The platform names time zone offsets in a way that is not understood')
  const [, sign, hours, minutes, seconds] = parts
  const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  return (sign === '-' ? -size : size) * 1000
}
