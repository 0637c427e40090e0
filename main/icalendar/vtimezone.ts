import { type Component, property } from './content-lines.ts'
import { expandRule } from './recurrence.ts'
import { readRule } from './rule.ts'
import { readTime, readUtcOffset } from './values.ts'
import type { WallMs } from './wall-time.ts'
import { instantIn, type OffsetTable, wallIn, type Zone } from './zones.ts'

interface Onset {
  readonly atMs: number
  readonly offsetFrom: number
  readonly offsetTo: number
}

/** More changes than any clock has seen since 1601, which is where Outlook begins. */
const MAX_ONSETS = 4_000

/**
 * The clock that a VTIMEZONE describes (RFC 5545 3.6.5), for instants up to `horizonMs`; null when it cannot be
 * read. Each STANDARD or DAYLIGHT takes effect at its DTSTART, told on the clock that ends there (TZOFFSETFROM).
 */
export function readVtimezone(component: Component, horizonMs: number): Zone | null {
  if (component.fault !== null) return null
  const onsets: Onset[] = []
  for (const observance of component.components) {
    if (observance.name !== 'STANDARD' && observance.name !== 'DAYLIGHT') continue
    const found = readObservance(observance, horizonMs)
    if (found === null || onsets.length + found.length > MAX_ONSETS) return null
    onsets.push(...found)
  }
  if (onsets.length === 0) return null
  const table = tableOf(onsets.sort((a, b) => a.atMs - b.atMs))
  return {
    id: property(component, 'TZID')?.value.trim() ?? '',
    toInstant: wallMs => instantIn(table, wallMs),
    toWall: instantMs => wallIn(table, instantMs),
  }
}

function tableOf(onsets: readonly Onset[]): OffsetTable {
  const changes: number[] = []
  const offsets = [onsets[0]!.offsetFrom]
  for (const { atMs, offsetTo } of onsets) {
    if (offsetTo === offsets.at(-1)) continue
    changes.push(atMs)
    offsets.push(offsetTo)
  }
  return { changes, offsets }
}

function readObservance(component: Component, horizonMs: number): Onset[] | null {
  const start = readTime(property(component, 'DTSTART')?.value ?? '')
  const offsetFrom = readUtcOffset(property(component, 'TZOFFSETFROM')?.value ?? '')
  const offsetTo = readUtcOffset(property(component, 'TZOFFSETTO')?.value ?? '')
  if (component.fault !== null || start === null || offsetFrom === null || offsetTo === null) return null
  const walls = onsetWalls(component, start.wallMs, offsetFrom, horizonMs)
  return walls?.map(wallMs => ({ atMs: wallMs - offsetFrom, offsetFrom, offsetTo })) ?? null
}

function onsetWalls(
  component: Component,
  startWallMs: WallMs,
  offsetFrom: number,
  horizonMs: number,
): WallMs[] | null {
  const walls = [startWallMs]
  for (const { name, value } of component.properties) {
    const more =
      name === 'RDATE'
        ? datesOf(value)
        : name === 'RRULE'
          ? ruleWalls(value, startWallMs, offsetFrom, horizonMs)
          : []
    if (more === null || walls.length + more.length > MAX_ONSETS) return null
    walls.push(...more)
  }
  return [...new Set(walls)]
}

function datesOf(value: string): WallMs[] | null {
  const times = value.split(',').map(item => readTime(item))
  return times.every(time => time !== null) ? times.map(({ wallMs }) => wallMs) : null
}

function ruleWalls(
  value: string,
  startWallMs: WallMs,
  offsetFrom: number,
  horizonMs: number,
): WallMs[] | null {
  const reading = readRule(value)
  if (!reading.ok) return null
  const { until } = reading.rule
  // Here UNTIL is in UTC, and the onset is told by the clock before it (3.6.5).
  const lastWallMs =
    until === null ? Number.POSITIVE_INFINITY : until.isUtc ? until.wallMs + offsetFrom : until.wallMs
  const expansion = expandRule({
    rule: reading.rule,
    startWallMs,
    isDate: false,
    fromMs: startWallMs,
    toMs: Math.min(horizonMs, lastWallMs),
    maxResults: MAX_ONSETS,
    budget: { steps: 10 * MAX_ONSETS },
  })
  return expansion.complete ? [...expansion.walls] : null
}
