import type { SequenceStep } from '../scheduling/availability.ts'
import type { AvailabilityQuery, EventTemplate, LinkTemplate } from '../scheduling/link-template.ts'
import type { MeetingToAdd } from '../scheduling/sequence-links.ts'
import type { World } from '../scheduling/world.ts'
import type { WireFault } from './answers.ts'
import { readCommon, readEvent } from './link-from-wire.ts'
import type { Call } from './operation.ts'
import { findUnknownMembers } from './unknown-members.ts'
import type { WireRealTimeSequencing } from './wire/real-time-scheduling.ts'
import { toSteps } from './wire/sequence.ts'
import { fieldsOf } from './wire/values.ts'

/** People and calendars that an item names and that do not exist here, found even in a body with other faults. */
export const findSequenceFaults = ({ ground, body }: Call): WireFault[] => {
  const { sequence } = fieldsOf(fieldsOf(body)['availability'])
  const items: readonly unknown[] = Array.isArray(sequence) ? sequence : []
  return items.flatMap((item, i) =>
    findUnknownMembers(
      ground.world,
      fieldsOf(item)['participants'],
      `availability.sequence.${i}.participants`,
    ),
  )
}

/** The template of the whole and of each meeting, and every fault that only the store can tell. */
export function sequenceFromWire(
  world: World,
  wire: WireRealTimeSequencing,
  defaultTzid: string,
): {
  readonly template: LinkTemplate
  readonly meetings: readonly MeetingToAdd[]
  readonly faults: readonly WireFault[]
} {
  const tzid = wire.event?.tzid ?? wire.tzid ?? defaultTzid
  const common = readCommon(world, wire)
  const steps = toSteps(wire.availability, { tzid, minimumNoticeMinutes: wire.minimum_notice ?? 0 })
  const events = wire.availability.sequence.map((item, i) =>
    readEvent(world, item.event, item.event.tzid ?? tzid, `availability.sequence.${i}.event`),
  )
  const query = wholeQuery(steps, tzid)
  const template = { ...common.template, query, event: wholeEvent(world, wire, events, tzid) }
  const meetings = steps.map((step, i) => toMeeting(step, events[i]?.event ?? template.event, template))
  return { template, meetings, faults: [...common.faults, ...events.flatMap(e => e.faults)] }
}

function toMeeting(step: SequenceStep, event: EventTemplate, whole: LinkTemplate): MeetingToAdd {
  const { sequenceId, ordinal, gap, query } = step
  const own = new Set(subsOf(query))
  const all = new Set(subsOf(whole.query))
  const template: LinkTemplate = {
    ...whole,
    query,
    event,
    // Of the calendars named, those of people of this meeting, and of people who are in none of them.
    targetCalendars: whole.targetCalendars.filter(t => own.has(t.sub) || !all.has(t.sub)),
    callbackUrls: { completed: null },
  }
  return { sequenceId, ...(ordinal === undefined ? {} : { ordinal }), gap, template }
}

const subsOf = (query: AvailabilityQuery) => query.participants.flatMap(g => g.members.map(m => m.sub))

/** What the meetings have in common: everyone of them, as long as all of them, wherever one of them may be. */
function wholeQuery(steps: readonly SequenceStep[], tzid: string): AvailabilityQuery {
  const queries = steps.map(s => s.query)
  return {
    participants: queries.flatMap(q => q.participants),
    requiredDurationMinutes: queries.reduce((sum, q) => sum + q.requiredDurationMinutes, 0),
    queryPeriods: queries.flatMap(q => q.queryPeriods),
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    startIntervalMinutes: queries[0]?.startIntervalMinutes ?? 30,
    minimumNoticeMinutes: queries[0]?.minimumNoticeMinutes ?? 0,
    tzid,
  }
}

function wholeEvent(
  world: World,
  wire: WireRealTimeSequencing,
  events: readonly { readonly event: EventTemplate }[],
  tzid: string,
): EventTemplate {
  const summary = wire.event?.summary ?? events.map(e => e.event.summary).join(', ')
  const sent = { ...wire.event, event_id: '', summary, conferencing: null }
  return { ...readEvent(world, sent, tzid, 'event').event, eventId: null }
}
