import type { AvailabilityQuery, ParticipantGroup } from '../../preload/contract/availability.ts'
import type { Person } from '../../preload/contract/people.ts'
import { counted, dateText, durationText, joined } from '../time/format.ts'
import { dayAt } from '../time/zones.ts'
import { nameOf } from './tones.ts'

/** A query said in a few words: `30 min with Ada and Bob`. */
export function queryBrief(query: AvailabilityQuery, people: readonly Person[]): string {
  const groups = query.participants.map(g => groupWords(g, people))
  return `${durationText(query.requiredDurationMinutes)} with ${joined(groups)}`
}

function groupWords(group: ParticipantGroup, people: readonly Person[]): string {
  const names = group.members.map(m => nameOf(people, m.sub))
  if (group.required === 'all' || group.required === names.length) return joined(names)
  return `at least ${group.required} of ${joined(names)}`
}

/** The days it may fall on, in the link's own zone: `24 Nov–7 Dec`. */
export function periodsText({ queryPeriods, tzid }: AvailabilityQuery): string {
  const startMs = Math.min(...queryPeriods.map(p => p.startMs))
  const endMs = Math.max(...queryPeriods.map(p => p.endMs))
  const [from, to] = [dayAt(startMs, tzid), dayAt(endMs - 1, tzid)]
  const short = { day: 'numeric', month: 'short' } as const
  const range = from === to ? dateText(from, short) : `${dateText(from, short)}–${dateText(to, short)}`
  const unbroken = range.replaceAll(' ', '\u00a0').replace('–', '\u2060–\u2060')
  return queryPeriods.length > 1 ? `${unbroken}, in ${counted(queryPeriods.length, 'period')}` : unbroken
}

/** What else narrows the times; empty where nothing does. */
export function conditionsText(query: AvailabilityQuery): string {
  const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = query
  const hours = query.participants.some(g => g.members.some(m => m.managedAvailability))
  const told = [
    hours && 'within weekly hours',
    before > 0 && `${durationText(before)} free before`,
    after > 0 && `${durationText(after)} free after`,
    query.minimumNoticeMinutes > 0 && `${durationText(query.minimumNoticeMinutes)} notice`,
    query.bookingHorizonMinutes !== undefined && `at most ${durationText(query.bookingHorizonMinutes)} ahead`,
    ...(query.caps ?? []).map(cap => `at most ${cap.limit} a ${cap.period} for each`),
    query.participants.some(g => g.members.some(m => m.overBusy === 'always')) && 'over busy time, too',
    query.maximumAgeMinutes !== undefined &&
      `calendars read in the last ${durationText(query.maximumAgeMinutes)}`,
    `starts every ${durationText(query.startIntervalMinutes)}`,
  ].filter(word => word !== false)
  return joined(told)
}
