import type { Minute } from './query.ts'

/**
 * What a clock on the wall shows, as a whole number of minutes since it would have shown 1970-01-01 00:00.
 * Divided by 1440 it gives the local date (day 0 is 1970-01-01); the remainder is the wall minute of that day.
 */
export type WallReading = number

/** A stretch of time, half-open, in which the zone keeps one offset (minutes east of UTC). */
export interface ZoneRun {
  readonly start: Minute
  readonly end: Minute
  readonly offset: number
}

/** A zone's clock changes. Built from Intl as they are asked for, so that every year is covered and none is paid for. */
export interface ZoneTable {
  /** The IANA name, in the spelling that Intl settles on. */
  readonly zone: string
  /** What the clock shows at that minute. An offset with seconds (Liberia until 1972) shows the minute begun. */
  toWall(minute: Minute): WallReading
  /**
   * When the clock shows this: the first of two in a repeated hour; in a skipped hour, the reading is taken with the
   * offset before the change, and so falls behind the gap (RFC 5545 section 3.3.5, Temporal's `compatible`).
   */
  wallToMinute(wall: WallReading): Minute
  /** The stretches of one offset that make up `[from, to)`, in order and without a gap. */
  runs(from: Minute, to: Minute): readonly ZoneRun[]
}

/** One page of the table: the offset at its first minute, and the changes inside it. */
interface Page {
  readonly offset: number
  readonly changes: readonly { readonly at: Minute; readonly offset: number }[]
}

/** A page is 2^16 minutes, 45.5 days. */
const PAGE_BITS = 16
const PAGE_MINUTES = 2 ** PAGE_BITS
/** Probes lie 11.4 days apart; the shortest time since 1970 between two changes that undo each other is 29 days. */
const PROBE_MINUTES = PAGE_MINUTES / 4
/** No offset in the zone database has ever exceeded 16 hours. */
const WIDEST_OFFSET = 16 * 60
/** More names than the database has, aliases included: what is asked for beyond is computed, not kept. */
const MOST_NAMES = 2000

const byName = new Map<string, ZoneTable>()
const byZone = new Map<string, ZoneTable>()

/**
 * The clock changes of a zone, kept for the life of the process.
 *
 * Source: the Intl of the running program, hence the zone database built into it. Throws a RangeError for a name that
 * `isZone` refuses.
 */
export function zoneTable(name: string): ZoneTable {
  const known = byName.get(name)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const zone = format.resolvedOptions().timeZone
  const table = byZone.get(zone) ?? buildTable(zone, format)
  if (byName.size < MOST_NAMES) {
    byName.set(name, table)
    byZone.set(zone, table)
  }
  return table
}

/** Whether Intl knows this zone: IANA names in any letter case, their aliases, and fixed offsets as `+05:30`. */
export function isZone(name: string): boolean {
  try {
    zoneTable(name)
    return true
  } catch {
    return false
  }
}

function buildTable(zone: string, format: Intl.DateTimeFormat): ZoneTable {
  const pages = new Map<number, Page>()
  let lastIndex = Number.NaN
  let lastPage: Page

  function pageAt(minute: Minute): Page {
    const index = minute >> PAGE_BITS
    if (index === lastIndex) return lastPage
    let page = pages.get(index)
    if (!page) {
      page = readPage(format, index * PAGE_MINUTES)
      pages.set(index, page)
    }
    lastIndex = index
    lastPage = page
    return page
  }

  function offsetAt(minute: Minute): number {
    const page = pageAt(minute)
    let { offset } = page
    for (const change of page.changes) if (change.at <= minute) offset = change.offset
    return offset
  }

  function wallToMinute(wall: WallReading): Minute {
    const before = offsetAt(wall - WIDEST_OFFSET)
    const after = offsetAt(wall + WIDEST_OFFSET)
    if (before === after || offsetAt(wall - before) === before) return wall - before
    return offsetAt(wall - after) === after ? wall - after : wall - before
  }

  function runs(from: Minute, to: Minute): ZoneRun[] {
    const found: ZoneRun[] = []
    let start = from
    let offset = offsetAt(from)
    for (let page = from >> PAGE_BITS; page * PAGE_MINUTES < to; page++) {
      for (const change of pageAt(page * PAGE_MINUTES).changes) {
        if (change.at <= from || change.at >= to) continue
        found.push({ start, end: change.at, offset })
        start = change.at
        offset = change.offset
      }
    }
    if (start < to) found.push({ start, end: to, offset })
    return found
  }

  return { zone, toWall: minute => minute + offsetAt(minute), wallToMinute, runs }
}

function readPage(format: Intl.DateTimeFormat, start: Minute): Page {
  const offset = probe(format, start)
  const changes: { at: Minute; offset: number }[] = []
  let before = offset
  for (let from = start; from < start + PAGE_MINUTES; from += PROBE_MINUTES) {
    // The last minute of the stretch, not the next one's first: a change on a page's edge belongs to the next page.
    const to = from + PROBE_MINUTES
    const after = probe(format, to === start + PAGE_MINUTES ? to - 1 : to)
    if (after !== before) changes.push({ at: firstWith(format, from, to, before), offset: after })
    before = after
  }
  return { offset, changes }
}

/** The first minute in `(from, to]` whose offset is no longer `before`, by bisection. */
function firstWith(format: Intl.DateTimeFormat, from: Minute, to: Minute, before: number): Minute {
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (probe(format, middle) === before) low = middle
    else high = middle
  }
  return high
}

/** Reads `GMT`, `GMT+05:45` or `GMT-00:44:30` off the end of what Intl prints; seconds round towards the past. */
function probe(format: Intl.DateTimeFormat, minute: Minute): number {
  const text = format.format(minute * 60_000)
  const at = text.lastIndexOf('GMT') + 3
  if (at === text.length) return 0
  const [hours = 0, minutes = 0, seconds = 0] = text
    .slice(at + 1)
    .split(':')
    .map(Number)
  const size = hours * 60 + minutes + seconds / 60
  return Math.floor(text[at] === '-' ? -size : size)
}
