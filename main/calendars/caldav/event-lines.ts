import { createHash } from 'node:crypto'
import {
  type Component,
  type Property,
  parameter,
  parseComponents,
  property,
} from '../../icalendar/content-lines.ts'
import { unescapeText } from '../../icalendar/values.ts'
import { joinLines } from '../../icalendar/write-lines.ts'

/** A stored object as a tree whose lines can be taken out and put in, everything else staying as it is. */
export interface EventTree {
  readonly root: Component
  /** The event itself, not its exceptions, or null where there is none with this UID. */
  readonly event: Component | null
}

/** With `uid` null, whatever event the object holds: it holds one (RFC 4791 4.1). */
export function readEventTree(text: string, uid: string | null): EventTree {
  const { root } = parseComponents(text)
  const events = root.components.flatMap(calendar => calendar.components).filter(isEvent)
  const own = events.filter(event => uid === null || uidOf(event) === uid)
  return { root, event: own.find(event => property(event, 'RECURRENCE-ID') === null) ?? null }
}

const uidOf = (event: Component) => unescapeText(property(event, 'UID')?.value ?? '').trim()
const isEvent = ({ name }: Component) => name === 'VEVENT'

/** Back to text: the same lines, folded anew, with a component's lines before its parts. */
export function writeTree({ root }: EventTree): string {
  return joinLines(root.components.flatMap(linesOf))
}

function linesOf(component: Component): string[] {
  const own = component.properties.map(({ name, parameters, value }) =>
    // A bare CR inside a line would be the end of one to somebody else.
    `${name}${parameters}:${value}`.replaceAll('\r', ''),
  )
  const parts = component.components.flatMap(linesOf)
  return [`BEGIN:${component.name}`, ...own, ...parts, `END:${component.name}`]
}

/** Puts `lines` in the place of all properties that `replaced` picks, at its end. */
export function replaceLines(
  event: Component,
  replaced: (property: Property) => boolean,
  lines: readonly Property[],
): void {
  const kept = event.properties.filter(candidate => !replaced(candidate))
  event.properties.splice(0, event.properties.length, ...kept, ...lines)
}

export const mark = 'X-OPENSLOT-AS-WRITTEN'

/** What a booking says: where one of these differs, somebody decided something. */
const said = [
  ...['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE'],
  ...['SUMMARY', 'DESCRIPTION', 'LOCATION', 'URL', 'STATUS', 'TRANSP'],
]

/**
 * A digest of what an event says, alarms, replies and other programs' lines left out. It is written into the event, so
 * that a later look tells by the event alone whether it is still as it was left, ETag or not.
 */
export function digestOf({ root, event }: EventTree): string {
  const times = (event?.properties ?? []).filter(({ name }) => said.includes(name)).map(describe)
  const others = root.components.flatMap(calendar => calendar.components).filter(isEvent).length
  return createHash('sha256')
    .update(JSON.stringify([times.sort(), others]))
    .digest('base64url')
    .slice(0, 22)
}

function describe(line: Property): string {
  return JSON.stringify([line.name, parameter(line, 'TZID') ?? '', unescapeText(line.value).trim()])
}

/** Whether the event says what was written by Openslot at last; null where it does not tell. */
export function isAsWritten(tree: EventTree): boolean | null {
  const written = tree.event === null ? null : property(tree.event, mark)
  return written === null ? null : written.value.trim() === digestOf(tree)
}
