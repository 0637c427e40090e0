import type { Calendar } from '../../preload/contract/calendars.ts'
import type { Reason } from '../../preload/contract/explanation.ts'
import type { Person } from '../../preload/contract/people.ts'
import { dayOf, durationText, joined, minuteText, spanOf, timeOf, timesOf } from '../time/format.ts'
import { gridCeil } from '../time/start-grid.ts'
import { hoursText } from '../time/weekly-hours.ts'
import { zoneName } from '../time/zone-names.ts'
import { addDays, dayAt, startOfDay } from '../time/zones.ts'
import type { Draft } from './draft.ts'
import { type Loosening, looseningFor } from './loosening.ts'
import { nameOf } from './tones.ts'

/** What reasons are told with: the question, the names, the zone on show, and the start asked about. */
export interface Telling {
  readonly draft: Draft
  readonly people: readonly Person[]
  readonly calendars: readonly Calendar[]
  readonly tzid: string
  readonly startMs: number
  readonly nowMs: number
}

export interface ToldReason {
  readonly text: string
  /** Whose reason it is; null where it is the link's. */
  readonly sub: string | null
  readonly loosening: Loosening | null
}

/** Each reason as one plain sentence, said once, with what would loosen it beside the first that it loosens. */
export function toldReasons(reasons: readonly Reason[], telling: Telling): readonly ToldReason[] {
  const told: ToldReason[] = []
  for (const reason of reasons) {
    const text = reasonText(reason, telling)
    if (told.some(t => t.text === text)) continue
    const loosening = looseningFor(reason, telling.draft, telling.people, telling)
    const known = told.some(t => t.loosening?.id === loosening?.id)
    told.push({ text, sub: 'sub' in reason ? reason.sub : null, loosening: known ? null : loosening })
  }
  return told
}

export function reasonText(reason: Reason, telling: Telling): string {
  const { draft, people } = telling
  switch (reason.kind) {
    case 'outside_periods':
      return outsidePeriods(telling)
    case 'off_grid':
      return `Starts fall on every ${durationText(reason.startIntervalMinutes)}.`
    case 'too_soon':
      return tooSoon(reason.earliestMs, telling)
    case 'too_late':
      return `Later than the last possible start, which is ${momentOf(reason.latestMs, telling)}.`
    case 'busy':
      return busyText(reason, telling)
    case 'buffer':
      return bufferText(reason, telling)
    case 'outside_hours':
      return outsideHours(reason.sub, telling)
    case 'outside_available_periods':
      return `Outside the times set aside by ${nameOf(people, reason.sub)}.`
    case 'cap':
      return `${nameOf(people, reason.sub)} takes at most ${reason.limit} a ${reason.period}.`
    case 'too_few': {
      const { group, required, available } = reason
      const of = draft.groups[group]?.members.length ?? required
      const where = draft.groups.length > 1 ? `Group ${group + 1}: at` : 'At'
      return `${where} least ${required} of ${of} are needed; ${available} ${available === 1 ? 'is' : 'are'} free.`
    }
  }
}

/** What has passed is outside of dates and notice alike: that it has passed is the reason. */
function outsidePeriods({ draft, startMs, nowMs }: Telling): string {
  if (startMs < nowMs) return passed
  const hours = draft.periods.kind === 'ranges' && draft.periods.ranges.some(r => r.hours !== null)
  return hours ? 'Outside the dates and hours of this link.' : 'Outside the dates of this link.'
}

const passed = 'This time has passed.'

function tooSoon(earliestMs: number, telling: Telling): string {
  const { draft, startMs, nowMs } = telling
  if (startMs < nowMs) return passed
  const first = gridCeil(earliestMs, { intervalMinutes: draft.startIntervalMinutes, tzid: draft.tzid })
  const notice = durationText(draft.minimumNoticeMinutes)
  return `Sooner than the notice of ${notice}: the first possible start is ${momentOf(first, telling)}.`
}

type Taken = Extract<Reason, { kind: 'busy' | 'buffer' }>

function busyText(reason: Taken, telling: Telling): string {
  const name = nameOf(telling.people, reason.sub)
  const whose = calendarText(reason, telling)
  if (reason.summary === null) {
    return `${name} is busy at a time that has not been read yet, which counts as busy${whose}.`
  }
  const what = reason.summary === '' ? 'busy' : `at “${reason.summary}”`
  return `${name} is ${what}, ${takenText(reason, telling)}${whose}.`
}

function bufferText(reason: Extract<Taken, { kind: 'buffer' }>, telling: Telling): string {
  const { draft, people } = telling
  const before = reason.side === 'before'
  const minutes = durationText(before ? draft.bufferBeforeMinutes : draft.bufferAfterMinutes)
  const what = reason.summary ? `“${reason.summary}”` : 'a busy time'
  const edge = before
    ? `begins at ${timeOrMoment(reason.startMs, telling)}`
    : `ends at ${timeOrMoment(reason.endMs, telling)}`
  return `${nameOf(people, reason.sub)} needs ${minutes} free ${reason.side} ${what}, which ${edge}.`
}

function calendarText({ calendarId, summary }: Taken, { calendars }: Telling): string {
  if (calendarId === null) return summary === null ? '' : ' (a booking)'
  const name = calendars.find(c => c.calendarId === calendarId)?.name
  return name === undefined ? '' : ` (calendar ${name})`
}

/** `10:00–11:00`; `all day` where whole days are taken; the day named where it is not the one asked about. */
function takenText({ startMs, endMs }: Taken, { tzid, startMs: askedMs }: Telling): string {
  const [from, to, asked] = [dayAt(startMs, tzid), dayAt(endMs - 1, tzid), dayAt(askedMs, tzid)]
  const whole = startOfDay(from, tzid) === startMs && startOfDay(addDays(to, 1), tzid) === endMs
  const days = from === to ? dayOf(startMs, tzid) : `${dayOf(startMs, tzid)}–${dayOf(endMs - 1, tzid)}`
  if (whole) return from === to && from === asked ? 'all day' : `all day ${days}`
  return from === asked ? timesOf(startMs, endMs, tzid) : spanOf(startMs, endMs, tzid)
}

function outsideHours(sub: string, { people, tzid, startMs, nowMs }: Telling): string {
  const person = people.find(p => p.sub === sub)
  const special = person && specialDay(person, startMs)
  if (special !== undefined) return special
  const text = `Outside the weekly hours of ${nameOf(people, sub)}`
  if (!person?.hours) return `${text}.`
  const zone = person.tzid === tzid ? '' : ` in ${zoneName(person.tzid, nowMs).place}`
  return `${text}: ${hoursText(person.hours)}${zone}.`
}

/** What holds on a date of its own, in the person's zone; undefined where it is a day like others. */
function specialDay({ name, tzid, overrides }: Person, startMs: number): string | undefined {
  const special = overrides.find(o => o.date === dayAt(startMs, tzid))
  if (!special) return undefined
  if (special.periods.length === 0) return `${name} has a day off on ${dayOf(startMs, tzid)}.`
  const hours = special.periods.map(p => `${minuteText(p.startMinute)}–${minuteText(p.endMinute)}`)
  return `Outside the hours of ${name} on ${dayOf(startMs, tzid)}: ${joined(hours)}.`
}

function momentOf(ms: number, { tzid }: Telling): string {
  return `${dayOf(ms, tzid)}, ${timeOf(ms, tzid)}`
}

function timeOrMoment(ms: number, telling: Telling): string {
  const { tzid, startMs } = telling
  return dayAt(ms, tzid) === dayAt(startMs, tzid) ? timeOf(ms, tzid) : momentOf(ms, telling)
}
