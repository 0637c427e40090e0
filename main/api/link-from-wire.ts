import { findCallbackFault } from '../scheduling/callback-faults.ts'
import type {
  Conferencing,
  EventTemplate,
  LinkTemplate,
  TargetCalendar,
} from '../scheduling/link-template.ts'
import type { World } from '../scheduling/world.ts'
import type { WireFault } from './answers.ts'
import { invalidFault } from './answers.ts'
import type { Call } from './operation.ts'
import { findUnknownMembers } from './unknown-members.ts'
import { toQuery } from './wire/availability.ts'
import { toAttendee, type WireConferencing, type WireEventTemplate } from './wire/event.ts'
import type { WireLink, WireRealTimeScheduling } from './wire/real-time-scheduling.ts'
import { fieldsOf } from './wire/values.ts'

/** People and calendars that the query names and that do not exist here, found even in a body with other faults. */
export const findLinkFaults = ({ ground, body }: Call): WireFault[] =>
  findUnknownMembers(
    ground.world,
    fieldsOf(fieldsOf(body)['availability'])['participants'],
    'availability.participants',
  )

/**
 * A link's template from a request that fits the schema, and every fault of its targets that only the store can tell:
 * people, calendars and conferencing profiles that do not exist here, calendars that take no events.
 */
export function linkFromWire(
  world: World,
  wire: WireRealTimeScheduling,
  defaultTzid: string,
): { readonly template: LinkTemplate; readonly faults: readonly WireFault[] } {
  const tzid = wire.event.tzid ?? wire.tzid ?? defaultTzid
  const query = toQuery(wire.availability, { tzid, minimumNoticeMinutes: wire.minimum_notice ?? 0 })
  const { event, faults } = readEvent(world, wire.event, tzid, 'event')
  const common = readCommon(world, wire)
  return { template: { query, event, ...common.template }, faults: [...faults, ...common.faults] }
}

/** The event template, and the faults of its conferencing. */
export function readEvent(
  world: World,
  wire: WireEventTemplate,
  tzid: string,
  at: string,
): { readonly event: EventTemplate; readonly faults: readonly WireFault[] } {
  const { conferencing, faults } = readConferencing(world, wire.conferencing, `${at}.conferencing`)
  const event = {
    eventId: wire.event_id,
    summary: wire.summary,
    description: wire.description ?? '',
    location: wire.location?.description ?? '',
    url: wire.url ?? '',
    tzid,
    status: wire.transparency === 'transparent' ? ('free' as const) : ('busy' as const),
    attendees: (wire.attendees?.invite ?? []).map(toAttendee),
    conferencing,
  }
  return { event, faults }
}

/** What links for one meeting and for several have in common. */
export function readCommon(
  world: World,
  wire: WireLink,
): { readonly template: Omit<LinkTemplate, 'query' | 'event'>; readonly faults: readonly WireFault[] } {
  const targets = wire.target_calendars ?? []
  const overrides = targets.some(t => t.event?.conferencing != null)
  const owned = targets.map((t, i) => readTarget(world, t, `target_calendars.${i}`))
  const template = {
    targetCalendars: owned.map(o => o.target),
    eventCreation: wire.event_creation ?? (overrides ? ('single' as const) : ('default' as const)),
    callbackUrls: {
      completed: wire.callback_urls?.completed_url ?? wire.callback_url ?? null,
      noTimesSuitable: wire.callback_urls?.no_times_suitable_url ?? null,
      noTimesDisplayed: wire.callback_urls?.no_times_displayed_url ?? null,
    },
    redirectUri: wire.oauth.redirect_uri,
    completedRedirectUrl: wire.redirect_urls?.completed_url ?? null,
    hourFormat: wire.formatting?.hour_format ?? null,
    confirm: wire.selection_mode !== 'no_confirm',
  }
  return { template, faults: [...owned.flatMap(o => o.faults), ...callbackFaults(world, wire)] }
}

/** Addresses that no callback will ever reach. */
function callbackFaults(world: World, wire: WireLink): WireFault[] {
  const named = Object.entries(wire.callback_urls ?? {}).map(
    ([name, url]) => [`callback_urls.${name}`, url] as const,
  )
  return [['callback_url', wire.callback_url] as const, ...named].flatMap(([path, url]) => {
    const fault = findCallbackFault(world, url ?? null)
    return fault === null ? [] : [invalidFault(path, fault)]
  })
}

type WireTarget = NonNullable<WireLink['target_calendars']>[number]

function readTarget(
  world: World,
  wire: WireTarget,
  at: string,
): { target: TargetCalendar; faults: WireFault[] } {
  const rooms = readConferencing(world, wire.event?.conferencing, `${at}.event.conferencing`)
  const target: TargetCalendar = {
    sub: wire.sub,
    calendarId: wire.calendar_id,
    ...(rooms.conferencing === null ? {} : { conferencing: rooms.conferencing }),
    ...(wire.attendee == null ? {} : { attendee: toAttendee(wire.attendee) }),
  }
  return { target, faults: [...targetFaults(world, wire, at), ...rooms.faults] }
}

function targetFaults({ store }: World, wire: WireTarget, at: string): WireFault[] {
  if (store.people.get(wire.sub) === null) return [invalidFault(`${at}.sub`, 'is no account here')]
  const calendar = store.calendars.get(wire.calendar_id)
  if (calendar === null || calendar.sub !== wire.sub)
    return [invalidFault(`${at}.calendar_id`, 'is no calendar of this account')]
  return calendar.takesEvents ? [] : [invalidFault(`${at}.calendar_id`, 'is read-only')]
}

/**
 * `explicit` brings its own address; `default`, and `integrated` because no calendar here has rooms of its own, is the
 * first profile there is; anything else names one.
 */
function readConferencing(
  { store }: World,
  wire: WireConferencing | null | undefined,
  at: string,
): { conferencing: Conferencing | null; faults: WireFault[] } {
  if (wire == null) return { conferencing: null, faults: [] }
  if (wire.profile_id === 'explicit')
    return { conferencing: { kind: 'explicit', joinUrl: wire.join_url ?? '' }, faults: [] }
  const isAny = ['default', 'integrated'].includes(wire.profile_id)
  const profile = isAny ? store.conferencing.all()[0] : store.conferencing.get(wire.profile_id)
  if (profile == null)
    return {
      conferencing: null,
      faults: [invalidFault(`${at}.profile_id`, 'is no conferencing profile here')],
    }
  return { conferencing: { kind: 'profile', profileId: profile.profileId }, faults: [] }
}
